import { describe, expect, it } from 'vitest';
import { plainOutput, tail } from '../../../phone/thread/plain-output.ts';

describe('plainOutput', () => {
  it.each([
    ['colours', '\u001b[31mFAIL\u001b[0m a', 'FAIL a'],
    ['a title for the window', '\u001b]0;npm\u0007ok', 'ok'],
    ['a link', '\u001b]8;;https://example.com\u001b\\name\u001b]8;;\u001b\\', 'name'],
    ['moves of the cursor', 'a\u001b[2K\u001b[1Gb', 'ab'],
    ['a progress bar, at its last state', '10%\r55%\r100%\ndone', '100%\ndone'],
    ['a shorter line over a longer one, as a terminal shows it', 'abcdef\rxy', 'xycdef'],
    ['Windows line ends', 'a\r\nb\r\n', 'a\nb\n'],
    ['bells and backspaces', 'a\u0007b\u0008', 'ab'],
    ['an escape whose end has not come yet', 'a\u001b[3', 'a'],
    ['tabs, which stay', 'a\tb', 'a\tb'],
  ])('shows %s', (_what, output, shown) => {
    expect(plainOutput(output)).toBe(shown);
  });
});

describe('tail', () => {
  it('gives all of a short text, and the last whole lines of a long one', () => {
    expect(tail('abc', 10)).toEqual({ text: 'abc', cut: false });
    expect(tail('line one\nline two\nline three', 20)).toEqual({ text: 'line two\nline three', cut: true });
    expect(tail('x'.repeat(30), 10)).toEqual({ text: 'x'.repeat(10), cut: true });
  });
});

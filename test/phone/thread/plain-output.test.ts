import { describe, expect, it } from 'vitest';
import { plainOutput, settled, stylesAfter } from '../../../phone/thread/plain-output.ts';

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
    ['marks that turn the text, by their names', 'a\u202eb\u2066c', 'a⟨U+202E⟩b⟨U+2066⟩c'],
    ['HTML as it is', '<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
  ])('shows %s', (_what, output, shown) => {
    expect(plainOutput(output)).toBe(shown);
  });
});

describe('styles', () => {
  it('stay, and nothing else that begins as they do', () => {
    expect(settled('\u001b[31ma\u001b[2Kb\u001b]0;x\u0007\u001b[0m')).toBe('\u001b[31mab\u001b[0m');
  });

  it('of what is overwritten hold on, and what is left of it keeps its own', () => {
    expect(settled('\u001b[32m10%\r20%')).toBe('\u001b[32m20%');
    expect(settled('\u001b[32mabcd\r\u001b[31mxy')).toBe('\u001b[32m\u001b[31mxy\u001b[0m\u001b[32mcd');
  });

  it('after a text are those since the last reset, and not without end', () => {
    expect(stylesAfter('\u001b[1ma\u001b[0mb\u001b[31mc\u001b[4md')).toBe('\u001b[31m\u001b[4m');
    expect(stylesAfter('\u001b[31m'.repeat(1000)).length).toBeLessThan(200);
  });

  it('are read in good time from a line that overwrites itself without end', () => {
    const line = `${'x'.repeat(128 * 1024)}${'\r\u001b[31my'.repeat(20_000)}`;
    expect(settled(line).replaceAll('\u001b[31m', '').startsWith('y')).toBe(true);
  });
});

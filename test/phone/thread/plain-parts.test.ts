import fc from 'fast-check';
import { expect, it } from 'vitest';
import { plainParts } from '../../../phone/thread/plain-parts.ts';

const joined = (text: string) =>
  plainParts(text)
    .map((part) => part.text)
    .join('');

it.each([
  ['nothing', '', []],
  ['lines', 'a\nb', [{ text: 'a\nb', onward: false }]],
  ['paragraphs', 'a\n\n\nb', ['a', 'b'].map((text) => ({ text, onward: false }))],
])('parts %s', (_what, text, parts) => {
  expect(plainParts(text)).toEqual(parts);
});

it('cuts what is long at line ends, at blanks, or between characters, and loses nothing', () => {
  for (const unit of ['a line of it\n', 'words ', 'a', '😀']) {
    const text = unit.repeat(5_000);
    const parts = plainParts(text);
    expect(parts.length).toBeGreaterThan(1);
    expect(joined(text)).toBe(text);
    expect(parts.map(({ onward }) => onward)).toEqual(parts.map((_, at) => at > 0));
    // No character is cut in two.
    for (const part of parts) expect(part.text).not.toMatch(/^[\udc00-\udfff]/);
  }
});

it('makes no box of each line of a text of blank lines', () => {
  expect(plainParts('a\n\n'.repeat(50_000)).length).toBeLessThan(100);
});

it('leaves alone what is finished while text streams in', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a ', '\n', 'word '.repeat(500)), { maxLength: 30 }), (pieces) => {
      const after = plainParts(pieces.join(''));
      for (let count = 0; count < pieces.length; count += 1) {
        const before = plainParts(pieces.slice(0, count).join(''));
        // A line end at the end may yet turn out to be the first of a gap.
        expect(after.slice(0, Math.max(0, before.length - 2))).toEqual(before.slice(0, -2));
      }
    }),
  );
});

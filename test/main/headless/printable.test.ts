import fc from 'fast-check';
import { expect, it } from 'vitest';
import { printable, printableJson } from '../../../main/headless/printable.ts';

it.each([
  ['moves of the cursor', 'a\x1b[2Jb', 'a[2Jb'],
  ['line ends', 'a\r\nb', 'ab'],
  ['single-byte controls', 'a\u009b2Jb', 'a2Jb'],
  ['reordering', 'a\u202eb\u2066c', 'abc'],
  ['what cannot be seen', 'a\u200bb\u00adc\ufeffd', 'abcd'],
  ['line separators', 'a\u2028b', 'ab'],
])('takes %s out of a name', (_, text, shown) => {
  expect(printable(text)).toBe(shown);
});

it('keeps names of the world as they are', () => {
  expect(printable('Jürgens 📱 電話')).toBe('Jürgens 📱 電話');
});

it('prints JSON that means the same and holds nothing that a terminal obeys', () => {
  const text = fc.string({
    unit: fc.oneof(fc.constantFrom('\x1b', '\u009b', '\u202e', '\u{e0001}', '\n'), fc.string()),
  });
  fc.assert(
    fc.property(fc.dictionary(text, text), (value) => {
      const json = printableJson(value);
      expect(JSON.parse(json)).toEqual(value);
      expect(json.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    }),
  );
});

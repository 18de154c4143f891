import { describe, expect, test } from 'vitest';
import {
  linesFromEnd,
  type PlacedLine,
  type ReadBack,
} from '../../../../main/host/activity/lines-from-end.ts';
import { utf8 } from '../../../../protocol/bytes.ts';

/** A file in memory that is read in parts of this size. */
const file =
  (text: string, part: number): ReadBack =>
  async (end, length) => {
    const bytes = utf8(text);
    const to = end ?? bytes.length;
    const from = Math.max(0, to - Math.min(part, length));
    return { from, bytes: bytes.subarray(from, to) };
  };
const all = async (text: string, before: number | null = null, part = 64, limit = 1000) => {
  const lines: PlacedLine[] = [];
  for await (const line of linesFromEnd(file(text, part), before, limit)) lines.push(line);
  return lines;
};

describe('lines from the end', () => {
  const text = 'first\nzweite Zeile, mit ü\n\nthe third\n';
  test.each([1, 2, 3, 5, 7, 64])(
    'come whole and with their places, read %i bytes at a time',
    async (part) => {
      const lines = await all(text, null, part);
      expect(lines.map((line) => line.text)).toEqual(['the third', 'zweite Zeile, mit ü', 'first']);
      for (const { from, text: line } of lines)
        expect(Buffer.from(text).subarray(from).toString('utf8').startsWith(line!)).toBe(true);
    },
  );

  test('go on from the place of the line after them', async () => {
    const [third, second] = await all(text);
    expect((await all(text, third!.from)).map((line) => line.text)).toEqual(['zweite Zeile, mit ü', 'first']);
    expect((await all(text, second!.from, 4)).map((line) => line.text)).toEqual(['first']);
    expect(await all(text, 0)).toEqual([]);
  });

  test('leave out a last line that is not ended', async () => {
    expect((await all('one\ntwo\nthr')).map((line) => line.text)).toEqual(['two', 'one']);
    expect(await all('torn')).toEqual([]);
  });

  test('hold no more than the limit: a longer line has no text, and those before it are found', async () => {
    const long = `one\n${'x'.repeat(500)}\ntwo\n`;
    expect((await all(long, null, 16, 100)).map((line) => line.text)).toEqual(['two', null, 'one']);
  });

  test('of no file, and of an empty one, are none', async () => {
    expect(await all('')).toEqual([]);
    const none = linesFromEnd(async () => null, null, 10);
    expect(await none.next()).toEqual({ done: true, value: undefined });
  });
});

import { expect, it } from 'vitest';
import { hunksOf } from '../../ui/diff-hunks.ts';
import { parseHunks } from '../../ui/diff-rows.ts';
import { wordChanges } from '../../ui/word-changes.ts';

function shown(hunks: string): string[] {
  const { rows } = parseHunks(hunks)!;
  return [...wordChanges(rows)].map(([index, ranges]) => {
    const row = rows[index]!;
    const text = 'text' in row ? row.text : '';
    return ranges.map(({ start, end }) => text.slice(start, end)).join('|');
  });
}

it('tells the words that changed in a line from those that stayed', () => {
  expect(
    shown('@@ -1,1 +1,1 @@\n-  if (angle > 90) return null;\n+  if (angle > MAX) return null;\n'),
  ).toEqual(['90', 'MAX']);
});

it('compares lines one for one, as far as there are as many', () => {
  expect(shown('@@ -1,2 +1,2 @@\n-let a = 1;\n-let b = 2;\n+let a = 3;\n+let b = 4;\n')).toEqual([
    '1',
    '3',
    '2',
    '4',
  ]);
  expect(shown('@@ -1,2 +1,1 @@\n-let a = 1;\n-let b = 2;\n+let a = 3;\n')).toEqual(['1', '3']);
});

it('takes a line that shares nothing for another line, and compares no endless one', () => {
  expect(shown('@@ -1,1 +1,1 @@\n-return;\n+throw new Error(text);\n')).toEqual([]);
  const long = 'x '.repeat(500);
  expect(shown(`@@ -1,1 +1,1 @@\n-${long}a\n+${long}b\n`)).toEqual([]);
});

it('takes hunks up to a number of rows', () => {
  const { rows } = parseHunks('@@ -1,2 +1,2 @@\n a\n b\n@@ -9,3 +9,3 @@\n c\n d\n e\n')!;
  expect(hunksOf(rows, 100).map(({ first, end }) => [first, end])).toEqual([
    [1, 3],
    [4, 7],
  ]);
  expect(hunksOf(rows, 3).map(({ first, end }) => [first, end])).toEqual([
    [1, 3],
    [4, 5],
  ]);
});

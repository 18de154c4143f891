import { expect, it } from 'vitest';
import { findLines } from '../../../phone/thread/find-lines.ts';

it('finds lines whatever their case, with their numbers', () => {
  expect(findLines('one\nThe FAIL here\nfail', 'Fail', 10)).toEqual({
    lines: [
      { number: 2, before: 'The ', hit: 'FAIL', after: ' here' },
      { number: 3, before: '', hit: 'fail', after: '' },
    ],
    count: 2,
  });
});

it('counts more than it lists, and lists no endless line', () => {
  const text = `${'x'.repeat(10_000)}hit${'y'.repeat(10_000)}\n`.repeat(30);
  const { lines, count } = findLines(text, 'hit', 5);
  expect([lines.length, count]).toEqual([5, 30]);
  expect(lines[0]!.before.length + lines[0]!.after.length).toBeLessThan(500);
});

it('finds nothing without words, and takes no words for a pattern', () => {
  expect(findLines('a', '', 5).count).toBe(0);
  expect(findLines('a.b\naxb', 'a.b', 5).count).toBe(1);
});

it('shows what it found where a letter is longer in lower case', () => {
  expect(findLines('\u0130 and hit', 'hit', 5).lines[0]!.hit).toBe('hit');
});

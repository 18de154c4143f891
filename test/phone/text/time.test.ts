import { expect, it } from 'vitest';
import { age, ago, counting, duration } from '../../../phone/text/time.ts';

const NOW = Date.UTC(2026, 5, 15, 12);
const MINUTE = 60_000;

it('says ages relatively up to a day, and nothing odd when a clock is wrong', () => {
  expect(age(NOW - 59_000, NOW)).toBe('now');
  expect(age(NOW - 4 * MINUTE, NOW)).toBe('4 min');
  expect(age(NOW - 23 * 60 * MINUTE, NOW)).toBe('23 h');
  expect(age(NOW - 25 * 60 * MINUTE, NOW)).toBe('Jun 14');
  expect(age(NOW - 500 * 24 * 60 * MINUTE, NOW)).toBe('Jan 31, 2025');
  expect(age(NOW + 24 * 60 * MINUTE, NOW)).toBe('now');
  expect(ago(NOW - 4 * MINUTE, NOW)).toBe('4 min ago');
});

it('says durations in the units that matter', () => {
  expect([31, 4210, 12_300, 184_000, 7_500_000].map(duration)).toEqual([
    '31 ms',
    '4.2 s',
    '12 s',
    '3 min 4 s',
    '2 h 5 min',
  ]);
  expect([-5, 400, 9_900, 61_000].map(counting)).toEqual(['0 s', '0 s', '9 s', '1 min 1 s']);
});

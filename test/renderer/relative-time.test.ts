import { expect, test } from 'vitest';
import { countdown, lasting, relativeTime } from '../../renderer/model/relative-time.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = Date.UTC(2026, 10, 20, 12);

test.each([
  [0, 'just now'],
  [-5 * MINUTE, 'just now'],
  [MINUTE - 1, 'just now'],
  [MINUTE, '1 minute ago'],
  [59 * MINUTE, '59 minutes ago'],
  [HOUR, '1 hour ago'],
  [24 * HOUR - 1, '23 hours ago'],
  [24 * HOUR, 'on Nov 19, 2026'],
])('%i ms ago is said as “%s”', (age, words) => {
  expect(relativeTime(NOW - age, NOW, 'en-US')).toBe(words);
});

test.each([
  [300_000, '5:00'],
  [299_999, '5:00'],
  [61_000, '1:01'],
  [1, '0:01'],
  [0, '0:00'],
  [-1, '0:00'],
])('%i ms are left as %s', (left, words) => {
  expect(countdown(NOW + left, NOW)).toBe(words);
});

test.each([
  [0, 'for less than a minute'],
  [-5_000, 'for less than a minute'],
  [60_000, 'for 1 minute'],
  [59 * 60_000, 'for 59 minutes'],
  [60 * 60_000, 'for 1 hour'],
  [23 * 3_600_000, 'for 23 hours'],
  [24 * 3_600_000, 'since 1 Jan 2026'],
])('something is so since %i ms: “%s”', (age, words) => {
  const since = new Date(2026, 0, 1, 12).getTime();
  expect(lasting(since, since + age, 'en-GB')).toBe(words);
});

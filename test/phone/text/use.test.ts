import { expect, it } from 'vitest';
import * as words from '../../../phone/text/use.ts';

it.each([
  [1, '1 token'],
  [840, '840 tokens'],
  [12_649, '12,600 tokens'],
  [1_260_000, '1.3 million tokens'],
])('says %i tokens as %s', (count, text) => {
  expect(words.tokens(count)).toBe(text);
});

it.each([
  [300, '5 hours'],
  [10_080, '1 week'],
  [1440, '1 day'],
  [90, '90 minutes'],
])('says a stretch of %i minutes as %s', (minutes, text) => {
  expect(words.stretch(minutes)).toBe(text);
});

it('says a limit and what is in mind as sentences', () => {
  expect(words.limit({ used: 40.2, minutes: 300, resetsAt: null }, 'at 14:10')).toBe(
    'Of the limit for 5 hours, 40 % is used; it begins anew at 14:10.',
  );
  expect(words.limit({ used: 7, minutes: null, resetsAt: null }, null)).toBe('Of the limit, 7 % is used.');
  expect(words.inMind({ total: 1, context: 50, window: 200 })).toBe('What it can keep in mind is 25 % full.');
  expect(words.inMind({ total: 1, context: 50, window: null })).toBe(null);
});

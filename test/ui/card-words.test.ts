import { describe, expect, test } from 'vitest';
import { TIER_WORDS } from '../../main/contract/policy.ts';
import {
  type CardTouches,
  checkWords,
  expiryWords,
  soFarWords,
  TIER_TITLE,
  touchedBy,
} from '../../ui/card-words.ts';
import { foldAt } from '../../ui/folded-text.tsx';

const none: CardTouches = {
  network: null,
  secrets: [],
  writes: [],
  programs: [],
  more: 0,
  outsideSandbox: false,
  mayRunTwice: false,
  hidden: false,
};
const touched = (fields: Partial<CardTouches>) =>
  touchedBy({ ...none, ...fields }).map(({ name, names, words }) => `${name}: ${words ?? names.join(' ')}`);

describe('what is touched', () => {
  test('says what was looked for and not found', () => {
    expect(touched({})).toEqual(['Not seen: network, secrets, writing']);
    expect(touched({ writes: ['a'], programs: ['cp'] })).toEqual([
      'Writes: a',
      'Programs: cp',
      'Not seen: network, secrets',
    ]);
  });
  test('a network whose places are not known is one, and what is hidden may hold anything', () => {
    expect(touched({ network: [], hidden: true })).toEqual([
      'Network: some, not known which',
      'Hidden: part of what it does cannot be seen',
    ]);
  });
  test('what is left out is counted', () => {
    expect(touched({ network: ['a', 'b'], secrets: ['k'], writes: ['w'], more: 12 })).toEqual([
      'Network: a b',
      'Secrets: k',
      'Writes: w',
      'Left out: 12 more of these',
    ]);
  });
});

test('the ladder has the names that policies have', () => {
  expect(TIER_TITLE).toEqual(
    Object.fromEntries(Object.entries(TIER_WORDS).map(([tier, { title }]) => [tier, title])),
  );
});

test.each([
  [30_000, 'Counts as declined within a minute.'],
  [-1, 'Counts as declined within a minute.'],
  [61_000, 'Counts as declined in 1 minute.'],
  [59 * 60_000, 'Counts as declined in 59 minutes.'],
  [8 * 3_600_000 - 1, 'Counts as declined in 7 hours.'],
  [25 * 3_600_000, 'Counts as declined in 1 day.'],
])('%i ms left: %s', (left, words) => {
  expect(expiryWords(1000 + left, 1000)).toBe(words);
});

test('a check says how it ended only where that is known', () => {
  const check = { command: 'npm test', at: 0, outdated: false };
  expect(checkWords({ ...check, exitCode: 0 }, 180_000)).toBe('passed (exit code 0), 3 minutes ago');
  expect(checkWords({ ...check, exitCode: 2, outdated: true }, 0)).toBe(
    'failed (exit code 2), just now, before the last change',
  );
  expect(checkWords({ ...check, exitCode: null }, 0)).toBe('how it ended is not known, just now');
});

test('files so far are none, not stated, or counted', () => {
  const total = (files: number, added: number) =>
    soFarWords({ files: [], total: { files, added, removed: 2 } });
  expect([soFarWords(null), total(0, 0), total(1, 1), total(3, 40)]).toEqual([
    'not stated',
    'none',
    '1 file, 1 line added, 2 removed',
    '3 files, 40 lines added, 2 removed',
  ]);
});

describe('a long command is folded', () => {
  const line = 'echo one\n';
  test.each([
    ['a line', 'npm test', null],
    ['as many lines as a screen holds', line.repeat(19).trim(), null],
    ['more', line.repeat(30), line.repeat(14).length - 1],
    ['one long line', 'x'.repeat(5000), 1200],
    ['one that is a little longer', 'x'.repeat(1600), null],
  ])('%s', (_, text, end) => {
    expect(foldAt(text)).toBe(end);
  });
  test('never in the middle of a character', () => {
    expect(foldAt(`${'x'.repeat(1199)}${'😀'.repeat(600)}`)).toBe(1199);
  });
  test('of a megabyte at once', () => {
    expect(foldAt('a\n'.repeat(512 * 1024))).toBe(27);
  });
});

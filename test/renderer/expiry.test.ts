import { expect, test } from 'vitest';
import { daysWords, expiryChoices, expiryWords } from '../../renderer/model/expiry.ts';
import { deviceView } from '../main/headless/device-view.ts';

const NOW = Date.UTC(2027, 0, 1, 12);

test('days are said as people say them', () => {
  expect([0, 1, 30, 365, 730, 400].map(daysWords)).toEqual([
    'never',
    '1 day',
    '30 days',
    '1 year',
    '2 years',
    '400 days',
  ]);
});

test('a phone can have the time of all, one of its own, or none; a time that is not offered is kept', () => {
  expect(expiryChoices(null, 90).map(({ label }) => label)).toEqual([
    'As in settings: after 90 days',
    'After 7 days',
    'After 30 days',
    'After 90 days',
    'After 1 year',
    'Never',
  ]);
  expect(expiryChoices(45, 0).map(({ days }) => days)).toEqual([null, 7, 30, 45, 90, 365, 0]);
  expect(expiryChoices(45, 0)[0]?.label).toBe('As in settings: never');
});

test.each([
  ['never', { expiresAfterDays: 0, expiresAt: null }, 90, 'It stays paired until you revoke it.'],
  [
    'never, by the setting',
    { expiresAfterDays: null, expiresAt: null },
    0,
    'It stays paired until you revoke it.',
  ],
  [
    'while it is connected',
    { connected: true, expiresAt: null },
    30,
    'It has to be paired again when it was not used for 30 days.',
  ],
  [
    'while it is away',
    { expiresAt: NOW + 86_400_000 },
    90,
    'It is forgotten on 2 Jan 2027, unless it is used before.',
  ],
  ['when its time is up', { expiresAt: NOW }, 90, 'It is forgotten within the hour, unless it is used.'],
])('what becomes of a phone: %s', (_when, fields, setting, words) => {
  expect(expiryWords(deviceView(fields), setting, NOW, 'en-GB')).toBe(words);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { QuietHours } from '../../../../main/contract/policy.ts';
import { quietUntil } from '../../../../main/host/policy/quiet-hours.ts';

const zone = process.env.TZ;
beforeAll(() => {
  process.env.TZ = 'Europe/Berlin';
});
afterAll(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

const night: QuietHours = { from: '22:00', to: '07:00', questions: 'desk' };
const lunch: QuietHours = { from: '12:00', to: '13:30', questions: 'desk' };
const friday: QuietHours = { ...night, days: ['fri'] };

// 2026-03-27 is a Friday; on the 29th, at 02:00, the clock there goes to 03:00.
test.each<[string, QuietHours, string, string | null]>([
  ['before', lunch, '2026-03-27T11:59:59+01:00', null],
  ['at the beginning', lunch, '2026-03-27T12:00:00+01:00', '2026-03-27T13:30:00+01:00'],
  ['at the end', lunch, '2026-03-27T13:30:00+01:00', null],
  ['over midnight, before', night, '2026-03-27T23:00:00+01:00', '2026-03-28T07:00:00+01:00'],
  ['over midnight, behind', night, '2026-03-28T06:59:00+01:00', '2026-03-28T07:00:00+01:00'],
  ['on the day that they begin on', friday, '2026-03-27T23:00:00+01:00', '2026-03-28T07:00:00+01:00'],
  ['on the day behind it', friday, '2026-03-28T01:00:00+01:00', '2026-03-28T07:00:00+01:00'],
  ['on another day', friday, '2026-03-28T23:00:00+01:00', null],
  ['in the night of the change', night, '2026-03-28T23:00:00+01:00', '2026-03-29T07:00:00+02:00'],
  ['behind the change', night, '2026-03-29T06:30:00+02:00', '2026-03-29T07:00:00+02:00'],
])('%s', (_, hours, now, end) => {
  expect(quietUntil(hours, new Date(now))).toEqual(end === null ? null : new Date(end));
});

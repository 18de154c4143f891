import { describe, expect, test } from 'vitest';
import type { ActivityEntry, ActivityPage } from '../../main/contract/activity.ts';
import {
  byDay,
  filtered,
  type Held,
  markOf,
  people,
  withNewest,
  withOlder,
} from '../../renderer/model/activity.ts';

const phone = (
  id: number,
  fields: Partial<Extract<ActivityEntry, { kind: 'phone' }>> = {},
): ActivityEntry => ({
  kind: 'phone',
  id,
  at: id,
  who: { kind: 'desk' },
  device: 'd1',
  name: 'Ada',
  act: 'revoked',
  detail: '',
  ...fields,
});
const page = (before: number | null, ...ids: number[]): ActivityPage => ({
  entries: ids.map((id) => phone(id)),
  before,
  newest: ids[0] ?? 0,
  byRule: 0,
  damaged: 0,
  unreadable: [],
});
const ids = ({ entries }: { entries: readonly ActivityEntry[] }) => entries.map(({ id }) => id);

describe('pages', () => {
  const held = (of: ActivityPage): Held => ({ ...of, rules: false });

  test('come together without a gap and without a double', () => {
    const older = withOlder(held(page(30, 50, 40, 30)), page(null, 20, 10));
    expect(ids(older)).toEqual([50, 40, 30, 20, 10]);
    expect([older.before, older.newest]).toEqual([null, 50]);
    const more = withNewest(older, page(null, 70, 60));
    expect(ids(more)).toEqual([70, 60, 50, 40, 30, 20, 10]);
    expect([more.before, more.newest]).toEqual([null, 70]);
    // The newest page is full before it reaches what is held: rather less than a gap.
    const full = withNewest(more, page(200, 300, 200));
    expect(ids(full)).toEqual([300, 200]);
    expect([full.before, full.newest]).toEqual([200, 300]);
  });

  test('add up what they left out, and name a damaged file once', () => {
    const part = { byRule: 2, damaged: 1, unreadable: ['a'] };
    const first = held({ ...page(30, 50), ...part });
    const all = withNewest(withOlder(first, { ...page(null, 20), ...part }), {
      ...page(null, 60),
      ...part,
      unreadable: ['b', 'a'],
    });
    expect(all).toMatchObject({ byRule: 6, damaged: 3, unreadable: ['b', 'a'], rules: false });
  });
});

test('a filter is by kind and by who did it; a phone that was renamed is one person', () => {
  const ada = { kind: 'phone', id: 'd1', name: 'Ada Two' } as const;
  const entries = [phone(3, { who: ada }), phone(2, { who: { ...ada, name: 'Ada' } }), phone(1)];
  expect(people(entries)).toEqual([
    { key: 'phone d1', name: 'Ada Two' },
    { key: 'desk', name: 'You, at this computer' },
  ]);
  expect(ids({ entries: filtered(entries, { kind: 'all', who: 'phone d1' }) })).toEqual([3, 2]);
  expect(filtered(entries, { kind: 'approval', who: 'all' })).toEqual([]);
});

test('entries stand under their day', () => {
  const now = new Date(2026, 2, 10, 9).getTime();
  const at = (day: number, hour: number) => new Date(2026, 2, day, hour).getTime();
  const entries = [
    phone(4, { at: at(10, 8) }),
    phone(3, { at: at(10, 0) }),
    phone(2, { at: at(9, 23) }),
    phone(1, { at: at(2, 1) }),
  ];
  expect(byDay(entries, now, 'en-GB').map((day) => [day.day, ids(day)])).toEqual([
    ['Today', [4, 3]],
    ['Yesterday', [2]],
    [new Intl.DateTimeFormat('en-GB', { dateStyle: 'full' }).format(at(2, 1)), [1]],
  ]);
});

test('a copy of keys is trouble; everything else is past', () => {
  expect(markOf(phone(1, { act: 'suspended' }))).toBe('trouble');
  expect(markOf(phone(1))).toBe('away');
});

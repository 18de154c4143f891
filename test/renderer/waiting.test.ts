import { describe, expect, test } from 'vitest';
import type { Closed } from '../../main/contract/activity.ts';
import { goneOf, goneWords, moved, quietSince } from '../../renderer/model/waiting.ts';
import { idleState } from '../main/host/local-socket/host-double.ts';

const MINUTE = 60_000;
const one = { id: 'a1', thread: 't', kind: 'command', title: 'npm test', at: 1 };
const closed: Closed = {
  id: 'a1',
  title: 'npm test',
  state: 'approved',
  by: 'Ada',
  note: null,
  at: 5 * MINUTE,
};

describe('one that was opened', () => {
  test('is not gone while it waits, or when nothing is open', () => {
    expect(goneOf(one, { ...idleState(), waiting: [one] })).toBeUndefined();
    expect(goneOf(undefined, idleState())).toBeUndefined();
  });

  test('is gone with what became of it, also where the host no longer knows', () => {
    const activity = { written: 1, closed: [closed] };
    expect(goneOf(one, { ...idleState(), activity })).toEqual({ title: 'npm test', closed });
    expect(goneOf(one, idleState())).toEqual({ title: 'npm test', closed: undefined });
    expect(goneWords(closed, false).word).toBe('Approved by Ada');
    expect(goneWords(closed, true).word).toBe('Approved');
    expect(goneWords({ ...closed, state: 'void', by: null, note: 'The turn was stopped.' }, false).word).toBe(
      'The turn was stopped',
    );
    expect(goneWords(undefined, false).word).toBe('It does not wait any more');
  });
});

test('while nothing waits, it is said since when', () => {
  const { host } = idleState();
  expect(
    quietSince({ host: { ...host, startedAt: 0 }, activity: { written: 0, closed: [] } }, 2 * MINUTE),
  ).toBe('Nothing was asked since Outpost started 2 minutes ago.');
  expect(quietSince({ host, activity: { written: 1, closed: [closed] } }, 8 * MINUTE)).toBe(
    'The last one, “npm test”, was closed 3 minutes ago. Approved by Ada.',
  );
});

test('arrows, Home and End move within the list, and everything else is not ours', () => {
  expect(['ArrowDown', 'ArrowUp', 'Home', 'End'].map((key) => moved(key, 1, 3))).toEqual([2, 0, 0, 2]);
  expect(moved('ArrowDown', 2, 3)).toBe(2);
  expect(moved('ArrowUp', 0, 3)).toBe(0);
  expect(moved('Enter', 0, 3)).toBeUndefined();
  expect(moved('ArrowDown', 0, 0)).toBeUndefined();
});

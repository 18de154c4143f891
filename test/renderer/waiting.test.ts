import { describe, expect, test } from 'vitest';
import type { Closed } from '../../main/contract/activity.ts';
import { follow, goneWords, lookedAt, moved, quietSince, toggled } from '../../renderer/model/waiting.ts';
import { idleState } from '../main/host/local-socket/host-double.ts';

const MINUTE = 60_000;
const one = { id: 'a1', thread: 't', kind: 'command', title: 'npm test', at: 1, desk: false };
const closed: Closed = {
  id: 'a1',
  title: 'npm test',
  state: 'approved',
  by: 'Ada',
  note: null,
  at: 5 * MINUTE,
};

const two = { ...one, id: 'a2', title: 'git push' };

describe('the desk', () => {
  test('opens the only one, and of several none', () => {
    expect(lookedAt([one]).opened).toEqual(one);
    expect(lookedAt([one, two]).opened).toBeUndefined();
    expect(lookedAt([]).opened).toBeUndefined();
  });

  test('keeps what is open while others come and go', () => {
    const desk = follow(lookedAt([one]), [one, two]);
    expect(desk).toMatchObject({ opened: one, left: undefined });
    expect(follow(desk, [one]).opened).toEqual(one);
  });

  test('lets go of what was closed, and says so until something else is opened', () => {
    const desk = follow(lookedAt([one]), []);
    expect(desk).toMatchObject({ opened: undefined, left: one });
    expect(follow(desk, [two])).toMatchObject({ opened: two, left: one });
    expect(toggled(desk, two)).toMatchObject({ opened: two, left: undefined });
    expect(toggled(toggled(desk, two), two).opened).toBeUndefined();
  });

  test('opens nothing by itself that waited before', () => {
    const desk = toggled(lookedAt([one, two]), one);
    expect(follow(desk, [two])).toMatchObject({ opened: undefined, left: one });
  });
});

test('what was closed is told with who did it, unless it was this window, or nobody knows any more', () => {
  expect(goneWords(closed, false).word).toBe('Approved by Ada');
  expect(goneWords(closed, true).word).toBe('Approved');
  expect(goneWords({ ...closed, state: 'void', by: null, note: 'The turn was stopped.' }, false).word).toBe(
    'The turn was stopped',
  );
  expect(goneWords(undefined, false).word).toBe('It does not wait any more');
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

import { expect, test } from 'vitest';
import type { ReachView } from '../../main/contract/state.ts';
import { switchOf, wayMark } from '../../renderer/model/reach.ts';

const way = (fields: Partial<ReachView>): ReachView => ({
  way: 'tailscale',
  state: 'up',
  title: 'Tailscale',
  detail: '',
  remedy: null,
  url: null,
  since: 0,
  ...fields,
});

test('a way that waits for the owner is no trouble, and one that is off is neither', () => {
  expect(wayMark(way({ state: 'attention' }))).toMatchObject({ mark: 'waiting', word: 'Needs you' });
  expect(wayMark(way({ state: 'down' }))).toMatchObject({ mark: 'trouble', word: 'Does not work' });
  expect(wayMark(way({ state: 'off' }))).toMatchObject({ mark: 'away', word: 'Off' });
});

test.each<[Partial<ReachView>, boolean]>([
  [{ state: 'down' }, true],
  [{ state: 'attention' }, true],
  [{ way: 'local', state: 'attention' }, false],
  [{ state: 'up' }, false],
  [{ state: 'starting' }, false],
  [{ state: 'off' }, false],
])('%o can be tried again: %s', (fields, expected) => {
  expect(wayMark(way(fields)).canRetry).toBe(expected);
});

test('what is switched by a setting, and what is not', () => {
  expect((['local', 'relay', 'tailscale', 'tunnel'] as const).map(switchOf)).toEqual([
    null,
    null,
    'tailscale',
    'quick_tunnel',
  ]);
});

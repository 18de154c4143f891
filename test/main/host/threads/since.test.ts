import { expect, test } from 'vitest';
import { approvalsTally, happenedSince } from '../../../../main/host/threads/since.ts';
import type { Item } from '../../../../protocol/session/items.ts';

const command = (
  id: string,
  at: number,
  status: 'done' | 'failed',
  durationMs: number | null = null,
): Item => ({
  id,
  turn: `turn-${id[0]}`,
  at,
  type: 'command',
  command: 'make',
  cwd: '/p',
  status,
  output: '',
  cut: 0,
  exitCode: null,
  durationMs,
});
const change = (id: string, at: number, paths: string[], status: 'done' | 'declined' = 'done'): Item => ({
  id,
  turn: `turn-${id[0]}`,
  at,
  type: 'change',
  changes: paths.map((path) => ({ path, kind: 'update', movedTo: null, diff: '' })),
  status,
});

const ITEMS = [
  command('a1', 10, 'failed'),
  change('a2', 20, ['old.ts']),
  command('a3', 30, 'failed', 100),
  change('b1', 60, ['one.ts', 'two.ts']),
  change('b2', 70, ['one.ts']),
  change('b3', 75, ['never.ts'], 'declined'),
  command('c1', 80, 'failed'),
  command('c2', 90, 'done'),
];

test('counts what came since, each thing once, with where the first stands', () => {
  expect(happenedSince(ITEMS, 50)).toEqual({
    // A command that began before, and failed after, is news.
    turns: { count: 3, first: { item: 'a3', index: 2 } },
    files: { count: 2, first: { item: 'b1', index: 3 } },
    failedCommands: { count: 2, first: { item: 'a3', index: 2 } },
  });
});

test('counts nothing where nothing came', () => {
  const nothing = { count: 0, first: null };
  expect(happenedSince(ITEMS, 200)).toEqual({ turns: nothing, files: nothing, failedCommands: nothing });
  expect(happenedSince([], 0)).toEqual({ turns: nothing, files: nothing, failedCommands: nothing });
});

test('an approval leads to what was there as it was asked', () => {
  expect(approvalsTally(ITEMS, [])).toEqual({ count: 0, first: null });
  expect(approvalsTally(ITEMS, [95, 72])).toEqual({ count: 2, first: { item: 'b2', index: 4 } });
  expect(approvalsTally(ITEMS, [5])).toEqual({ count: 1, first: null });
});

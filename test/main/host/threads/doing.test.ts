import { expect, test } from 'vitest';
import { doingOf } from '../../../../main/host/threads/doing.ts';
import type { Item } from '../../../../protocol/session/items.ts';
import type { Turn } from '../../../../protocol/session/thread.ts';
import { DOING_LIMIT } from '../../../../protocol/session/values.ts';

const turn: Turn = { id: 'n2', state: 'running', error: null, startedAt: 100, endedAt: null };
const base = (id: string, at: number, of = 'n2') => ({ id, turn: of, at });
const command = (id: string, status: 'running' | 'done', text = 'npm test'): Item => ({
  ...base(id, 120),
  type: 'command',
  command: text,
  cwd: '/p',
  status,
  output: '',
  cut: 0,
  exitCode: null,
  durationMs: null,
});
const says = (done: boolean): Item => ({ ...base('m', 130), type: 'agent', text: '…', final: false, done });

test('nothing, where no turn runs', () => {
  expect(doingOf([command('a', 'running')], null)).toBeNull();
  expect(doingOf([command('a', 'running')], { ...turn, state: 'completed', endedAt: 200 })).toBeNull();
});

test('the last item of the turn that is not over', () => {
  expect(doingOf([command('a', 'running')], turn)).toEqual({ kind: 'command', what: 'npm test', since: 120 });
  expect(doingOf([command('a', 'running'), says(false)], turn)).toMatchObject({ kind: 'writing' });
  // What is over hides nothing that still runs.
  expect(doingOf([command('a', 'running'), says(true)], turn)).toMatchObject({ kind: 'command' });
});

test('thinking since the turn began, where nothing else is known', () => {
  expect(doingOf([], turn)).toEqual({ kind: 'thinking', what: '', since: 100 });
  const before: Item = { ...command('a', 'running'), turn: 'n1' };
  expect(doingOf([before], turn)).toMatchObject({ kind: 'thinking' });
});

test('one line, bounded', () => {
  const long = `  cd somewhere${'x'.repeat(DOING_LIMIT)}\nrm -rf elsewhere`;
  const { what } = doingOf([command('a', 'running', long)], turn)!;
  expect(what).toHaveLength(DOING_LIMIT);
  expect(what).toMatch(/^cd somewherex+$/);
});

test('names what a change, a tool, a search and agents are about', () => {
  const kinds: [Item, string, string][] = [
    [
      {
        ...base('c', 1),
        type: 'change',
        changes: [{ path: 'src/a.ts', kind: 'update', movedTo: null, diff: '' }],
        status: 'running',
      },
      'change',
      'src/a.ts',
    ],
    [
      { ...base('t', 1), type: 'tool', name: 'docs.find', input: '', output: '', status: 'running' },
      'tool',
      'docs.find',
    ],
    [{ ...base('s', 1), type: 'search', query: 'vitest', done: false }, 'search', 'vitest'],
    [
      {
        ...base('g', 1),
        type: 'subagents',
        action: 'Waits for 2',
        agents: [],
        prompt: '',
        status: 'running',
      },
      'agents',
      'Waits for 2',
    ],
    [{ ...base('r', 1), type: 'reasoning', text: 'secret', done: false }, 'thinking', ''],
  ];
  for (const [item, kind, what] of kinds) expect(doingOf([item], turn)).toEqual({ kind, what, since: 1 });
});

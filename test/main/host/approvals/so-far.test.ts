import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { checkIn } from '../../../../main/host/approvals/checks.ts';
import { changesOf, contextOf as contextWith } from '../../../../main/host/approvals/so-far.ts';
import { CardContext } from '../../../../protocol/session/card-context.ts';
import type { FileChange, Item, ItemOf } from '../../../../protocol/session/items.ts';

const contextOf = (items: Item[], turn: string | null) => contextWith(items, turn, checkIn);

let ids = 0;
const base = (turn = 'turn') => ({ id: `i${ids++}`, turn, at: 1000 });
const file = (path: string, fields: Partial<FileChange> = {}): FileChange => ({
  path,
  kind: 'update',
  movedTo: null,
  diff: '@@ -1,2 +1,3 @@\n a\n-b\n+c\n+d\n',
  ...fields,
});
const change = (changes: FileChange[], status: ItemOf<'change'>['status'] = 'done'): Item => ({
  ...base(),
  type: 'change',
  changes,
  status,
});
const command = (text: string, fields: Partial<ItemOf<'command'>> = {}): Item => ({
  ...base(),
  type: 'command',
  command: text,
  cwd: '/p',
  status: 'done',
  output: '',
  cut: 0,
  exitCode: 0,
  durationMs: 500,
  ...fields,
});
const plan = (steps: ItemOf<'plan'>['steps'], turn?: string): Item => ({
  ...base(turn),
  type: 'plan',
  steps,
});

describe('files so far', () => {
  test('are counted together over all changes that were made, the latest first', () => {
    const items = [
      change([file('a.ts'), file('b.ts')]),
      change([file('a.ts')]),
      change([file('c.ts')], 'declined'),
      change([file('d.ts')], 'running'),
      change([file('e.ts')], 'failed'),
    ];
    expect(contextOf(items, null).soFar).toEqual({
      files: [
        { path: 'a.ts', kind: 'update', added: 4, removed: 2 },
        { path: 'b.ts', kind: 'update', added: 2, removed: 1 },
      ],
      total: { files: 2, added: 6, removed: 3 },
    });
  });

  test('a file is followed to its new name, and stays new when it is changed again', () => {
    const items = [
      change([file('a.ts', { kind: 'add', diff: '@@ -0,0 +1 @@\n+a\n' })]),
      change([file('a.ts', { movedTo: 'b.ts' })]),
    ];
    expect(contextOf(items, null).soFar?.files).toEqual([
      { path: 'b.ts', kind: 'add', added: 3, removed: 1 },
    ]);
    expect(changesOf(items, 'b.ts')).toMatchObject({
      changes: [{ movedTo: 'b.ts' }, { kind: 'add' }],
      more: 0,
    });
    expect(changesOf(items, 'a.ts').changes).toMatchObject([{ kind: 'add' }]);
  });

  test('many files and long names stay small, and what is left out is counted', () => {
    const many = Array.from({ length: 2000 }, (_, n) => file(`${'x'.repeat(4000)}${n}`));
    const context = contextOf([change(many)], null);
    expect(context.soFar).toMatchObject({ total: { files: 2000, added: 4000, removed: 2000 } });
    expect(context.soFar?.files).toHaveLength(20);
    expect(JSON.stringify(context).length).toBeLessThan(10_000);
    expect(v.is(CardContext, context)).toBe(true);
  });

  test('their diffs are given up to a bound, but always one', () => {
    const large = file('a.ts', { diff: '+'.repeat(256 * 1024) });
    expect(changesOf([change([large]), change([large]), change([large])], 'a.ts')).toMatchObject({
      changes: [{}],
      more: 2,
    });
    expect(changesOf([change([file('a.ts')], 'declined')], 'a.ts')).toEqual({ changes: [], more: 0 });
  });
});

describe('checks', () => {
  test('each once, as it ended last, the latest first, with what came after it', () => {
    const items = [
      command('npm test', { exitCode: 1, status: 'failed' }),
      change([file('a.ts')]),
      command('npm test', { exitCode: 0 }),
      command('npx eslint . | tail', { at: 2000 }),
      change([file('b.ts')]),
      command('npx tsc', { exitCode: 2, status: 'failed', durationMs: null }),
      command('ls'),
      command('npm run lint', { status: 'running', exitCode: null }),
      command('npm run build', { status: 'declined', exitCode: null }),
    ];
    expect(contextOf(items, null).checks).toEqual([
      { command: 'npx tsc', exitCode: 2, at: 1000, outdated: false },
      { command: 'npx eslint . | tail', exitCode: null, at: 2500, outdated: true },
      { command: 'npm test', exitCode: 0, at: 1500, outdated: true },
    ]);
  });

  test('the same command in another folder is another check, and the latest five are told', () => {
    const items = Array.from({ length: 9 }, (_, n) => command('npm test', { cwd: `/p${n}`, exitCode: n }));
    expect(contextOf(items, null).checks?.map(({ exitCode }) => exitCode)).toEqual([8, 7, 6, 5, 4]);
  });
});

describe('the next step', () => {
  const steps: ItemOf<'plan'>['steps'] = [
    { text: 'Look', status: 'done' },
    { text: 'Fix', status: 'running' },
    { text: ' Run all tests ', status: 'pending' },
    { text: 'Report', status: 'pending' },
  ];
  test('is the first that the plan has not begun', () => {
    expect(contextOf([plan([]), plan(steps)], 'turn').next).toBe('Run all tests');
    expect(contextOf([plan(steps)], null).next).toBe('Run all tests');
  });
  test('is not stated without a plan, with one of an earlier turn, and when nothing is left', () => {
    expect(contextOf([], 'turn').next).toBeNull();
    expect(contextOf([plan(steps, 'earlier')], 'turn').next).toBeNull();
    expect(contextOf([plan(steps.slice(0, 2))], 'turn').next).toBeNull();
  });
});

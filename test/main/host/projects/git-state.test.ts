import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { gitStateOf, readStatus } from '../../../../main/host/projects/git-state.ts';

let folder: string;
const git = (...args: string[]) =>
  execFileSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
    stdio: 'pipe',
  });
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outpost-git-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('branch, what is changed and what is new', async () => {
  git('init', '-q', '-b', 'lamps');
  await writeFile(join(folder, 'a lamp.ts'), '1');
  await writeFile(join(folder, 'old.ts'), 'the same words, long enough to be known again\n');
  git('add', '.');
  git('commit', '-qm', 'first');
  await writeFile(join(folder, 'a lamp.ts'), '2');
  await writeFile(join(folder, 'new.ts'), '3');
  git('mv', 'old.ts', 'renamed.ts');
  const state = await gitStateOf(folder, process.env);
  expect(state).toMatchObject({ branch: 'lamps', count: 3 });
  expect(state?.changed.toSorted((a, b) => a.path.localeCompare(b.path))).toEqual([
    { path: 'a lamp.ts', isNew: false },
    { path: 'new.ts', isNew: true },
    { path: 'renamed.ts', isNew: false },
  ]);
});

test('looking runs nothing that the repository names', async () => {
  git('init', '-q');
  const ran = join(folder, 'ran');
  git('config', 'core.fsmonitor', `touch ${ran}; false`);
  await gitStateOf(folder, process.env);
  expect(existsSync(ran)).toBe(false);
});

test('a folder in no repository has no such state, nor has a computer without git', async () => {
  expect(await gitStateOf(folder, { ...process.env, GIT_CEILING_DIRECTORIES: tmpdir() })).toBeNull();
  expect(await gitStateOf(folder, { PATH: folder })).toBeNull();
});

test('of very many a hundred are told', () => {
  const text = Array.from({ length: 250 }, (_, at) => `? ${at}.ts`).join('\0');
  const state = readStatus(`# branch.head (detached)\0${text}\0`);
  expect(state).toMatchObject({ branch: null, count: 250 });
  expect(state.changed).toHaveLength(100);
});

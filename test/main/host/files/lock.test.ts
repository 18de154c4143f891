import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FolderInUseError, lockFolder } from '../../../../main/host/files/lock.ts';

let folder: string;
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'outpost-lock-'));
});
afterEach(() => fs.rm(folder, { recursive: true, force: true }));

/** What a process that held the folder has left. */
async function left(text: string): Promise<void> {
  const id = '00000000-0000-4000-8000-000000000000';
  await fs.writeFile(path.join(folder, `lock-${id}.claim`), text);
  await fs.writeFile(path.join(folder, `lock-${id}.held`), '');
}

test('one holder at a time, and the next one when it is released', async () => {
  const lock = await lockFolder(folder);
  await expect(lockFolder(folder)).rejects.toThrow(FolderInUseError);
  await lock.release();
  await (await lockFolder(folder)).release();
  expect(await fs.readdir(folder)).toEqual([]);
});

test('of many that try at once exactly one gets it, round after round', async () => {
  for (let round = 0; round < 20; round++) {
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder)));
    const locks = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(locks).toHaveLength(1);
    await locks[0]!.release();
    expect(await fs.readdir(folder)).toEqual([]);
  }
});

test('of many processes that try at once exactly one gets it', async () => {
  const children = Array.from({ length: 6 }, () =>
    spawn(process.execPath, ['--import', 'tsx', path.join(import.meta.dirname, 'lock-child.ts'), folder], {
      stdio: ['pipe', 'pipe', 'inherit'],
    }),
  );
  const answers = await Promise.all(
    children.map(async (child) => {
      await once(child.stdout, 'data');
      child.stdin.write('go\n');
      const [answer] = (await once(child.stdout, 'data')) as [Buffer];
      return answer.toString().trim();
    }),
  );
  for (const child of children) child.kill('SIGKILL');
  await Promise.all(children.map((child) => child.exitCode ?? child.signalCode ?? once(child, 'exit')));
  expect(answers.sort()).toEqual(['in use', 'in use', 'in use', 'in use', 'in use', 'mine']);
  // All are dead now, however they ended, so the folder is free.
  await (await lockFolder(folder)).release();
});

test('a lock whose process is gone is taken over', async () => {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  await left(JSON.stringify({ pid: child.pid, started: null }));
  await (await lockFolder(folder)).release();
});

test('of many that find a stale lock exactly one takes it', async () => {
  await left('noise');
  const tries = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder)));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test.runIf(process.platform === 'linux')(
  'a process id that is used again does not hold the lock',
  async () => {
    await left(JSON.stringify({ pid: process.pid, started: 'another boot/1' }));
    await (await lockFolder(folder)).release();
  },
);

test('a lock that another process holds names it', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  try {
    await left(JSON.stringify({ pid: child.pid, started: null }));
    await expect(lockFolder(folder)).rejects.toThrow(`process ${child.pid}`);
  } finally {
    child.kill('SIGKILL');
  }
});

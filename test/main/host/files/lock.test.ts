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

test('one holder at a time, and the next one when it is released', async () => {
  const lock = await lockFolder(folder);
  await expect(lockFolder(folder)).rejects.toThrow(FolderInUseError);
  await lock.release();
  await (await lockFolder(folder)).release();
  expect(await fs.readdir(folder)).toEqual([]);
});

test('of many that try at once exactly one gets it', async () => {
  const tries = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder)));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('a lock whose process is gone is taken over', async () => {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  await fs.writeFile(path.join(folder, 'lock'), JSON.stringify({ pid: child.pid, started: null }));
  await (await lockFolder(folder)).release();
});

test('of many that find a stale lock exactly one takes it', async () => {
  await fs.writeFile(path.join(folder, 'lock'), 'noise');
  const tries = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder)));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test.runIf(process.platform === 'linux')(
  'a process id that is used again does not hold the lock',
  async () => {
    await fs.writeFile(
      path.join(folder, 'lock'),
      JSON.stringify({ pid: process.pid, started: 'another boot/1' }),
    );
    await (await lockFolder(folder)).release();
  },
);

test('a lock that another process holds names it', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  try {
    await fs.writeFile(path.join(folder, 'lock'), JSON.stringify({ pid: child.pid, started: null }));
    await expect(lockFolder(folder)).rejects.toThrow(`process ${child.pid}`);
  } finally {
    child.kill('SIGKILL');
  }
});

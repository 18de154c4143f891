import { beforeEach, expect, test } from 'vitest';
import { AgentError } from '../../../../main/host/agents/agent.ts';
import { MAX_PAUSED, PausedThreads } from '../../../../main/host/threads/paused.ts';
import { MemoryDisk } from '../../../fuzz/memory-disk.ts';

let disk: MemoryDisk;
const open = async () => {
  const paused = new PausedThreads({ folder: '/state', disk, now: () => 7 });
  expect(await paused.load()).toBeNull();
  return paused;
};
beforeEach(() => {
  disk = new MemoryDisk();
});

test('outlives the host', async () => {
  const before = await open();
  await before.set('t1', true);
  await before.set('t2', true);
  await before.set('t1', false);
  expect((await open()).list()).toEqual([{ thread: 't2', since: 7 }]);
});

test('holds at once, and tells whoever listens', async () => {
  const paused = await open();
  const told: [string, boolean][] = [];
  paused.listen((thread) => told.push([thread, paused.has(thread)]));
  const done = paused.set('t1', true);
  expect(paused.has('t1')).toBe(true);
  await done;
  await paused.set('t1', true);
  await paused.set('t1', false);
  expect(told).toEqual([
    ['t1', true],
    ['t1', false],
  ]);
});

test('is as it was where the disk refuses', async () => {
  const paused = await open();
  await paused.set('t1', true);
  disk.writeDurably = async () => {
    throw new Error('full');
  };
  await expect(paused.set('t1', false)).rejects.toThrow('full');
  await expect(paused.set('t2', true)).rejects.toThrow('full');
  expect(paused.list()).toEqual([{ thread: 't1', since: 7 }]);
});

test('forgets none to make room: that would resume it', async () => {
  const paused = await open();
  await Promise.all(Array.from({ length: MAX_PAUSED }, (_, n) => paused.set(`t${n}`, true)));
  await expect(paused.set('one-more', true)).rejects.toBeInstanceOf(AgentError);
  expect(paused.has('t0')).toBe(true);
});

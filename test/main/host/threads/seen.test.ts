import { beforeEach, expect, test } from 'vitest';
import { SeenThreads } from '../../../../main/host/threads/seen.ts';
import { MemoryDisk } from '../../../fuzz/memory-disk.ts';

let disk: MemoryDisk;
let now: number;
const failures: unknown[] = [];
const open = async () => {
  const seen = new SeenThreads({
    folder: '/state',
    disk,
    now: () => now,
    failed: (error) => failures.push(error),
  });
  expect(await seen.load()).toBeNull();
  return seen;
};
beforeEach(() => {
  disk = new MemoryDisk();
  now = 100;
  failures.length = 0;
});

test('what lies before an owner came is no news to them, whatever is marked later', async () => {
  const seen = await open();
  expect(seen.last('', 't1')).toEqual({ at: 100, tokens: null });
  now = 200;
  expect(seen.last('', 't2')).toEqual({ at: 100, tokens: null });
  expect(seen.last('Ada', 't1')).toEqual({ at: 200, tokens: null });
});

test('each owner has marks of their own, and they outlive the host', async () => {
  const seen = await open();
  const told: unknown[] = [];
  seen.listen((owner, thread) => told.push([owner, thread]));
  seen.last('Ada', 't1');
  now = 300;
  seen.mark('Ada', 't1', 5000);
  expect(told).toEqual([['Ada', 't1']]);
  await seen.idle();
  const again = await open();
  expect(again.last('Ada', 't1')).toEqual({ at: 300, tokens: 5000 });
  expect(again.last('Ada', 't2')).toEqual({ at: 100, tokens: null });
  expect(again.last('Ben', 't1').at).toBe(300);
});

test('a disk that refuses costs the mark after a restart, and nothing now', async () => {
  const seen = await open();
  disk.writeDurably = async () => {
    throw new Error('full');
  };
  seen.mark('', 't1', null);
  await seen.idle();
  expect(seen.last('', 't1').at).toBe(100);
  expect(failures.length).toBeGreaterThan(0);
});

import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ActivityPage } from '../../../../main/contract/activity.ts';
import { ActivityLog } from '../../../../main/host/activity/activity-log.ts';
import { phoneLine } from '../../../../main/host/activity/entries.ts';
import { type Disk, nodeDisk } from '../../../../main/host/files/disk.ts';
import { dyingDisk } from '../../../faults/dying-disk.ts';
import { diskFull, FaultDisk } from '../../../faults/fault-disk.ts';

let folder: string;
let failures: unknown[];
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'outpost-audit-'));
  failures = [];
});
afterEach(() => fs.rm(folder, { recursive: true, force: true }));

const DAY = Date.UTC(2026, 10, 21);
const SMALL = 1000;
async function open(disk: Disk = nodeDisk, segmentBytes = SMALL): Promise<ActivityLog> {
  const failed = (error: unknown) => failures.push(error);
  const log = new ActivityLog({ disk, folder, now: () => DAY, changed: () => {}, failed, segmentBytes });
  await log.load();
  log.start();
  return log;
}
/** About 220 bytes. */
const line = (n: number) =>
  phoneLine(
    { act: 'renamed', by: 'desk', device: { id: 'd', name: `${n}` }, detail: 'x'.repeat(120) },
    DAY + n,
  );
async function fill(log: ActivityLog, from: number, to: number): Promise<void> {
  for (let n = from; n <= to; n++) await log.append(line(n));
}
/** Everything, the newest first, in pages of this size. */
async function read(log: ActivityLog, limit = 7) {
  const numbers: number[] = [];
  const ids: number[] = [];
  const unreadable = new Set<string>();
  let damaged = 0;
  for (let before: number | null = Number.MAX_SAFE_INTEGER; before !== null; ) {
    const page: ActivityPage = await log.page({ before, limit });
    for (const entry of page.entries) {
      if (entry.kind === 'phone') numbers.push(Number(entry.name));
      ids.push(entry.id);
    }
    for (const name of page.unreadable) unreadable.add(name);
    damaged += page.damaged;
    before = page.before;
  }
  expect(ids).toEqual([...new Set(ids)].sort((a, b) => b - a));
  return { numbers, damaged, unreadable: [...unreadable] };
}
const down = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, n) => from - n);
const files = async () => (await fs.readdir(folder)).sort();
const packedFiles = async () => (await files()).filter((name) => name.endsWith('.gz'));

describe('the audit log', () => {
  test('is closed at its size and packed, is read over all parts, and any gunzip reads them', async () => {
    const log = await open();
    await fill(log, 1, 40);
    await log.idle();
    const names = await files();
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => !/^audit(-2026-11-21-0000\d\d\.jsonl\.gz|\.jsonl)$/.test(name))).toEqual(
      [],
    );
    for (const limit of [1, 3, 50]) expect((await read(log, limit)).numbers).toEqual(down(40, 1));
    const first = gunzipSync(await fs.readFile(path.join(folder, names[0]!))).toString('utf8');
    expect(
      first
        .trim()
        .split('\n')
        .map((text) => JSON.parse(text))[0],
    ).toEqual(line(1));
    for (const name of names) expect((await fs.stat(path.join(folder, name))).mode & 0o777).toBe(0o600);
    expect(failures).toEqual([]);
  });

  test('that was written as one file is closed and packed at the next start, and its places hold', async () => {
    const before = await open(nodeDisk, 1e9);
    await fill(before, 1, 40);
    const ids = (await before.page({})).entries.map(({ id }) => id);
    await before.stop();
    const log = await open();
    await log.idle();
    expect(await packedFiles()).toEqual(['audit-2026-11-21-000001.jsonl.gz']);
    await fill(log, 41, 42);
    expect((await log.page({})).entries.slice(2).map(({ id }) => id)).toEqual(ids);
  });

  test('gives each entry once and in order while parts are closed and packed behind the reader', async () => {
    const log = await open();
    await fill(log, 1, 10);
    let next = 10;
    let before: number | null = Number.MAX_SAFE_INTEGER;
    const numbers: number[] = [];
    while (before !== null) {
      const reading: Promise<ActivityPage> = log.page({ before, limit: 2 });
      await fill(log, next + 1, next + 6);
      const page = await reading;
      next += 6;
      numbers.push(...page.entries.map((entry) => (entry.kind === 'phone' ? Number(entry.name) : 0)));
      before = page.before;
    }
    expect(numbers).toEqual(down(numbers[0]!, 1));
    await log.idle();
    expect((await read(log)).numbers).toEqual(down(next, 1));
  });

  test('is read under its new name when it is closed as a page begins to read it', async () => {
    let close: (() => Promise<void>) | null = null;
    const disk: Disk = {
      ...nodeDisk,
      async readBack(file, end, length) {
        const closing = path.basename(file) === 'audit.jsonl' ? close : null;
        if (closing !== null) close = null;
        await closing?.();
        return nodeDisk.readBack(file, end, Math.min(length, 100));
      },
    };
    const log = await open(disk);
    await fill(log, 1, 4);
    close = () => fill(log, 5, 12);
    const { numbers } = await read(log);
    expect(numbers).toEqual(down(numbers[0]!, 1));
    expect(numbers[0]).toBeLessThan(12);
  });

  test('stops in the middle of packing, and the next start packs what is left', async () => {
    const large = await open(nodeDisk, 1e9);
    await large.append({ ...line(1), detail: 'y'.repeat(3_000_000) });
    await large.stop();
    let stopping: Promise<void> | null = null;
    const disk: Disk = {
      ...nodeDisk,
      appendDurably: async (file, data) => {
        await nodeDisk.appendDurably(file, data);
        stopping ??= log.stop();
      },
    };
    const log = await open(disk);
    await expect.poll(() => stopping).not.toBeNull();
    await stopping;
    const plain = 'audit-2026-11-21-000001.jsonl';
    expect(await files()).toEqual([plain, `${plain}.gz.new`]);
    expect((await read(log)).numbers).toEqual([1]);
    const next = await open();
    await next.idle();
    expect(await files()).toEqual([`${plain}.gz`]);
    expect((await read(next)).numbers).toEqual([1]);
  });

  test('keeps a part as it was written until its packed one is whole, and packs it anew where that is damaged', async () => {
    const before = await open(nodeDisk, 1e9);
    await fill(before, 1, 12);
    await before.stop();
    const plain = path.join(folder, 'audit-2026-11-21-000001.jsonl');
    await fs.rename(path.join(folder, 'audit.jsonl'), plain);
    for (const damaged of ['', 'not gzip']) {
      await fs.writeFile(`${plain}.gz`, damaged);
      const log = await open();
      await log.idle();
      expect(await files()).toEqual([path.basename(`${plain}.gz`)]);
      expect(await read(log)).toMatchObject({ numbers: down(12, 1), unreadable: [] });
      await fs.writeFile(plain, gunzipSync(await fs.readFile(`${plain}.gz`)));
    }
  });

  test('goes on without the parts that its owner moved to an archive, and with them when they are back', async () => {
    const log = await open();
    await fill(log, 1, 20);
    await log.idle();
    const [oldest = ''] = await packedFiles();
    await fs.rename(path.join(folder, oldest), path.join(folder, 'away'));
    const { numbers, unreadable } = await read(log);
    expect(numbers).toEqual(down(20, numbers.at(-1)!));
    expect(numbers.at(-1)).toBeGreaterThan(1);
    expect(unreadable).toEqual([]);
    await fs.rename(path.join(folder, 'away'), path.join(folder, oldest));
    expect((await read(log)).numbers).toEqual(down(20, 1));
  });

  test('tells a damaged part, gives what is around it, and leaves the file as it is', async () => {
    const log = await open();
    await fill(log, 1, 20);
    // A part that is packed and still there unpacked too would be packed again at the next start.
    await log.idle();
    await log.stop();
    const name = (await packedFiles())[1]!;
    const file = path.join(folder, name);
    for (const damage of [
      (bytes: Buffer) => bytes.fill(0x55, 20, 60),
      (bytes: Buffer) => bytes.subarray(0, bytes.length >> 1),
      () => Buffer.alloc(0),
      () => Buffer.alloc(100_000, 'not gzip'),
    ]) {
      const damaged = Buffer.from(damage(Buffer.from(await fs.readFile(file))));
      await fs.writeFile(file, damaged);
      const again = await open();
      await again.idle();
      const { numbers, unreadable } = await read(again);
      expect(unreadable).toEqual([name]);
      expect(numbers.slice(0, 5)).toEqual(down(20, 16));
      expect(numbers.at(-1)).toBe(1);
      expect(numbers.length).toBeLessThan(20);
      expect(await fs.readFile(file)).toEqual(damaged);
      await again.stop();
    }
  });

  test('of which a damaged block is skipped gives what lies before it in the same part', async () => {
    const log = await open(nodeDisk, 2_000_000);
    await log.append({ ...line(1), detail: 'y'.repeat(700_000) });
    await fill(log, 2, 3);
    await log.append({ ...line(4), detail: 'y'.repeat(1_300_000) });
    await log.idle();
    await log.append(line(5));
    const [name = ''] = await packedFiles();
    const bytes = await fs.readFile(path.join(folder, name));
    const last = bytes.length - bytes.readUInt32LE(bytes.length - 14);
    bytes[last - 12]! ^= 0xff;
    await fs.writeFile(path.join(folder, name), bytes);
    const { numbers, unreadable } = await read(log, 1);
    expect(unreadable).toEqual([name]);
    expect(numbers).toEqual([5, 3, 2, 1]);
  });
});

describe('a disk that fails', () => {
  test('at any step from closing on loses nothing: what was acknowledged is there once, and the log goes on', async () => {
    for (let at = 1; ; at++) {
      let isFull = false;
      let struck = 0;
      const disk = new FaultDisk((_, what) => {
        if (what.startsWith('append') && !isFull) return;
        if (isFull && ++struck >= at) throw diskFull();
      });
      const log = await open(disk);
      await fill(log, 1, 4);
      isFull = true;
      const kept: number[] = [];
      for (let n = 5; n <= 9; n++)
        await log.append(line(n)).then(
          () => kept.push(n),
          () => {},
        );
      await log.idle();
      isFull = false;
      // Whoever was told that it failed may find it all the same.
      const found = (await read(log)).numbers;
      expect(found).toEqual([...new Set(found)].sort((a, b) => b - a));
      expect(found).toEqual(expect.arrayContaining([...kept, 4, 3, 2, 1]));
      await fill(log, 10, 30);
      await log.idle();
      expect((await read(log)).numbers).toEqual([...down(30, 10), ...found]);
      expect((await files()).filter((name) => name.endsWith('.new'))).toEqual([]);
      await log.stop();
      await fs.rm(folder, { recursive: true });
      await fs.mkdir(folder);
      if (struck < at) break;
    }
    expect(failures.length).toBeGreaterThan(3);
  });

  test('while a part is closed keeps it open, and closes it later', async () => {
    let refused = 0;
    const disk: Disk = {
      ...nodeDisk,
      rename: (from, to) => (refused++ < 2 ? Promise.reject(diskFull()) : nodeDisk.rename(from, to)),
    };
    const log = await open(disk);
    await fill(log, 1, 12);
    await log.idle();
    expect(refused).toBeGreaterThan(2);
    expect(failures).toHaveLength(2);
    expect((await packedFiles()).length).toBeGreaterThan(0);
    expect((await read(log)).numbers).toEqual(down(12, 1));
  });
});

test('a host that is killed at any step of its disk, and one killed again as it recovers, finds every entry once', async () => {
  let steps = 0;
  for (let at = 1; ; at++) {
    const first = dyingDisk(at);
    const promised: number[] = [];
    const life = async () => {
      const log = await open(first.disk);
      for (let n = 1; n <= 12; n++) {
        await log.append(line(n));
        promised.push(n);
      }
      await log.idle();
    };
    const isWhole = await Promise.race([life().then(() => true), first.died.then(() => false)]);
    // The next one dies too, at a step of its own.
    const second = dyingDisk((at % 7) + 1);
    await Promise.race([
      (async () => {
        const log = await open(second.disk);
        await log.idle();
      })(),
      second.died,
    ]);
    const log = await open();
    await log.idle();
    const { numbers, unreadable } = await read(log);
    const [newest = 0] = numbers;
    expect(numbers, `killed at step ${at}`).toEqual(down(newest, 1));
    expect(newest).toBeGreaterThanOrEqual(promised.length);
    expect(unreadable).toEqual([]);
    await fill(log, newest + 1, newest + 12);
    await log.idle();
    expect((await read(log)).numbers).toEqual(down(newest + 12, 1));
    expect((await files()).filter((name) => !name.endsWith('.gz') && name !== 'audit.jsonl')).toEqual([]);
    await log.stop();
    await fs.rm(folder, { recursive: true });
    await fs.mkdir(folder);
    if (isWhole) break;
    steps++;
  }
  expect(steps).toBeGreaterThan(40);
  expect(failures).toEqual([]);
});

/** An audit log of 50 MB, written as a host writes it: nothing is lost, and a page costs what it shows. */
import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { ActivityPage } from '../../main/contract/activity.ts';
import { ActivityLog } from '../../main/host/activity/activity-log.ts';
import { type Disk, nodeDisk } from '../../main/host/files/disk.ts';
import { randomOf } from '../faults/seed.ts';
import { tell } from './summary.ts';

const ENTRIES = 10_000;
const MB = 1024 * 1024;

const random = randomOf(50);
/** Letters that do not pack well. */
const noise = (length: number): string =>
  Array.from({ length: Math.ceil(length / 10) }, () => Math.floor(random() * 36 ** 10).toString(36)).join(
    ' ',
  );

test('50 MB in small and large entries are closed, packed and read whole, in parts of half a megabyte', async () => {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'outpost-audit-long-'));
  let largest = 0;
  let read = 0;
  const disk: Disk = {
    ...nodeDisk,
    read: () => Promise.reject(new Error('a whole file')),
    async readBack(file, end, length) {
      const part = await nodeDisk.readBack(file, end, length);
      largest = Math.max(largest, part?.bytes.length ?? 0);
      read += part?.bytes.length ?? 0;
      return part;
    },
  };
  const failures: unknown[] = [];
  const log = new ActivityLog({
    disk,
    folder,
    now: Date.now,
    changed: () => {},
    failed: (error) => failures.push(error),
    segmentBytes: 4 * MB,
  });
  try {
    await log.load();
    log.start();
    let bytes = 0;
    for (let n = 1; n <= ENTRIES; n += 20) {
      await Promise.all(
        Array.from({ length: 20 }, (_, k) => {
          const length = random() < 0.005 ? 400_000 : 3000 + Math.floor(random() * 1000);
          bytes += length;
          const card = noise(length);
          const evidence = n + k <= 20 || (n + k) % 50 === 0 ? { desk: true } : { policy: 'preset.team' };
          return log.append({
            t: 'decided',
            at: n + k,
            approval: String(n + k),
            card,
            decision: 'approve',
            scope: 'once',
            note: '',
            ...evidence,
          });
        }),
      );
    }
    await log.idle();
    const names = await fs.readdir(folder);
    expect(names.length).toBeGreaterThan(8);
    expect(names.filter((name) => !name.endsWith('.gz') && name !== 'audit.jsonl')).toEqual([]);

    largest = 0;
    read = 0;
    const first = await log.page({});
    expect(first.entries).toHaveLength(50);
    expect(largest).toBeLessThan(0.6 * MB);
    expect(read).toBeLessThan(17 * MB);

    const all: string[] = [];
    for (let before: number | null = Number.MAX_SAFE_INTEGER; before !== null; ) {
      const page: ActivityPage = await log.page({ before, rules: true, limit: 200 });
      expect(page).toMatchObject({ damaged: 0, unreadable: [], byRule: 0 });
      all.push(...page.entries.map((entry) => (entry.kind === 'approval' ? entry.approval : '')));
      before = page.before;
    }
    expect(all).toEqual(Array.from({ length: ENTRIES }, (_, n) => String(ENTRIES - n)));
    expect(largest).toBeLessThan(0.6 * MB);
    expect(failures).toEqual([]);
    tell(
      `audit-log: ${Math.round(bytes / MB)} MB in ${names.length} parts, no part of a page over ${largest} bytes`,
    );
  } finally {
    await log.stop();
    await fs.rm(folder, { recursive: true, force: true });
  }
});

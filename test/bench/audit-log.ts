/**
 * The audit log of years: what an append costs while it is nearly empty and at a gigabyte, and how long the first page of
 * *Activity* takes there, when 19 of 20 entries are answers by rule, which the page only counts. On the disk of this computer.
 */
import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ActivityLog } from '../../main/host/activity/activity-log.ts';
import { nodeDisk } from '../../main/host/files/disk.ts';
import { randomOf } from '../faults/seed.ts';
import type { Figure } from './figure.ts';
import { median } from './quantiles.ts';

const APPENDS = 200;
const PAGES = 15;
const PARTS = 64;
const PART_BYTES = 16 * 1024 * 1024;
const AT = Date.UTC(2026, 10, 21);

const random = randomOf(6);
const WORDS = 'const return import expect await the of a to in path value test string number'.split(' ');
const word = () =>
  random() < 0.2 ? Math.floor(random() * 1e9).toString(36) : WORDS[Math.floor(random() * WORDS.length)];
/** About 5 KB, as compressible as code is. */
const entry = (n: number): object => ({
  t: 'decided',
  at: AT + n,
  approval: `approval-${n}`,
  card: Array.from({ length: 850 }, word).join(' '),
  decision: 'approve',
  scope: 'once',
  note: '',
  ...(n % 20 === 0 ? { desk: true } : { policy: 'preset.team' }),
});

async function opened(folder: string): Promise<ActivityLog> {
  const log = new ActivityLog({
    disk: nodeDisk,
    folder,
    now: () => AT,
    changed: () => {},
    failed: (error) => {
      throw error;
    },
  });
  await log.load();
  return log;
}

async function appends(log: ActivityLog): Promise<number[]> {
  const raw: number[] = [];
  for (let n = 0; n < APPENDS; n++) {
    const value = entry(n);
    const since = performance.now();
    await log.append(value);
    raw.push(performance.now() - since);
  }
  return raw;
}

/** One full part, packed as a host packs it, under as many names. @returns its bytes as they lie there */
async function grow(folder: string): Promise<number> {
  const lines: string[] = [];
  for (let n = 0, bytes = 0; bytes < PART_BYTES; n++) {
    const line = `${JSON.stringify(entry(n))}\n`;
    bytes += line.length;
    lines.push(line);
  }
  await fs.writeFile(path.join(folder, 'audit.jsonl'), lines.join(''));
  const log = await opened(folder);
  log.start();
  await log.idle();
  await log.stop();
  const [packed = ''] = await fs.readdir(folder);
  for (let part = 2; part <= PARTS; part++)
    await fs.copyFile(
      path.join(folder, packed),
      path.join(folder, packed.replace('000001', String(part).padStart(6, '0'))),
    );
  return (await fs.stat(path.join(folder, packed))).size;
}

export async function run(): Promise<Figure[]> {
  const root = await fs.mkdtemp(path.join(os.tmpdir(), 'outpost-bench-audit-'));
  try {
    const [small, large] = [path.join(root, 'small'), path.join(root, 'large')];
    await fs.mkdir(small);
    await fs.mkdir(large);
    const packed = await grow(large);
    const few = await opened(small);
    const many = await opened(large);
    await appends(few);
    const atFirst = await appends(few);
    const atLast = await appends(many);

    const pages: number[] = [];
    globalThis.gc?.();
    const before = process.memoryUsage.rss();
    for (let n = 0; n < PAGES; n++) {
      const log = await opened(large);
      const since = performance.now();
      const { entries } = await log.page({});
      pages.push(performance.now() - since);
      if (entries.length !== 50) throw new Error(`a page of ${entries.length}`);
    }
    const grown = process.memoryUsage.rss() - before;
    return [
      { name: 'append of 5 KB to a log of 1 MB, median', value: median(atFirst), unit: 'ms', raw: atFirst },
      { name: 'append of 5 KB to a log of 1 GB, median', value: median(atLast), unit: 'ms', raw: atLast },
      {
        name: 'the one against the other',
        value: median(atLast) / median(atFirst),
        unit: '×',
        goal: { atMost: 1.5 },
      },
      {
        name: 'first page of Activity over 1 GB, 19 of 20 by rule, median',
        value: median(pages),
        unit: 'ms',
        goal: { atMost: 1000 },
        raw: pages,
      },
      { name: 'memory that 15 of them take', value: grown / 1e6, unit: 'MB', goal: { atMost: 150 } },
      { name: '16 MiB of entries, packed', value: packed / 1e6, unit: 'MB' },
    ];
  } finally {
    await fs.rm(root, { recursive: true, force: true });
  }
}

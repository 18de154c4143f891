import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ActivityLog } from '../../../../main/host/activity/activity-log.ts';
import { phoneLine } from '../../../../main/host/activity/entries.ts';
import { type Disk, nodeDisk } from '../../../../main/host/files/disk.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'outpost-activity-'));
  file = path.join(folder, 'audit.jsonl');
});
afterEach(() => fs.rm(folder, { recursive: true, force: true }));

async function open(disk: Disk = nodeDisk, changed = () => {}): Promise<ActivityLog> {
  const failed = (error: unknown) => {
    throw error;
  };
  const log = new ActivityLog({ disk, folder, now: () => 0, changed, failed });
  await log.load();
  return log;
}
const line = (n: number, detail = '') =>
  phoneLine({ act: 'renamed', by: 'desk', device: { id: 'd', name: `Phone ${n}` }, detail }, n);
const names = (page: Awaited<ReturnType<ActivityLog['page']>>) =>
  page.entries.map((entry) => (entry.kind === 'phone' ? entry.name : ''));

describe('the activity log', () => {
  test('gives what was appended page by page, the newest first, and tells of each line', async () => {
    let told = 0;
    const log = await open(nodeDisk, () => told++);
    expect(await log.page({})).toEqual({
      entries: [],
      before: null,
      newest: 0,
      byRule: 0,
      damaged: 0,
      unreadable: [],
    });
    for (let n = 1; n <= 5; n++) await log.append(line(n));
    expect([log.written, told]).toEqual([5, 5]);
    const first = await log.page({ limit: 2 });
    expect(names(first)).toEqual(['Phone 5', 'Phone 4']);
    // What comes meanwhile moves no page.
    await log.append(line(6));
    const second = await log.page({ before: first.before!, limit: 2 });
    expect(names(second)).toEqual(['Phone 3', 'Phone 2']);
    const third = await log.page({ before: second.before!, limit: 2 });
    expect(names(third)).toEqual(['Phone 1']);
    expect(third.before).toBeNull();
  });

  test('gives only what came since a place, and then that there is no more', async () => {
    const log = await open();
    for (let n = 1; n <= 3; n++) await log.append(line(n));
    const { newest } = await log.page({});
    expect(await log.page({ after: newest })).toMatchObject({ entries: [], before: null, newest });
    for (let n = 4; n <= 7; n++) await log.append(line(n));
    const since = await log.page({ after: newest });
    expect(names(since)).toEqual(['Phone 7', 'Phone 6', 'Phone 5', 'Phone 4']);
    expect(since.before).toBeNull();
    expect(since.newest).toBe(since.entries[0]!.id);
    const full = await log.page({ after: newest, limit: 2 });
    expect(names(await log.page({ after: newest, before: full.before! }))).toEqual(['Phone 5', 'Phone 4']);
  });

  test('counts what rules answered, and lists it where that is asked for', async () => {
    const log = await open();
    const answered = { at: 1, approval: 'a', card: '{}', decision: 'approve', scope: 'once', note: '' };
    for (let n = 0; n < 200; n++) await log.append({ t: 'decided', ...answered, policy: 'preset.team' });
    await log.append({ t: 'decided', ...answered, desk: true });
    const page = await log.page({});
    expect(page).toMatchObject({ entries: [{ who: { kind: 'desk' } }], byRule: 200, before: null });
    expect((await log.page({ after: page.newest })).byRule).toBe(0);
    const all = await log.page({ rules: true, limit: 200 });
    expect(all).toMatchObject({ byRule: 0, newest: page.newest });
    expect(all.entries).toHaveLength(200);
  });

  test('lives with damage: counts it, and gives the rest', async () => {
    const log = await open();
    await log.append(line(1));
    await fs.appendFile(file, '{"t":"phone","at":\n\u0000\u0000\n');
    await log.append(line(2));
    await fs.appendFile(file, '{"t":"phone","at":3');
    const page = await log.page({});
    expect(names(page)).toEqual(['Phone 2', 'Phone 1']);
    expect(page.damaged).toBe(2);
  });

  test('a cursor that is none, also beyond the end, gives whole lines only', async () => {
    const log = await open();
    for (let n = 1; n <= 3; n++) await log.append(line(n));
    const [newest] = (await log.page({})).entries;
    expect(names(await log.page({ before: newest!.id + 3 }))).toEqual(['Phone 2', 'Phone 1']);
    expect(names(await log.page({ before: Number.MAX_SAFE_INTEGER }))).toEqual([
      'Phone 3',
      'Phone 2',
      'Phone 1',
    ]);
  });

  test('reads what a page needs, not the file', async () => {
    let read = 0;
    const disk: Disk = {
      ...nodeDisk,
      read: () => Promise.reject(new Error('the whole file')),
      async readBack(...wanted) {
        const part = await nodeDisk.readBack(...wanted);
        read += part?.bytes.length ?? 0;
        return part;
      },
    };
    const log = await open(disk);
    await fs.writeFile(file, `${JSON.stringify(line(0, 'x'.repeat(1000)))}\n`.repeat(4000));
    await log.page({ limit: 50 });
    expect(read).toBeLessThan(256 * 1024);
    // Nor does it go on for ever where nothing is an entry: it gives what it has, and where to go on.
    await fs.writeFile(file, `${'x'.repeat(999)}\n`.repeat(40_000));
    read = 0;
    const page = await log.page({});
    expect(read).toBeLessThan(17 * 1024 * 1024);
    expect(page.entries).toEqual([]);
    expect(page.before).toBeGreaterThan(0);
  });
});

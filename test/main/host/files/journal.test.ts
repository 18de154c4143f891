import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Disk, nodeDisk } from '../../../../main/host/files/disk.ts';
import { JournalFile } from '../../../../main/host/files/journal.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'outpost-journal-'));
  file = path.join(folder, 'audit.jsonl');
});
afterEach(() => fs.rm(folder, { recursive: true, force: true }));

/** The disk, and what was done on it, in the order in which it was finished. */
function toldDisk(): { disk: Disk; steps: string[] } {
  const steps: string[] = [];
  const disk: Disk = {
    ...nodeDisk,
    rename: async (from, to) => {
      await nodeDisk.rename(from, to);
      steps.push('rename');
    },
    syncFolder: async (name) => {
      await nodeDisk.syncFolder(name);
      steps.push('sync folder');
    },
    appendDurably: async (name, data) => {
      await nodeDisk.appendDurably(name, data);
      steps.push(`append to ${path.basename(name)}`);
    },
  };
  return { disk, steps };
}

test('records come back in the order in which they were appended', async () => {
  const journal = new JournalFile(nodeDisk, file);
  await Promise.all(Array.from({ length: 100 }, (_, n) => journal.append({ n })));
  const { records, damaged } = await new JournalFile(nodeDisk, file).load();
  expect(records).toEqual(Array.from({ length: 100 }, (_, n) => ({ n })));
  expect(damaged).toBe(0);
});

test('records that wait together are forced to the disk together', async () => {
  let syncs = 0;
  const disk: Disk = {
    ...nodeDisk,
    appendDurably: (name, data) => {
      syncs++;
      return nodeDisk.appendDurably(name, data);
    },
  };
  const journal = new JournalFile(disk, file);
  await Promise.all(Array.from({ length: 100 }, (_, n) => journal.append({ n })));
  expect(syncs).toBeLessThanOrEqual(2);
});

test('a torn last line is dropped, and what is appended next stands on a line of its own', async () => {
  await fs.writeFile(file, '{"n":1}\n{"n":2');
  const journal = new JournalFile(nodeDisk, file);
  expect((await journal.load()).records).toEqual([{ n: 1 }]);
  await journal.append({ n: 3 });
  const { records, damaged } = await new JournalFile(nodeDisk, file).load();
  expect(records).toEqual([{ n: 1 }, { n: 3 }]);
  expect(damaged).toBe(1);
});

test('an append that failed half way does not swallow the next record', async () => {
  let broken = true;
  const disk: Disk = {
    ...nodeDisk,
    appendDurably: async (name, data) => {
      if (!broken) return nodeDisk.appendDurably(name, data);
      await nodeDisk.appendDurably(name, data.subarray(0, 4));
      throw new Error('disk full');
    },
  };
  const journal = new JournalFile(disk, file);
  await expect(journal.append({ n: 1 })).rejects.toThrow('disk full');
  broken = false;
  await journal.append({ n: 2 });
  expect((await new JournalFile(nodeDisk, file).load()).records).toEqual([{ n: 2 }]);
});

test('rewriting replaces all records at once', async () => {
  const journal = new JournalFile(nodeDisk, file);
  await journal.append({ n: 1 });
  await journal.rewrite(() => [{ n: 2 }]);
  await journal.append({ n: 3 });
  expect((await new JournalFile(nodeDisk, file).load()).records).toEqual([{ n: 2 }, { n: 3 }]);
});

test('a record behind one that a crash tore stands on a line of its own, also where nobody loads the journal', async () => {
  await fs.writeFile(file, '{"n":1}\n{"n":2');
  await new JournalFile(nodeDisk, file).append({ n: 3 });
  expect((await new JournalFile(nodeDisk, file).load()).records).toEqual([{ n: 1 }, { n: 3 }]);
});

test('what is appended while the journal is rewritten is not lost with the old file', async () => {
  let appended: Promise<void> | null = null;
  const disk: Disk = {
    ...nodeDisk,
    rename: async (from, to) => {
      appended ??= journal.append({ n: 3 });
      // Long enough for a write that does not wait for its turn.
      await fs.readFile(file);
      await fs.readFile(file);
      return nodeDisk.rename(from, to);
    },
  };
  const journal = new JournalFile(disk, file);
  const kept = [{ n: 1 }];
  const before = journal.append({ n: 1 });
  await Promise.all([before, journal.rewrite(() => kept)]);
  await appended;
  expect((await new JournalFile(nodeDisk, file).load()).records).toEqual([{ n: 1 }, { n: 3 }]);
});

test('rewriting asks for the records when all that was appended before is on the disk', async () => {
  const journal = new JournalFile(nodeDisk, file);
  let written = false;
  const appended = journal.append({ n: 1 }).then(() => {
    written = true;
  });
  await journal.rewrite(() => [{ written }]);
  await appended;
  expect((await new JournalFile(nodeDisk, file).load()).records).toEqual([{ written: true }]);
});

test('a rewritten journal survives a crash: the folder has the new file before anything is appended to it', async () => {
  const { disk, steps } = toldDisk();
  const journal = new JournalFile(disk, file);
  const rewritten = journal.rewrite(() => []);
  await journal.append({ n: 1 });
  await rewritten;
  expect(steps).toEqual(['rename', 'sync folder', 'append to audit.jsonl']);
});

test('a journal that moved to another name begins a new file, which the folder has before its first record is acknowledged', async () => {
  const { disk, steps } = toldDisk();
  const journal = new JournalFile(disk, file);
  await journal.append({ n: 1 });
  const moved = journal.moveTo(path.join(folder, 'older.jsonl'));
  const appended = journal.append({ n: 2 });
  await Promise.all([moved, appended]);
  await journal.append({ n: 3 });
  const append = 'append to audit.jsonl';
  expect(steps).toEqual([append, 'sync folder', 'rename', 'sync folder', append, 'sync folder', append]);
  const older = new JournalFile(nodeDisk, path.join(folder, 'older.jsonl'));
  expect((await older.load()).records).toEqual([{ n: 1 }]);
  expect((await new JournalFile(nodeDisk, file).load()).records).toEqual([{ n: 2 }, { n: 3 }]);
});

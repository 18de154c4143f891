import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Disk, nodeDisk } from '../../../../main/host/files/disk.ts';
import { JsonFile, NewerFileError } from '../../../../main/host/files/json-file.ts';

const schema = v.object({ names: v.array(v.string()) });
let folder: string;
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'outpost-json-'));
});
afterEach(() => fs.rm(folder, { recursive: true, force: true }));

const open = (disk: Disk = nodeDisk) =>
  new JsonFile({
    disk,
    file: path.join(folder, 'names.json'),
    version: 1,
    schema,
    initial: () => ({ names: [] }),
    now: () => Date.UTC(2026, 0, 2, 3, 4, 5),
  });
const put = (name: string, text: string) => fs.writeFile(path.join(folder, name), text);

describe('a state file', () => {
  test('comes back as it was saved, with owner-only permissions', async () => {
    await open().save(() => ({ names: ['a'] }));
    expect(await open().load()).toEqual({ value: { names: ['a'] }, notice: null });
    expect((await fs.stat(path.join(folder, 'names.json'))).mode & 0o777).toBe(0o600);
  });

  test('that never was starts empty, without a word', async () => {
    expect(await open().load()).toEqual({ value: { names: [] }, notice: null });
  });

  test('that is damaged is set aside and the state before it is used, with a notice that says so', async () => {
    const file = open();
    await file.save(() => ({ names: ['old'] }));
    await file.save(() => ({ names: ['new'] }));
    await put('names.json', '{"version":1,"names":["ne');
    const { value, notice } = await open().load();
    expect(value).toEqual({ names: ['old'] });
    expect(notice).toContain('names.json.damaged-2026-01-02T03-04-05.000Z');
    expect(
      await fs.readFile(path.join(folder, 'names.json.damaged-2026-01-02T03-04-05.000Z'), 'utf8'),
    ).toContain('"ne');
  });

  test.each([
    ['noise', '\u0000\u0001\u0002'],
    ['another shape', '{"version":1,"names":"a"}'],
    ['no version', '{"names":[]}'],
    ['empty', ''],
  ])('of %s without a backup starts empty, and says so', async (_, text) => {
    await put('names.json', text);
    const { value, notice } = await open().load();
    expect(value).toEqual({ names: [] });
    expect(notice).toContain('It starts empty');
  });

  test('of a newer version is left alone', async () => {
    await put('names.json', '{"version":2,"names":["a"]}');
    await expect(open().load()).rejects.toThrow(NewerFileError);
    expect(await fs.readFile(path.join(folder, 'names.json'), 'utf8')).toContain('"version":2');
  });

  test('that was lost is taken from its last copy', async () => {
    const file = open();
    await file.save(() => ({ names: ['old'] }));
    await file.save(() => ({ names: ['new'] }));
    await fs.rm(path.join(folder, 'names.json'));
    expect((await open().load()).value).toEqual({ names: ['old'] });
  });

  test('saved many times at once is written as the last value, and every caller hears when it is safe', async () => {
    let writes = 0;
    const file = open({
      ...nodeDisk,
      writeDurably: (name, data) => {
        writes++;
        return nodeDisk.writeDurably(name, data);
      },
    });
    await Promise.all(Array.from({ length: 50 }, (_, n) => file.save(() => ({ names: [String(n)] }))));
    expect((await open().load()).value).toEqual({ names: ['49'] });
    expect(writes).toBeLessThanOrEqual(2);
  });

  // Every step of a save fails once, as a full disk or a crash would have it: old state or new, never a third.
  const steps = ['writeDurably', 'link', 'rename', 'syncFolder'] as const;
  test.each(steps)('whose save fails at %s holds the old state or the new', async (step) => {
    await open().save(() => ({ names: ['old'] }));
    const failing = open({ ...nodeDisk, [step]: () => Promise.reject(new Error('disk full')) });
    await expect(failing.save(() => ({ names: ['new'] }))).rejects.toThrow('disk full');
    const { value, notice } = await open().load();
    expect(value.names).toEqual(step === 'syncFolder' ? ['new'] : ['old']);
    expect(notice).toBeNull();
  });

  test('saved by whoever just heard that it was written, while another save waits, ends as the last value', async () => {
    const file = open();
    const first = file.save(() => ({ names: ['1'] }));
    // The caller of the first goes on before what waits has begun.
    const third = first.then(() => file.save(() => ({ names: ['3'] })));
    await Promise.all([file.save(() => ({ names: ['2'] })), third]);
    await file.idle();
    expect((await open().load()).value).toEqual({ names: ['3'] });
  });

  test('whose save failed can be saved again', async () => {
    let full = true;
    const file = open({
      ...nodeDisk,
      writeDurably: (name, data) =>
        full ? Promise.reject(new Error('full')) : nodeDisk.writeDurably(name, data),
    });
    await expect(file.save(() => ({ names: ['a'] }))).rejects.toThrow('full');
    full = false;
    await file.save(() => ({ names: ['b'] }));
    expect((await open().load()).value).toEqual({ names: ['b'] });
  });
});

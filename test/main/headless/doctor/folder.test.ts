import { chmod, mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lookAtFolder } from '../../../../main/headless/doctor/folder.ts';

let root: string;
let folder: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'outpost-doctor-'));
  folder = join(root, 'data');
  await mkdir(folder, { mode: 0o700 });
});
afterEach(() => rm(root, { recursive: true, force: true }));
const states = async () => (await lookAtFolder(folder)).map(({ state, text }) => `${state}: ${text}`);

test('a fresh folder is good, one that is not there yet too', async () => {
  expect(await states()).toEqual([`good: ${folder} can be written.`]);
  await rm(folder, { recursive: true });
  expect(await states()).toEqual([`good: ${folder} is not there yet; the first start makes it.`]);
});

test('a file in its place is told', async () => {
  await rm(folder, { recursive: true });
  await writeFile(folder, '');
  expect(await states()).toEqual([`bad: ${folder} is no folder.`]);
});

test.runIf(process.platform !== 'win32')(
  'one that others may read is told, with the command that closes it',
  async () => {
    await chmod(folder, 0o755);
    const findings = await lookAtFolder(folder);
    expect(findings[1]).toMatchObject({ state: 'attention', remedy: expect.stringContaining('chmod 700') });
  },
);

test.each([
  ['{"version":1,"kept":"plain","seed":"x"}', 'good'],
  ['{"version":1,"kept":"sealed","sealed":"x"}', 'good'],
  ['{"version":1,"kept":', 'bad'],
  ['null', 'bad'],
  ['{}', 'bad'],
])('a key file of %s is %s', async (text, state) => {
  await writeFile(join(folder, 'identity.json'), text);
  const findings = await lookAtFolder(folder);
  expect(findings[1]).toMatchObject({ state });
  expect(JSON.stringify(findings)).not.toContain('"x"');
});

test('phones without a key, and files that were set aside, are told', async () => {
  await writeFile(join(folder, 'devices.json'), '{}');
  await writeFile(join(folder, 'projects.json.damaged-2026'), '');
  expect(await states()).toEqual([
    expect.stringMatching(/^good/),
    expect.stringMatching(/^bad: The key of the host is gone/),
    expect.stringMatching(/^attention: .*projects\.json\.damaged-2026/),
  ]);
});

test('the size of the audit log is told, and from a gigabyte on what to do about it', async () => {
  await writeFile(join(folder, 'audit.jsonl'), 'x'.repeat(1000));
  expect((await states())[1]).toBe(
    'good: The audit log takes less than 1 MB. Nothing is deleted from it by itself.',
  );
  for (const number of [1, 2]) {
    const file = join(folder, `audit-2026-11-21-00000${number}.jsonl.gz`);
    await writeFile(file, '');
    await truncate(file, 600_000_000);
  }
  expect((await lookAtFolder(folder))[1]).toEqual({
    leg: 'folder',
    state: 'attention',
    text: 'The audit log takes 1.2 GB, with 2 closed parts. Nothing is deleted from it by itself.',
    remedy: expect.stringContaining('archive'),
  });
});

import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isBuilt, rememberBuild, sourcesFingerprint } from '../../scripts/fingerprint.mjs';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'outpost-fingerprint-'));
  await mkdir(join(root, 'main', 'deep'), { recursive: true });
  await writeFile(join(root, 'main', 'deep', 'a.ts'), 'one');
});
afterEach(() => rm(root, { recursive: true, force: true }));

it('holds nothing for built before the first build', async () => {
  expect(await isBuilt(root)).toBe(false);
});

it('holds an unchanged tree for built', async () => {
  await rememberBuild(root, await sourcesFingerprint(root));
  expect(await isBuilt(root)).toBe(true);
});

const changes: [string, () => Promise<void>][] = [
  ['an edited file', () => writeFile(join(root, 'main', 'deep', 'a.ts'), 'longer')],
  ['an edit of the same size', () => utimes(join(root, 'main', 'deep', 'a.ts'), 1, 1)],
  ['a new file', () => writeFile(join(root, 'main', 'b.ts'), '')],
  ['a file that is gone', () => rm(join(root, 'main', 'deep', 'a.ts'))],
  ['another lockfile', () => writeFile(join(root, 'package-lock.json'), '{}')],
];
it.each(changes)('builds again after %s', async (_, change) => {
  await rememberBuild(root, await sourcesFingerprint(root));
  await change();
  expect(await isBuilt(root)).toBe(false);
});

it('does not build again for what is no source', async () => {
  await rememberBuild(root, await sourcesFingerprint(root));
  await writeFile(join(root, 'README.md'), 'words');
  expect(await isBuilt(root)).toBe(true);
});

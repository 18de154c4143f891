// @ts-check
/**
 * Whether dist/ is as new as the sources. The fingerprint is a hash over path, size and change time of every source
 * file: reading names only keeps a start on an unchanged tree under a tenth of a second.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SOURCES } from './bundles.mjs';

/** @param {string} root */
const stampPath = (root) => join(root, 'dist', '.sources');

/**
 * One line for each file below `path`, in a stable order.
 * @param {string} root
 * @param {string} path
 * @returns {AsyncGenerator<string>}
 */
async function* filesBelow(root, path) {
  let entry;
  try {
    entry = await stat(join(root, path));
  } catch {
    return;
  }
  if (entry.isFile()) {
    yield `${path} ${entry.size} ${entry.mtimeMs}`;
    return;
  }
  const names = await readdir(join(root, path));
  for (const name of names.sort()) yield* filesBelow(root, `${path}/${name}`);
}

/**
 * @param {string} root
 * @param {readonly string[]} [sources]
 * @returns a hash of all that the bundles are built from, as hex.
 */
export async function sourcesFingerprint(root, sources = SOURCES) {
  const hash = createHash('sha256');
  for (const source of sources) {
    for await (const line of filesBelow(root, source)) hash.update(`${line}\n`);
  }
  return hash.digest('hex');
}

/**
 * @param {string} root
 * @param {string} fingerprint
 */
export async function rememberBuild(root, fingerprint) {
  await mkdir(join(root, 'dist'), { recursive: true });
  await writeFile(stampPath(root), `${fingerprint}\n`);
}

/**
 * @param {string} root
 * @returns whether all bundles were built from the sources as they are now.
 */
export async function isBuilt(root) {
  try {
    return (await readFile(stampPath(root), 'utf8')).trim() === (await sourcesFingerprint(root));
  } catch {
    return false;
  }
}

// @ts-check
/**
 * After electron-builder has put an app together: node-pty's helper program is not executable in its package
 * (https://github.com/microsoft/node-pty/issues/850), and without it no terminal starts on macOS.
 */
import { chmod, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** @param {{ appOutDir: string }} context */
export default async function afterPack({ appOutDir }) {
  for (const name of await readdir(appOutDir, { recursive: true })) {
    if (basename(name) === 'spawn-helper') await chmod(join(appOutDir, name), 0o755);
  }
}

/** The folders of this machine. */
import * as fs from 'node:fs/promises';
import path from 'node:path';
import type { Folders } from './projects.ts';

/** @param home The owner's home folder, which is too wide to be opened as a whole. */
export const localFolders = (home: string): Folders => ({
  async find(folder) {
    const real = await fs.realpath(folder).catch(() => null);
    if (real === null || !(await fs.stat(real)).isDirectory()) return null;
    const wide = real === path.parse(real).root || real === (await fs.realpath(home).catch(() => null));
    return { path: real, wide };
  },
});

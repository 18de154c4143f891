/** The files that a pattern of `Include` names, as OpenSSH finds them, sorted by bytes; and the places that were looked at for it. */
import { lstat, readdir } from 'node:fs/promises';
import { type NamePattern, namePattern } from './name-pattern.ts';
import { pathOf } from './places.ts';

/** Names of one folder, and folders on the way, that are looked at. */
const MOST_NAMES = 10_000;
const MOST_FOLDERS = 200;

/** A folder in which something would make a difference if it came, changed or went. The folder need not be there. */
export interface Looked {
  readonly folder: string;
  /** Names in it that matter. */
  readonly name: NamePattern;
}

export interface Found {
  /** In the order in which ssh reads them. */
  readonly files: readonly string[];
  readonly looked: readonly Looked[];
  /** Folders that are there and could not be listed, or not whole. */
  readonly unlisted: readonly string[];
}

/** @param pattern an absolute path. */
export async function findFiles(pattern: string, platform: NodeJS.Platform): Promise<Found> {
  const { root, parts } = partsOf(pattern, platform);
  const { join } = pathOf(platform);
  const looked: Looked[] = [];
  const unlisted: string[] = [];
  let folders = [root];
  for (const [at, part] of parts.entries()) {
    const name = namePattern(part, platform);
    const next: string[] = [];
    for (const folder of folders.slice(0, MOST_FOLDERS)) {
      if (name.literal === null || at === parts.length - 1) looked.push({ folder, name });
      const names = name.literal === null ? await namesIn(folder, name, unlisted) : [name.literal];
      next.push(...names.map((each) => join(folder, each)));
    }
    unlisted.push(...folders.slice(MOST_FOLDERS, MOST_FOLDERS + 1));
    folders = next;
  }
  const files: string[] = [];
  for (const file of folders.slice(0, MOST_NAMES)) if (await exists(file)) files.push(file);
  return { files, looked, unlisted };
}

async function namesIn(folder: string, name: NamePattern, unlisted: string[]): Promise<string[]> {
  try {
    const names = await readdir(folder);
    if (names.length > MOST_NAMES) unlisted.push(folder);
    return names
      .slice(0, MOST_NAMES)
      .filter((each) => name.matches(each))
      .sort(byBytes);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') unlisted.push(folder);
    return [];
  }
}

const exists = (file: string): Promise<boolean> =>
  lstat(file).then(
    () => true,
    () => false,
  );

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

function partsOf(pattern: string, platform: NodeJS.Platform): { root: string; parts: string[] } {
  const { root } = pathOf(platform).parse(pattern);
  const parts = pattern.slice(root.length).split(platform === 'win32' ? /[\\/]+/ : /\/+/);
  return { root, parts: parts.filter((part) => part !== '' && part !== '.') };
}

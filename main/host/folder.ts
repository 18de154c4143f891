/** The data folder: made for its owner only, and held by one process at a time. */
import * as fs from 'node:fs/promises';
import { FolderInUseError, type FolderLock, lockFolder } from './files/lock.ts';
import { HostStartError } from './options.ts';

/** What a full disk, a read-only or a broken one, or one that is not ours says. */
const UNWRITABLE: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'EIO']);

/** @throws HostStartError, with a sentence for the owner. */
export async function takeFolder(folder: string): Promise<FolderLock> {
  try {
    await fs.mkdir(folder, { recursive: true, mode: 0o700 });
    // It may have been made before, by hand, and readable by others.
    await fs.chmod(folder, 0o700);
    return await lockFolder(folder);
  } catch (error) {
    if (error instanceof FolderInUseError) throw new HostStartError('inUse', error.message, error.pid);
    throw unwritable(folder, (error as NodeJS.ErrnoException).code);
  }
}

/** @returns what to throw instead when an error while the folder was being used says that it cannot be written. */
export function asUnwritable(folder: string, error: unknown): HostStartError | undefined {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return code !== undefined && UNWRITABLE.has(code) && syscall !== 'listen'
    ? unwritable(folder, code)
    : undefined;
}

const unwritable = (folder: string, code = 'unknown error'): HostStartError =>
  new HostStartError(
    'folderUnusable',
    `Outpost cannot write to its data folder ${folder} (${code}). ` +
      'Make it writable, or choose another one with --data.',
  );

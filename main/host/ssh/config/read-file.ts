/** One configuration file from the disk, bounded, and refused where ssh itself refuses it. */
import { constants, type Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { Fault } from './faults.ts';

/** Longer than any that a person wrote. */
export const LONGEST_FILE = 1024 * 1024;

export interface FileText {
  /** Null: there is none, or it cannot be read. */
  readonly text: string | null;
  /** The same as it stands on the disk, which need not be UTF-8. */
  readonly bytes: Buffer;
  readonly faults: readonly Fault[];
}

const NOTHING = Buffer.alloc(0);

export interface ReadFileOptions {
  /** Whether ssh minds whose the file is, and who may write to it. */
  readonly checked: boolean;
  readonly uid: number | null;
  /** Whether it was found by an `Include`: then ssh ends where it cannot read it. */
  readonly included: boolean;
}

export async function readConfigFile(file: string, options: ReadFileOptions): Promise<FileText> {
  const faults: Fault[] = [];
  const fault = (text: string, stopsSsh: boolean) => faults.push({ file, line: null, text, stopsSsh });
  let handle: FileHandle | undefined;
  try {
    // Without waiting: a pipe that nobody writes to would hold us for ever.
    handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = await handle.stat();
    if (options.checked) checkOwner(stats, options.uid, fault);
    // To ssh a folder is a file without a line; so is /dev/null.
    if (stats.isDirectory() || stats.isCharacterDevice()) return { text: '', bytes: NOTHING, faults };
    if (!stats.isFile()) {
      fault('This is no file that could be read again and again, so it was left out.', false);
      return { text: null, bytes: NOTHING, faults };
    }
    const bytes = await readBounded(handle);
    if (bytes.length > LONGEST_FILE) {
      fault('The file is longer than 1 MiB, so it was left out. ssh reads it.', false);
      return { text: null, bytes: NOTHING, faults };
    }
    return { text: bytes.toString('utf8'), bytes, faults };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ENOTDIR')
      fault(
        options.included
          ? `The file cannot be read (${code ?? 'error'}), for which ssh ends. Make it readable, or take it out of the Include.`
          : `The file cannot be read (${code ?? 'error'}), so nothing that it says holds, for ssh neither.`,
        options.included,
      );
    return { text: null, bytes: NOTHING, faults };
  } finally {
    await handle?.close();
  }
}

function checkOwner(
  stats: Stats,
  uid: number | null,
  fault: (text: string, stopsSsh: boolean) => void,
): void {
  if (uid === null) return;
  if (stats.uid !== 0 && stats.uid !== uid)
    fault('The file belongs to another user, for which ssh refuses it. Take it over: chown.', true);
  else if ((stats.mode & 0o002) !== 0)
    fault('Everybody may write to the file, for which ssh refuses it. Correct it: chmod go-w.', true);
  else if ((stats.mode & 0o020) !== 0)
    fault(
      'A group may write to the file, for which ssh refuses it, except on Debian where you are alone in that group. Correct it: chmod g-w.',
      false,
    );
}

/** One byte more than the longest, where there are more. */
async function readBounded(handle: FileHandle): Promise<Buffer> {
  const buffer = Buffer.alloc(LONGEST_FILE + 1);
  let length = 0;
  while (length < buffer.length) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return buffer.subarray(0, length);
}

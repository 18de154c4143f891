/**
 * Where the sockets of shared connections are, and copies of the configuration where nothing is shared: a folder of its owner only. Below the host's data folder where its path is
 * short enough, else below the temporary one, in a folder that is checked to be ours. The names stay the same over restarts,
 * so what a killed host left behind is found and removed.
 */
import { createHash } from 'node:crypto';
import { lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SshError } from './ssh-error.ts';

/** The name of a Unix socket has 104 bytes on macOS, its final zero included; ssh puts a dot and 16 letters after it first. */
const PATH_LIMIT = 104 - 1 - 17;
/** What `socketIn` makes of an alias. */
const NAME_BYTES = 12;

/** @returns the folder, which exists. @throws SshError */
export async function makeRunFolder(dataFolder: string): Promise<string> {
  const own = path.join(dataFolder, 'ssh');
  if (fits(own)) return await ensured(own);
  const shared = `outpost-ssh-${process.getuid?.() ?? 'user'}-${hashed(dataFolder)}`;
  const temporary = path.join(tmpdir(), shared);
  return await ensured(fits(temporary) ? temporary : path.join('/tmp', shared));
}

/** One name for each alias. */
export const socketIn = (folder: string, alias: string): string => path.join(folder, hashed(alias));

/** Beside it, for what comes from over there. */
export const inletIn = (folder: string, alias: string): string => `${socketIn(folder, alias)}.in`;

/** What a name of a folder with a copy of the configuration begins with (config-copy.ts). */
export const COPY_PREFIX = 'config-';

/** For a host that begins: no connection of it is alive. Sockets and copies only; whatever else lies there is not ours. */
export async function sweepRunFolder(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isSocket() || (entry.isDirectory() && entry.name.startsWith(COPY_PREFIX)))
      await rm(path.join(folder, entry.name), { recursive: true, force: true });
  }
}

/** On Windows there are no sockets, and the temporary folder may be everybody's. */
const fits = (folder: string): boolean =>
  process.platform === 'win32' || Buffer.byteLength(folder) + 1 + NAME_BYTES <= PATH_LIMIT;
const hashed = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, NAME_BYTES);

/** Others may write into a temporary folder: what stands there under this name is only used when it is ours alone. */
async function ensured(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = await lstat(folder);
  const uid = process.getuid?.();
  if (!found.isDirectory() || (uid !== undefined && (found.uid !== uid || (found.mode & 0o077) !== 0)))
    throw new SshError('other', `${folder} is not a folder of yours alone. Remove it, then connect again.`);
  return folder;
}

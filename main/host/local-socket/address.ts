/** Where the local socket of a data folder is. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The name of a Unix socket has 104 bytes on macOS and 108 on Linux, its final zero included. */
const PATH_LIMIT = 100;
const SOCKET = 'control.sock';
const ADDRESS_FILE = 'control.address';

/** @returns the socket inside the folder, or `undefined` where there can be none. */
function inFolder(folder: string, platform: NodeJS.Platform): string | undefined {
  if (platform === 'win32') return undefined;
  const path = join(folder, SOCKET);
  return Buffer.byteLength(path) <= PATH_LIMIT ? path : undefined;
}

/** For the client: the address, or `undefined` where no host has served this folder. */
export async function findAddress(folder: string, platform = process.platform): Promise<string | undefined> {
  const path = inFolder(folder, platform);
  if (path !== undefined) return path;
  const written = await readFile(join(folder, ADDRESS_FILE), 'utf8').catch(() => '');
  return written.trim() || undefined;
}

/** For the host, which holds the folder's lock: an address that nobody else listens on. */
export async function makeAddress(folder: string, platform = process.platform): Promise<string> {
  const path = inFolder(folder, platform);
  if (path !== undefined) {
    // What a killed host left behind.
    await rm(path, { force: true });
    return path;
  }
  // A guessable name could be taken by another user before us, and would then get the commands meant for this host.
  const address =
    platform === 'win32'
      ? `\\\\.\\pipe\\outpost-${randomBytes(16).toString('hex')}`
      : join(await mkdtemp(join(shortTemporaryFolder(), 'outpost-')), SOCKET);
  await writeFile(join(folder, ADDRESS_FILE), `${address}\n`, { mode: 0o600 });
  return address;
}

/** For the host at its end. */
export async function dropAddress(
  folder: string,
  address: string,
  platform = process.platform,
): Promise<void> {
  if (inFolder(folder, platform) !== undefined) return;
  await rm(join(folder, ADDRESS_FILE), { force: true });
  if (platform !== 'win32') await rmdir(dirname(address)).catch(() => undefined);
}

function shortTemporaryFolder(): string {
  const folder = tmpdir();
  return Buffer.byteLength(join(folder, 'outpost-XXXXXX', SOCKET)) <= PATH_LIMIT ? folder : '/tmp';
}

/**
 * The few things that the stores ask of a file system, as an interface: a test hands in one that fails, or kills the
 * process, at a step of its choice.
 */
import { constants } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';

export interface Disk {
  /** @returns null when there is no such file. */
  read(file: string): Promise<Uint8Array | null>;
  /**
   * Up to `length` bytes that end at byte `end`, or at the end of the file (null; also when that comes first).
   *
   * @returns them and where they begin, or null when there is no such file.
   */
  readBack(
    file: string,
    end: number | null,
    length: number,
  ): Promise<{ from: number; bytes: Uint8Array } | null>;
  /** Writes a new file (0600) and forces it to the disk. */
  writeDurably(file: string, data: Uint8Array): Promise<void>;
  /** Adds to a file (0600, made if missing) and forces it to the disk. */
  appendDurably(file: string, data: Uint8Array): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** A second name for the same file, replacing what had that name. */
  link(from: string, to: string): Promise<void>;
  /** Removes a file, if there is one. */
  remove(file: string): Promise<void>;
  /** Names of what is in a folder, in no order. */
  list(folder: string): Promise<string[]>;
  /** Forces the folder's own entries to the disk. */
  syncFolder(folder: string): Promise<void>;
}

const missing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

async function writeAndSync(file: string, flags: number, data: Uint8Array): Promise<void> {
  const handle = await fs.open(file, flags, 0o600);
  try {
    await handle.writeFile(data);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export const nodeDisk: Disk = {
  async read(file) {
    try {
      return await fs.readFile(file);
    } catch (error) {
      if (missing(error)) return null;
      throw error;
    }
  },
  async readBack(file, end, length) {
    let handle: fs.FileHandle;
    try {
      handle = await fs.open(file, constants.O_RDONLY);
    } catch (error) {
      if (missing(error)) return null;
      throw error;
    }
    try {
      const { size } = await handle.stat();
      const to = Math.min(end ?? size, size);
      const from = Math.max(0, to - length);
      const buffer = Buffer.alloc(to - from);
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, from);
      return { from, bytes: buffer.subarray(0, bytesRead) };
    } finally {
      await handle.close();
    }
  },
  writeDurably: (file, data) =>
    writeAndSync(file, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC, data),
  appendDurably: (file, data) =>
    writeAndSync(file, constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND, data),
  rename: (from, to) => fs.rename(from, to),
  async link(from, to) {
    await fs.rm(to, { force: true });
    try {
      await fs.link(from, to);
    } catch (error) {
      if (missing(error)) return;
      // File systems without hard links (exFAT, some network shares) get a copy.
      await fs.copyFile(from, to);
    }
  },
  remove: (file) => fs.rm(file, { force: true }),
  list: (folder) => fs.readdir(folder),
  async syncFolder(folder) {
    // Windows has no handle for a folder; NTFS journals the rename itself.
    if (process.platform === 'win32') return;
    const handle = await fs.open(folder, constants.O_RDONLY);
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
};

/** Moves a damaged file out of the way, under a name that says when; @returns that name. */
export async function setAside(disk: Disk, file: string, now: number): Promise<string> {
  const stamp = new Date(now).toISOString().replaceAll(':', '-');
  const aside = `${file}.damaged-${stamp}`;
  await disk.rename(file, aside);
  await disk.syncFolder(path.dirname(file));
  return path.basename(aside);
}

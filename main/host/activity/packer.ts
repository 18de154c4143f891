/**
 * Packs the closed parts of the audit log, the oldest first, behind everything else. A part is packed beside the one that it
 * replaces, read back from the disk as a whole, and only then is the other removed: so there is one good copy at every moment,
 * and what a crash left half done is begun again.
 */
import path from 'node:path';
import type { Disk } from '../files/disk.ts';
import { BlockGzip, blockFor, DamagedBlockError, indexOf, packBlock } from './block-gzip.ts';
import { segmentsIn } from './segments.ts';

export interface PackerOptions {
  disk: Disk;
  folder: string;
  /** A part stays as it is; it is tried again when the next one is closed, and at the next start. */
  failed: (error: unknown) => void;
}

export class Packer {
  readonly #options: PackerOptions;
  #work: Promise<void> | null = null;
  #again = false;
  #stopped = false;

  constructor(options: PackerOptions) {
    this.#options = options;
  }

  /** There may be something to pack. */
  wake(): void {
    if (this.#stopped) return;
    this.#again = true;
    this.#work ??= this.#all().finally(() => {
      this.#work = null;
    });
  }

  /** Leaves what is not done for the next start. Resolves when nothing is being written any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.idle();
  }

  async idle(): Promise<void> {
    await this.#work;
  }

  async #all(): Promise<void> {
    const { disk, folder, failed } = this.#options;
    while (this.#again && !this.#stopped) {
      this.#again = false;
      try {
        const { segments } = segmentsIn(await disk.list(folder));
        for (const { name, plain } of segments.reverse()) {
          if (plain && !this.#stopped) await this.#pack(path.join(folder, name));
        }
      } catch (error) {
        failed(error);
      }
    }
  }

  async #pack(plain: string): Promise<void> {
    const { disk, folder } = this.#options;
    const packed = `${plain}.gz`;
    const tail = await disk.readBack(plain, null, 1);
    if (tail === null) return;
    const length = tail.from + tail.bytes.length;
    if (!(await this.#isWhole(packed, length))) {
      const temporary = `${packed}.new`;
      try {
        if (!(await this.#write(plain, length, temporary))) return;
        await disk.rename(temporary, packed);
      } catch (error) {
        await disk.remove(temporary).catch(() => {}); // it is in nobody's way, and the first error says more
        throw error;
      }
      await disk.syncFolder(folder);
      if (!(await this.#isWhole(packed, length))) {
        if (this.#stopped) return;
        throw new DamagedBlockError(0);
      }
    }
    await disk.remove(plain);
  }

  /** @returns whether it was not stopped meanwhile */
  async #write(plain: string, length: number, temporary: string): Promise<boolean> {
    const { disk } = this.#options;
    const block = blockFor(length);
    const members: number[] = [];
    await disk.remove(temporary);
    for (let from = 0; from < length; from += block) {
      if (this.#stopped) return false;
      const to = Math.min(from + block, length);
      const part = await disk.readBack(plain, to, to - from);
      if (part?.bytes.length !== to - from) throw new DamagedBlockError(from);
      const member = await packBlock(part.bytes);
      await disk.appendDurably(temporary, member);
      members.push(member.length);
    }
    await disk.appendDurably(temporary, indexOf(members, block, length));
    return true;
  }

  /** Not known, so false, when it was stopped. */
  async #isWhole(packed: string, length: number): Promise<boolean> {
    const { disk } = this.#options;
    try {
      const text = await BlockGzip.open((end, bytes) => disk.readBack(packed, end, bytes));
      if (text?.length !== length) return false;
      for (let index = 0; index < text.blocks && !this.#stopped; index++) await text.check(index);
      return !this.#stopped;
    } catch (error) {
      if (error instanceof DamagedBlockError) return false;
      throw error;
    }
  }
}

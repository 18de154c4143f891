/**
 * A small file that is replaced as a whole: written to a temporary one, forced to the disk, renamed over the old, folder
 * forced to the disk. So a crash leaves the old text or the new, never a third. The text before is kept as `.bak`.
 */
import path from 'node:path';
import { utf8 } from '../../../protocol/bytes.ts';
import type { Disk } from './disk.ts';

export class StateFile {
  readonly #disk: Disk;
  readonly #file: string;
  /** Not begun yet: what is saved meanwhile goes with it. */
  #waiting: { read: () => string; done: Promise<void> } | null = null;
  #last: Promise<void> = Promise.resolve();

  constructor(disk: Disk, file: string) {
    this.#disk = disk;
    this.#file = file;
  }

  /**
   * Resolves when this text, or a later one, is on the disk. Texts that come while one is being written are merged: only
   * the last is written. `read` is asked when its turn comes, behind whoever heard that the write before failed: what they
   * took back is not written.
   */
  save(read: () => string): Promise<void> {
    if (this.#waiting !== null) {
      this.#waiting.read = read;
      return this.#waiting.done;
    }
    const waiting = { read, done: Promise.resolve() };
    waiting.done = this.#last
      .catch(() => {}) // that one is told to whoever asked for it
      .then(() => {
        this.#waiting = null;
        return this.#replace(waiting.read());
      });
    this.#waiting = waiting;
    this.#last = waiting.done;
    return waiting.done;
  }

  /** Resolves when nothing is being written any more, whether it succeeded or not. */
  async idle(): Promise<void> {
    let last: Promise<void>;
    do {
      last = this.#last;
      await last.catch(() => {}); // told to whoever asked for it
    } while (last !== this.#last);
  }

  async #replace(text: string): Promise<void> {
    const temporary = `${this.#file}.new`;
    await this.#disk.writeDurably(temporary, utf8(text));
    await this.#disk.link(this.#file, `${this.#file}.bak`);
    await this.#disk.rename(temporary, this.#file);
    await this.#disk.syncFolder(path.dirname(this.#file));
  }
}

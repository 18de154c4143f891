/**
 * An append-only file of JSON lines. A record is on the disk before `append`
 * resolves; records that wait for the disk together are forced together. A torn last line, which a crash leaves, is
 * dropped on loading: its record was never acknowledged.
 */
import path from 'node:path';
import { utf8 } from '../../../protocol/bytes.ts';
import type { Disk } from './disk.ts';

export interface Journal {
  append(record: object): Promise<void>;
}

export class JournalFile implements Journal {
  readonly #disk: Disk;
  readonly #file: string;
  #waiting: { lines: string[]; done: Promise<void> } | null = null;
  #last: Promise<void> = Promise.resolve();
  /** The file ends, or may end, in the middle of a line, so the next record starts on one of its own. */
  #torn = true;
  /** The folder has the file for certain: a crash cannot take it away with all that is in it. */
  #kept = false;
  #bytes = 0;

  constructor(disk: Disk, file: string) {
    this.#disk = disk;
    this.#file = file;
  }

  /** @returns every whole record, oldest first; lines that are not JSON are passed over and counted. */
  async load(): Promise<{ records: unknown[]; damaged: number }> {
    const bytes = await this.#disk.read(this.#file);
    if (bytes === null) {
      this.#torn = false;
      return { records: [], damaged: 0 };
    }
    const lines = Buffer.from(bytes).toString('utf8').split('\n');
    this.#torn = lines.pop() !== '';
    const records: unknown[] = [];
    let damaged = 0;
    for (const line of lines) {
      if (line === '') continue;
      try {
        records.push(JSON.parse(line));
      } catch {
        damaged++;
      }
    }
    return { records, damaged };
  }

  /** Bytes that were appended since this was made. */
  get bytes(): number {
    return this.#bytes;
  }

  append(record: object): Promise<void> {
    const line = `${JSON.stringify(record)}\n`;
    if (this.#waiting !== null) {
      this.#waiting.lines.push(line);
      return this.#waiting.done;
    }
    const batch = { lines: [line], done: Promise.resolve() };
    batch.done = this.#inTurn(() => {
      this.#waiting = null;
      return this.#write(batch.lines.join(''));
    });
    this.#waiting = batch;
    return batch.done;
  }

  /** Resolves when nothing is being written any more, whether it succeeded or not. */
  async idle(): Promise<void> {
    let last: Promise<void>;
    do {
      last = this.#last;
      await last.catch(() => {}); // told to whoever appended it
    } while (last !== this.#last);
  }

  /**
   * Replaces the file, atomically; for journals whose old records have no meaning any more. `records` is asked when
   * everything appended before is on the disk; what is appended from then on follows behind what it gives.
   */
  rewrite(records: () => readonly object[]): Promise<void> {
    return this.#inTurn(() => this.#replace(records()));
  }

  /**
   * Gives the file, with everything appended before, another name; what is appended from then on begins a new one. When it
   * fails, the file may have either name, and appending goes on.
   */
  moveTo(file: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.#disk.rename(this.#file, file);
      this.#torn = false;
      this.#kept = false;
      await this.#disk.syncFolder(path.dirname(file));
    });
  }

  /** One write after the other, whether those before succeeded or not: that is told to whoever asked for them. */
  #inTurn(write: () => Promise<void>): Promise<void> {
    this.#last = this.#last.catch(() => {}).then(write);
    return this.#last;
  }

  async #replace(records: readonly object[]): Promise<void> {
    const temporary = `${this.#file}.new`;
    await this.#disk.writeDurably(
      temporary,
      utf8(records.map((record) => `${JSON.stringify(record)}\n`).join('')),
    );
    await this.#disk.rename(temporary, this.#file);
    this.#torn = false;
    this.#kept = false;
    // Until the folder has it too, a crash brings the old file back, without what is appended to the new one.
    await this.#keep();
  }

  async #write(text: string): Promise<void> {
    const lead = this.#torn ? '\n' : '';
    // A failed append may have left half a line behind.
    this.#torn = true;
    const bytes = utf8(lead + text);
    await this.#disk.appendDurably(this.#file, bytes);
    this.#bytes += bytes.length;
    this.#torn = false;
    await this.#keep();
  }

  async #keep(): Promise<void> {
    if (this.#kept) return;
    await this.#disk.syncFolder(path.dirname(this.#file));
    this.#kept = true;
  }
}

/**
 * The audit log as its owner reads it: what is appended is counted, and pages of it are read from the end. It is never
 * rewritten and never read as a whole, for it grows with every card.
 */
import type { ActivityEntry, ActivityPage } from '../../contract/activity.ts';
import type { Disk } from '../files/disk.ts';
import { type Journal, JournalFile } from '../files/journal.ts';
import { entryOf } from './entries.ts';
import { linesFromEnd, type ReadBack } from './lines-from-end.ts';

/** Bytes of a line that are held; a longer one counts as damaged. The largest card that the desk answers fits. */
const LINE_LIMIT = 16 * 1024 * 1024;
/** Bytes of the log that one page may go through, whatever it has found by then. */
const PAGE_BYTES = 16 * 1024 * 1024;
const PAGE = 50;

export class ActivityLog implements Journal {
  readonly #disk: Disk;
  readonly #file: string;
  readonly #journal: JournalFile;
  readonly #changed: () => void;
  #written = 0;

  constructor(disk: Disk, file: string, changed: () => void) {
    this.#disk = disk;
    this.#file = file;
    this.#journal = new JournalFile(disk, file);
    this.#changed = changed;
  }

  /** Lines since the start. */
  get written(): number {
    return this.#written;
  }

  async append(record: object): Promise<void> {
    await this.#journal.append(record);
    this.#written++;
    this.#changed();
  }

  /** Resolves when nothing is being written any more. */
  idle(): Promise<void> {
    return this.#journal.idle();
  }

  /** @param before Byte at which what is wanted ends, as a page gave it; undefined: the end. */
  async page(before: number | undefined, limit = PAGE): Promise<ActivityPage> {
    const entries: ActivityEntry[] = [];
    let damaged = 0;
    let read = 0;
    const readBack: ReadBack = async (end, length) => {
      const part = await this.#disk.readBack(this.#file, end, length);
      read += part?.bytes.length ?? 0;
      return part;
    };
    for await (const { from, text } of linesFromEnd(readBack, before ?? null, LINE_LIMIT)) {
      const entry = text === null ? 'damaged' : entryOf(from, text);
      if (entry === 'damaged') damaged++;
      else if (entry !== null) entries.push(entry);
      if (from > 0 && (entries.length >= limit || read >= PAGE_BYTES))
        return { entries, before: from, damaged };
    }
    return { entries, before: null, damaged };
  }
}

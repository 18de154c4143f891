/**
 * The audit log as its owner reads it: what is appended is counted, and pages of it are read from the end, part after part.
 * Nothing of it is rewritten, and it is never read as a whole, for it grows with every action of the agent.
 */
import type { ActivityEntry, ActivityPage } from '../../contract/activity.ts';
import type { Journal } from '../files/journal.ts';
import { AuditFiles, type AuditFilesOptions, type OpenedSegment } from './audit-files.ts';
import { BLOCK, DamagedBlockError } from './block-gzip.ts';
import { entryOf } from './entries.ts';
import { linesFromEnd, type ReadBack } from './lines-from-end.ts';
import { OPEN_SEGMENT, placeOf, positionOf } from './segments.ts';

/** Bytes of a line that are held; a longer one counts as damaged. The largest card that the desk answers fits. */
const LINE_LIMIT = 16 * 1024 * 1024;
/** Bytes of the log that one page may go through, whatever it has found by then. */
const PAGE_BYTES = 16 * 1024 * 1024;
const PAGE = 50;

/** Places are as a page gave them. */
export interface PageWanted {
  /** Where what is wanted ends; absent: with the newest. */
  before?: number | undefined;
  /** Only what comes after it. */
  after?: number | undefined;
  /** Also what the policy answered by itself, which is counted otherwise. */
  rules?: boolean | undefined;
  limit?: number | undefined;
}

export interface ActivityLogOptions extends AuditFilesOptions {
  /** Something was written. */
  changed: () => void;
}

export class ActivityLog implements Journal {
  readonly #files: AuditFiles;
  readonly #changed: () => void;
  #written = 0;

  constructor({ changed, ...options }: ActivityLogOptions) {
    this.#files = new AuditFiles(options);
    this.#changed = changed;
  }

  /** Looks what is there. Nothing is read or appended before. */
  load(): Promise<void> {
    return this.#files.load();
  }

  /** Begins what is done in the background. */
  start(): void {
    this.#files.start();
  }

  /** Resolves when nothing is done in the background any more. */
  stop(): Promise<void> {
    return this.#files.stop();
  }

  /** Lines since the start. */
  get written(): number {
    return this.#written;
  }

  async append(record: object): Promise<void> {
    await this.#files.append(record);
    this.#written++;
    this.#changed();
  }

  /** Resolves when nothing is being written any more. */
  idle(): Promise<void> {
    return this.#files.idle();
  }

  /** @throws where the open part cannot be read; of the others that is told */
  async page({ before, after = 0, rules = false, limit = PAGE }: PageWanted): Promise<ActivityPage> {
    const { segments, doubles } = await this.#files.segments();
    const page = new Page({ after, rules, limit }, doubles);
    const place = before === undefined ? null : placeOf(before);
    const first = placeOf(after);
    for (const segment of segments) {
      if (place !== null && segment.number > place.number) continue;
      if (segment.number < first.number) break;
      const end = segment.number === place?.number ? place.byte : null;
      if (await page.read(segment, end)) break;
    }
    const oldest = segments.at(-1)?.number ?? 0;
    return page.result(positionOf({ number: oldest, byte: 0 }));
  }
}

/** What a page may hold. */
interface Bounds {
  readonly after: number;
  readonly rules: boolean;
  readonly limit: number;
}

/** One page while it is put together. */
class Page {
  readonly #wanted: Bounds;
  readonly #entries: ActivityEntry[] = [];
  readonly #unreadable: string[];
  #byRule = 0;
  #damaged = 0;
  #read = 0;
  #newest = 0;
  /** Place of the oldest line that was read. */
  #last = Number.POSITIVE_INFINITY;
  /** It came to what was not asked for. */
  #isThrough = false;

  constructor(wanted: Bounds, unreadable: readonly string[]) {
    this.#wanted = wanted;
    this.#newest = wanted.after;
    this.#unreadable = [...unreadable];
  }

  /** @param first the place at which the log begins */
  result(first: number): ActivityPage {
    return {
      entries: this.#entries,
      before: this.#isFull && !this.#isThrough && this.#last > first ? this.#last : null,
      newest: this.#newest,
      byRule: this.#byRule,
      damaged: this.#damaged,
      unreadable: this.#unreadable,
    };
  }

  get #isFull(): boolean {
    return this.#entries.length >= this.#wanted.limit || this.#read >= PAGE_BYTES;
  }

  /**
   * Goes on with a part. A place in it that is damaged is told, and left out with the lines that reach into it.
   *
   * @param end null: from its end
   * @returns whether the page is full, or has all that was asked for
   */
  async read(segment: OpenedSegment, end: number | null): Promise<boolean> {
    let isTorn = end === null;
    for (let to = end; to !== 0; ) {
      try {
        await this.#readUpTo(segment, to, isTorn);
        break;
      } catch (error) {
        if (segment.name === OPEN_SEGMENT && !(error instanceof DamagedBlockError)) throw error;
        if (!this.#unreadable.includes(segment.name)) this.#unreadable.push(segment.name);
        to = error instanceof DamagedBlockError ? error.from : 0;
        isTorn = true;
        this.#read += BLOCK;
        this.#last = positionOf({ number: segment.number, byte: to });
      }
    }
    return this.#isFull || this.#isThrough;
  }

  async #readUpTo({ number, readBack }: OpenedSegment, end: number | null, isTorn: boolean): Promise<void> {
    const counted: ReadBack = async (to, length) => {
      const part = await readBack(to, length);
      this.#read += part?.bytes.length ?? 0;
      return part;
    };
    for await (const { from, text } of linesFromEnd(counted, end, LINE_LIMIT, isTorn)) {
      const position = positionOf({ number, byte: from });
      if (position <= this.#wanted.after) {
        this.#isThrough = true;
        return;
      }
      this.#newest = Math.max(this.#newest, position);
      this.#last = position;
      this.#add(text === null ? 'damaged' : entryOf(position, text, this.#wanted.rules));
      if (this.#isFull) return;
    }
  }

  #add(entry: ReturnType<typeof entryOf>): void {
    if (entry === 'damaged') this.#damaged++;
    else if (entry === 'byRule') this.#byRule++;
    else if (entry !== null) this.#entries.push(entry);
  }
}

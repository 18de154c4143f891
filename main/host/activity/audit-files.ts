/**
 * The audit log on the disk: one part is open, and appended to; at a size it is closed, by a new name, and packed in the
 * background. Closing is one rename between two appends, so a crash finds the part open or closed, with the same entries.
 * Nothing is ever deleted.
 */
import path from 'node:path';
import type { Disk } from '../files/disk.ts';
import { JournalFile } from '../files/journal.ts';
import { BlockGzip } from './block-gzip.ts';
import type { ReadBack } from './lines-from-end.ts';
import { Packer } from './packer.ts';
import { LAST_NUMBER, OPEN_SEGMENT, type Segment, segmentName, segmentsIn } from './segments.ts';

/** Bytes at which a part is closed. */
const SEGMENT_BYTES = 16 * 1024 * 1024;
/** Bytes of a part in which the time of its first entry stands. */
const HEAD = 256;

export interface AuditFilesOptions {
  disk: Disk;
  folder: string;
  now: () => number;
  /** A part could not be closed or packed: nothing is lost, and it is tried again later. */
  failed: (error: unknown) => void;
  segmentBytes?: number;
}

/** One part, while it is read. */
export interface OpenedSegment {
  readonly number: number;
  /** Of the file, for its owner. */
  readonly name: string;
  readonly readBack: ReadBack;
}

export class AuditFiles {
  readonly #options: AuditFilesOptions;
  readonly #open: string;
  readonly #journal: JournalFile;
  readonly #packer: Packer;
  readonly #limit: number;
  /** Of the open part. */
  #number = 1;
  /** Bytes of the open part when the journal had appended {@link #measuredAt}. */
  #measured = 0;
  #measuredAt = 0;
  #closing: Promise<void> | null = null;
  /** Counts how often the open part was about to get another name. */
  #turn = 0;

  constructor(options: AuditFilesOptions) {
    this.#options = options;
    const { disk, folder, failed, segmentBytes } = options;
    this.#open = path.join(folder, OPEN_SEGMENT);
    this.#journal = new JournalFile(disk, this.#open);
    this.#packer = new Packer({ disk, folder, failed });
    this.#limit = segmentBytes ?? SEGMENT_BYTES;
  }

  /** Looks what is there. Nothing is read or appended before. */
  async load(): Promise<void> {
    await this.#measure();
  }

  /** Closes what is too large already, and packs what is not packed. */
  start(): void {
    this.#closeIfFull();
    this.#packer.wake();
  }

  async append(record: object): Promise<void> {
    await this.#journal.append(record);
    this.#closeIfFull();
  }

  /** Resolves when nothing is being written any more; what is not packed by then is left for the next start. */
  async stop(): Promise<void> {
    await this.#packer.stop();
    await this.idle();
  }

  /** Resolves when nothing is being written any more. */
  async idle(): Promise<void> {
    await this.#journal.idle();
    await this.#closing;
    await this.#packer.idle();
  }

  /** All parts, the newest first, as they are at this moment; and names of files that no part can be read from. */
  async segments(): Promise<{ segments: OpenedSegment[]; doubles: string[] }> {
    await this.#closing;
    const number = this.#number;
    const { segments, doubles } = segmentsIn(await this.#options.disk.list(this.#options.folder));
    const open = { number, name: OPEN_SEGMENT, readBack: this.#openReader(number) };
    const closed = segments
      .filter((segment) => segment.number < number)
      .map((segment) => ({
        number: segment.number,
        name: segment.plain ? segment.name : `${segment.name}.gz`,
        readBack: this.#closedReader(segment),
      }));
    return { segments: [open, ...closed], doubles };
  }

  #closeIfFull(): void {
    if (this.#closing !== null || this.#number > LAST_NUMBER - 1) return;
    if (this.#measured + this.#journal.bytes - this.#measuredAt < this.#limit) return;
    this.#turn++;
    this.#closing = this.#close()
      .catch((error: unknown) => {
        // It goes on being appended to; the next try is a while from here.
        this.#measured = this.#limit - (this.#limit >> 4);
        this.#measuredAt = this.#journal.bytes;
        this.#options.failed(error);
      })
      .finally(() => {
        this.#closing = null;
      });
  }

  async #close(): Promise<void> {
    const { disk, folder } = this.#options;
    const { segments } = segmentsIn(await disk.list(folder));
    const number = Math.max(this.#number, (segments[0]?.number ?? 0) + 1);
    const name = segmentName(number, await this.#firstTime());
    try {
      await this.#journal.moveTo(path.join(folder, name));
      this.#number = number + 1;
    } finally {
      await this.#measure();
    }
    this.#packer.wake();
  }

  async #measure(): Promise<void> {
    const { disk, folder } = this.#options;
    const { segments } = segmentsIn(await disk.list(folder));
    this.#number = Math.max(this.#number, (segments[0]?.number ?? 0) + 1);
    const before = this.#journal.bytes;
    const tail = await disk.readBack(this.#open, null, 1);
    this.#measured = tail === null ? 0 : tail.from + tail.bytes.length;
    this.#measuredAt = before;
  }

  /** For the name only, so whatever stands there is right enough. */
  async #firstTime(): Promise<number> {
    const { disk, now } = this.#options;
    const head = await disk.readBack(this.#open, HEAD, HEAD);
    const digits = /"at":(\d{1,14})\b/.exec(Buffer.from(head?.bytes ?? []).toString('latin1'))?.[1];
    return digits === undefined ? now() : Number(digits);
  }

  /** Of the part with this number, which is open now, and may be closed while it is read. */
  #openReader(number: number): ReadBack {
    let closed: ReadBack | null = null;
    return async (end, length) => {
      while (closed === null) {
        await this.#closing;
        if (this.#number !== number) break;
        const turn = this.#turn;
        const part = await this.#options.disk.readBack(this.#open, end, length);
        // Otherwise it may have been another file by then.
        if (turn === this.#turn) return part;
      }
      closed ??= await this.#closedSince(number);
      return closed(end, length);
    };
  }

  async #closedSince(number: number): Promise<ReadBack> {
    const { segments } = segmentsIn(await this.#options.disk.list(this.#options.folder));
    const segment = segments.find((one) => one.number === number);
    return segment === undefined ? async () => null : this.#closedReader(segment);
  }

  /** As long as a part is plain it is read so; once it is packed it stays packed. */
  #closedReader({ name, plain }: Segment): ReadBack {
    const { disk, folder } = this.#options;
    const file = path.join(folder, name);
    let isPlain = plain;
    let packed: BlockGzip | null = null;
    return async (end, length) => {
      if (isPlain) {
        const part = await disk.readBack(file, end, length);
        if (part !== null) return part;
        isPlain = false;
      }
      packed ??= await BlockGzip.open((to, bytes) => disk.readBack(`${file}.gz`, to, bytes));
      return packed === null ? null : packed.readBack(end, length);
    };
  }
}

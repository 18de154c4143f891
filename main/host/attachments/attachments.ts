/**
 * Files that devices put on this computer to go with what is said: made part by part, bounded for each device, handed to an
 * agent by their path, and removed when nobody used them, or a while after somebody did.
 */
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { fromBase64url } from '../../../protocol/bytes.ts';
import { ATTACHMENT_PART, type AttachmentPart } from '../../../protocol/session/attachment.ts';
import type { Attachment } from '../agents/agent.ts';
import type { Clock } from '../clock.ts';
import type { Disk } from '../files/disk.ts';
import { imageType } from '../image-type.ts';

/** Of one device, and not yet sent with anything. */
const MAX_WAITING = 20;
const MAX_WAITING_BYTES = 64 * 1024 * 1024;
/** What nobody sent goes after this long. */
const WAITS_MS = 60 * 60_000;
/** What was sent stays for the turns that come back to it. */
const KEPT_MS = 7 * 24 * 60 * 60_000;
const LOOK_EVERY_MS = 60 * 60_000;

interface Waiting {
  device: string;
  part: Pick<AttachmentPart, 'name' | 'kind' | 'size'>;
  file: string;
  received: number;
  at: number;
  /** Writes of one file, one behind the other. */
  last: Promise<unknown>;
}

export type Refusal = 'tooManyAttachments' | 'badAttachment';

export interface AttachmentsOptions {
  /** The host's data folder. */
  folder: string;
  disk: Disk;
  clock: Clock;
  newId: () => string;
  failed: (error: unknown) => void;
}

export class Attachments {
  readonly #options: AttachmentsOptions;
  readonly #folder: string;
  readonly #waiting = new Map<string, Waiting>();
  /** What is being removed of devices that are gone. */
  #removing: Promise<unknown> = Promise.resolve();
  /** Looks for what is of no use any more, one behind the other. */
  #sweeping: Promise<void> = Promise.resolve();
  #stopped = false;
  #cancel = () => {};

  constructor(options: AttachmentsOptions) {
    this.#options = options;
    this.#folder = path.join(options.folder, 'attachments');
  }

  /** Makes its folder, and removes what is of no use any more, now and from time to time. Never rejects. */
  start(): Promise<void> {
    this.#cancel();
    this.#sweeping = this.#sweeping.then(async () => {
      await this.#sweep();
      if (!this.#stopped) this.#cancel = this.#options.clock.after(LOOK_EVERY_MS, () => void this.start());
    });
    return this.#sweeping;
  }

  /** Resolves when nothing is being written or removed any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel();
    const writing = [...this.#waiting.values()].map(({ last }) => last);
    await Promise.all([this.#sweeping, this.#removing, ...writing]);
  }

  /**
   * Takes one part. @returns how many bytes are there from the beginning on: the next part begins there, whichever came. Rejects
   * where the disk refuses.
   */
  put(device: string, part: AttachmentPart): Promise<number | Refusal> {
    const key = keyOf(device, part.attachment);
    let waiting = this.#waiting.get(key);
    if (waiting === undefined) {
      const mine = [...this.#waiting.values()].filter((each) => each.device === device);
      const bytes = mine.reduce((sum, each) => sum + each.part.size, part.size);
      if (mine.length >= MAX_WAITING || bytes > MAX_WAITING_BYTES)
        return Promise.resolve('tooManyAttachments');
      const { clock, newId } = this.#options;
      waiting = {
        device,
        part: { name: part.name, kind: part.kind, size: part.size },
        file: path.join(this.#folder, `${newId()}-${safeName(part)}`),
        received: 0,
        at: clock.now(),
        last: Promise.resolve(),
      };
      this.#waiting.set(key, waiting);
    }
    const taken = waiting.last.then(() => this.#take(key, waiting, part));
    waiting.last = taken.catch(() => {});
    return taken;
  }

  /** What a message carries, in its order; null: one of them is not there, or not whole. */
  find(device: string, ids: readonly string[]): Attachment[] | null {
    const found = ids.map((id) => this.#waiting.get(keyOf(device, id)));
    if (!found.every((each): each is Waiting => each !== undefined && each.received === each.part.size))
      return null;
    return found.map(({ file, part: { kind, name } }) => ({ path: file, kind, name }));
  }

  /** They went with a message: they stay for a while, and count for the device no more. */
  sent(device: string, ids: readonly string[]): void {
    for (const id of ids) this.#waiting.delete(keyOf(device, id));
  }

  /** Nobody wants it any more. */
  async remove(device: string, id: string): Promise<void> {
    const waiting = this.#waiting.get(keyOf(device, id));
    if (waiting === undefined) return;
    this.#waiting.delete(keyOf(device, id));
    await waiting.last;
    await this.#options.disk.remove(waiting.file);
  }

  /** The device is gone, and with it what it did not send. */
  forgetDevice(device: string): void {
    const gone = [...this.#waiting].filter(([, waiting]) => waiting.device === device);
    const removed = gone.map(([key]) => this.remove(device, key.slice(device.length + 1)));
    this.#removing = Promise.all([this.#removing, ...removed]).catch(this.#options.failed);
  }

  async #take(key: string, waiting: Waiting, { at, data, name, kind, size }: AttachmentPart) {
    const same = waiting.part.name === name && waiting.part.kind === kind && waiting.part.size === size;
    const bytes = decoded(data);
    if (!same || bytes === null || bytes.length > ATTACHMENT_PART) return 'badAttachment' as const;
    // Behind a cut the same part may come once more, and one that is too far ahead is asked for again.
    if (at !== waiting.received) return waiting.received;
    if (at + bytes.length > size || (at === 0 && kind === 'image' && imageType(bytes) === null)) {
      this.#waiting.delete(key);
      await this.#options.disk.remove(waiting.file);
      return 'badAttachment' as const;
    }
    await this.#options.disk.appendDurably(waiting.file, bytes);
    waiting.received += bytes.length;
    waiting.at = this.#options.clock.now();
    return waiting.received;
  }

  async #sweep(): Promise<void> {
    const { disk, clock, failed } = this.#options;
    const now = clock.now();
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      for (const [key, { device, at }] of this.#waiting)
        if (now - at > WAITS_MS) await this.remove(device, key.slice(device.length + 1));
      const wanted = new Set([...this.#waiting.values()].map(({ file }) => file));
      for (const name of await disk.list(this.#folder)) {
        const file = path.join(this.#folder, name);
        if (!wanted.has(file) && now - (await changedAt(file)) > KEPT_MS) await disk.remove(file);
      }
    } catch (error) {
      failed(error);
    }
  }
}

const keyOf = (device: string, id: string): string => `${device} ${id}`;

/** In milliseconds since 1970; never long ago where its device has taken it back since it was listed. */
const changedAt = (file: string): Promise<number> =>
  stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return Infinity;
      throw error;
    },
  );

function decoded(data: string): Uint8Array | null {
  try {
    return fromBase64url(data);
  } catch {
    return null;
  }
}

/** An agent and its tools meet this name in paths and commands, so it is of plain letters. */
const safeName = ({ name, kind }: Pick<AttachmentPart, 'name' | 'kind'>): string => {
  const plain = name
    .replaceAll(/[^A-Za-z0-9._-]+/g, '_')
    .replace(/^[._-]+/, '')
    .slice(-80);
  return kind === 'image' && !/\.(jpe?g|png|gif|webp)$/i.test(plain)
    ? `${plain || 'image'}.jpg`
    : plain || 'file';
};

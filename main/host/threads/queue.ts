/**
 * What phones said to a thread for later. It is on the disk before it counts, stands in the thread's summary for every phone, and
 * is said when the turn that runs has ended well. After a turn that was stopped or failed it waits for a person.
 *
 * ```
 * waiting --turn completed, nothing runs--> starting --taken--> (gone: it stands in the thread)
 *    ^ \--taken back, its device gone--> (gone)    \--refused--> waiting, held
 *    `-- no answer, or the host died in between: held until the thread shows that it was said, or a person decides
 * ```
 */
import path from 'node:path';
import * as v from 'valibot';
import { TurnOptions } from '../../../protocol/session/options.ts';
import { MAX_QUEUED, type Queue, QueueHeld } from '../../../protocol/session/queue.ts';
import type { Turn } from '../../../protocol/session/thread.ts';
import { AgentError, type Attachment, type NativeHistory, type Prompt } from '../agents/agent.ts';
import type { Disk } from '../files/disk.ts';
import { JsonFile } from '../files/json-file.ts';

/** Of all threads together, and UTF-16 units of text in them. */
const MAX_ENTRIES = 200;
const MAX_TEXT = 2_000_000;
const SHOWN_TEXT = 200;

const Entry = v.object({
  id: v.string(),
  /** The request id of the device, by which its item is known in the thread. */
  request: v.string(),
  text: v.string(),
  options: v.optional(TurnOptions),
  attachments: v.optional(
    v.array(v.object({ path: v.string(), kind: v.picklist(['image', 'file']), name: v.string() })),
  ),
  device: v.string(),
  by: v.string(),
  at: v.number(),
  /** It is being said, or was as the host died or the agent's answer was lost. */
  starting: v.boolean(),
});
type Entry = v.InferOutput<typeof Entry>;

const Waiting = v.object({ thread: v.string(), held: v.nullable(QueueHeld), entries: v.array(Entry) });
type Waiting = v.InferOutput<typeof Waiting>;
const QueueFile = v.object({ threads: v.array(Waiting) });

export interface QueuedWordsOptions {
  folder: string;
  disk: Disk;
  now: () => number;
  newId: () => string;
  /** Whether nothing runs in this thread and nobody paused it. */
  rests: (thread: string) => boolean;
  /** Whether this device may still begin turns. */
  mayStart: (device: string) => boolean;
  /** Says it to the agent; rejects with AgentError. */
  start: (thread: string, prompt: Prompt) => Promise<unknown>;
  /** What is shown of the thread's queue is another. */
  changed: (thread: string) => void;
  /** Something could not be written, so that a restart may bring back what was said already. */
  unwritten: () => void;
}

export interface QueuedWords {
  thread: string;
  request: string;
  text: string;
  options?: TurnOptions;
  attachments?: Attachment[];
  device: { id: string; name: string };
}

export class WordQueue {
  readonly #options: QueuedWordsOptions;
  readonly #file: JsonFile<v.InferOutput<typeof QueueFile>>;
  readonly #threads = new Map<string, Waiting>();

  constructor(options: QueuedWordsOptions) {
    this.#options = options;
    this.#file = new JsonFile({
      disk: options.disk,
      file: path.join(options.folder, 'queue.json'),
      version: 1,
      schema: QueueFile,
      initial: () => ({ threads: [] }),
      now: options.now,
    });
  }

  /** @returns a notice for the owner, or null. */
  async load(): Promise<string | null> {
    const { value, notice } = await this.#file.load();
    for (const waiting of value.threads) {
      const unsure = waiting.entries.some(({ starting }) => starting);
      this.#threads.set(waiting.thread, unsure ? { ...waiting, held: 'unsure' } : waiting);
    }
    return notice;
  }

  /** Resolves when nothing is being written any more. */
  idle(): Promise<void> {
    return this.#file.idle();
  }

  /** Threads in which something waits. */
  threads(): string[] {
    return [...this.#threads.keys()];
  }

  /** What is shown of it; null: nothing waits. */
  shown(thread: string): Queue | null {
    const waiting = this.#threads.get(thread);
    if (waiting === undefined) return null;
    const entries = waiting.entries.map(({ id, text, by, at }) => ({
      id,
      text: text
        .slice(0, 4 * SHOWN_TEXT)
        .replaceAll(/\s+/g, ' ')
        .trim()
        .slice(0, SHOWN_TEXT),
      by: by.slice(0, 64),
      at,
    }));
    return { entries, held: waiting.held };
  }

  read(thread: string, id: string): Pick<Entry, 'text' | 'options'> | undefined {
    return this.#threads.get(thread)?.entries.find((entry) => entry.id === id);
  }

  /**
   * Resolves with its id when it is on the disk, and then begins it where nothing runs. Rejects where that cannot be written,
   * and with AgentError where too much waits already; then nothing was changed.
   */
  async add({ thread, request, text, options, attachments, device }: QueuedWords): Promise<string> {
    const all = [...this.#threads.values()].flatMap(({ entries }) => entries);
    const waiting = this.#threads.get(thread) ?? { thread, held: null, entries: [] };
    const long = all.reduce((sum, entry) => sum + entry.text.length, text.length);
    if (waiting.entries.length >= MAX_QUEUED || all.length >= MAX_ENTRIES || long > MAX_TEXT)
      throw new AgentError('agentRefused', FULL);
    const entry: Entry = {
      id: this.#options.newId(),
      request,
      text,
      ...(options && { options }),
      ...(attachments && { attachments }),
      device: device.id,
      by: device.name,
      at: this.#options.now(),
      starting: false,
    };
    this.#put({ ...waiting, entries: [...waiting.entries, entry] });
    try {
      await this.#save();
    } catch (error) {
      this.#drop(thread, entry.id);
      throw error;
    }
    this.#advance(thread);
    return entry.id;
  }

  /** Resolves when it is off the disk; false: it was begun or taken back before. Rejects where that cannot be written. */
  async remove(thread: string, id: string): Promise<boolean> {
    const before = this.#threads.get(thread);
    const entry = before?.entries.find((each) => each.id === id);
    const unsure = before?.held === 'unsure';
    if (before === undefined || entry === undefined || (entry.starting && !unsure)) return false;
    const entries = before.entries.filter((each) => each !== entry);
    // What is behind the one that nobody was sure of goes on.
    this.#put({ ...before, entries, held: entry.starting ? null : before.held });
    try {
      await this.#save();
    } catch (error) {
      this.#put(before);
      throw error;
    }
    this.#advance(thread);
    return true;
  }

  /** A person has what is held go on. */
  async release(thread: string): Promise<void> {
    const waiting = this.#threads.get(thread);
    if (waiting === undefined) return;
    if (waiting.held !== null) {
      this.#put({ ...waiting, held: null, entries: waiting.entries.map(rested) });
      await this.#save();
    }
    this.#advance(thread);
  }

  /** A turn ended, here or while nobody looked. */
  ended(thread: string, state: Turn['state']): void {
    const waiting = this.#threads.get(thread);
    if (waiting === undefined || state === 'running') return;
    if (state === 'completed') return this.#advance(thread);
    this.#hold(waiting, state === 'interrupted' ? 'stopped' : 'failed');
  }

  /** What a thread holds, after nobody looked at it for a while. */
  caughtUp(thread: string, { items, turn }: NativeHistory): void {
    const waiting = this.#threads.get(thread);
    if (waiting === undefined) return;
    const said = new Set(items.flatMap((item) => (item.type === 'user' ? [item.request] : [])));
    const entries = waiting.entries.filter(({ starting, request }) => !(starting && said.has(request)));
    if (entries.length < waiting.entries.length) {
      const held = waiting.held === 'unsure' ? null : waiting.held;
      this.#put({ ...waiting, held, entries });
      this.#saveSoon();
    }
    this.ended(thread, turn?.state ?? 'completed');
  }

  /** The thread may begin turns again. */
  resumed(thread: string): void {
    this.#advance(thread);
  }

  /** The thread is gone. */
  forget(thread: string): void {
    if (!this.#threads.delete(thread)) return;
    this.#saveSoon();
  }

  /** The device is gone, and nothing that it wanted begins any more. */
  forgetDevice(device: string): void {
    for (const waiting of this.#threads.values()) {
      const entries = waiting.entries.filter((entry) => entry.device !== device || entry.starting);
      if (entries.length < waiting.entries.length) this.#put({ ...waiting, entries });
    }
    this.#saveSoon();
  }

  #advance(thread: string): void {
    const { rests, mayStart } = this.#options;
    const waiting = this.#threads.get(thread);
    const first = waiting?.entries[0];
    if (waiting === undefined || first === undefined || waiting.held !== null || !rests(thread)) return;
    if (waiting.entries.some(({ starting }) => starting)) return;
    if (!mayStart(first.device)) {
      this.#drop(thread, first.id);
      this.#saveSoon();
      return this.#advance(thread);
    }
    this.#put({ ...waiting, entries: [{ ...first, starting: true }, ...waiting.entries.slice(1)] });
    void this.#say(thread, first);
  }

  async #say(thread: string, { id, text, request, options, attachments }: Entry): Promise<void> {
    try {
      // Before it is said: a host that dies now must know afterwards that it may have been.
      await this.#save();
    } catch {
      return this.#refused(thread);
    }
    try {
      await this.#options.start(thread, {
        text,
        request,
        ...(options && { options }),
        ...(attachments && { attachments }),
      });
    } catch (error) {
      if (!(error instanceof AgentError)) throw error;
      // Without an answer it may have been taken all the same; both are told when the agent is back.
      const away = error.code === 'unknownOutcome' || error.code === 'agentUnavailable';
      return away ? this.#unsure(thread) : this.#refused(thread);
    }
    this.#drop(thread, id);
    this.#saveSoon();
  }

  #refused(thread: string): void {
    const waiting = this.#threads.get(thread);
    if (waiting !== undefined) this.#hold({ ...waiting, entries: waiting.entries.map(rested) }, 'refused');
  }

  #unsure(thread: string): void {
    const waiting = this.#threads.get(thread);
    if (waiting !== undefined) this.#hold(waiting, 'unsure');
  }

  #hold(waiting: Waiting, held: QueueHeld): void {
    if (waiting.held === 'unsure') return;
    this.#put({ ...waiting, held });
    this.#saveSoon();
  }

  #drop(thread: string, id: string): void {
    const waiting = this.#threads.get(thread);
    if (waiting !== undefined)
      this.#put({ ...waiting, entries: waiting.entries.filter((entry) => entry.id !== id) });
  }

  #put(waiting: Waiting): void {
    if (waiting.entries.length === 0) this.#threads.delete(waiting.thread);
    else this.#threads.set(waiting.thread, waiting);
    this.#options.changed(waiting.thread);
  }

  #save(): Promise<void> {
    return this.#file.save(() => ({ threads: [...this.#threads.values()] }));
  }

  #saveSoon(): void {
    this.#save().catch(() => this.#options.unwritten());
  }
}

const rested = (entry: Entry): Entry => ({ ...entry, starting: false });

const FULL =
  'Too much waits to be said already, so this was not queued. Take something back, or wait until it is said.';

/** The approvals that are open: in memory, in `approvals.json`, and told to whoever listens as they open and close. */
import path from 'node:path';
import type * as v from 'valibot';
import type { Approval } from '../../../protocol/session/approvals.ts';
import { readCard } from '../../../protocol/session/card.ts';
import type { Clock } from '../clock.ts';
import type { Disk } from '../files/disk.ts';
import { JsonFile } from '../files/json-file.ts';
import { ApprovalsFile, type Live, MAX_OPEN, notTaken, shown } from './live.ts';

/** Closed ones that are remembered, so that a late decision hears *decided* and not *unknown*. */
const MAX_CLOSED = 1000;

export interface ApprovalsListener {
  /** It was opened, or closed; after closing it is not listed any more. */
  changed(approval: Approval): void;
}

export interface OpenApprovalsOptions {
  folder: string;
  disk: Disk;
  clock: Clock;
  /** What waits is not what it was: another one may expire first. */
  moved: () => void;
  /** Something that the owner should know, in a sentence. */
  notice: (text: string) => void;
}

export class OpenApprovals {
  readonly #options: OpenApprovalsOptions;
  readonly #file: JsonFile<v.InferOutput<typeof ApprovalsFile>>;
  readonly #live = new Map<string, Live>();
  readonly #closed: string[] = [];
  readonly #listeners = new Set<ApprovalsListener>();

  constructor(options: OpenApprovalsOptions) {
    this.#options = options;
    const { folder, disk, clock } = options;
    this.#file = new JsonFile({
      disk,
      file: path.join(folder, 'approvals.json'),
      version: 1,
      schema: ApprovalsFile,
      initial: () => ({ approvals: [] }),
      now: () => clock.now(),
    });
  }

  /** @returns a sentence for the owner where the file could not be read, or null */
  async load(): Promise<string | null> {
    const { value, notice } = await this.#file.load();
    for (const kept of value.approvals) {
      const parsed = readCard(kept.card);
      if (parsed === null) continue;
      this.#live.set(kept.id, { ...kept, parsed, asked: false, ...notTaken });
    }
    this.#options.moved();
    return notice;
  }

  /** Rejects when the disk does not take it. */
  save(): Promise<void> {
    return this.#file.save(() => ({
      approvals: this.all().map(({ id, agent, key, card, taken }) => ({ id, agent, key, card, taken })),
    }));
  }

  /** Resolves when nothing is being written any more. */
  idle(): Promise<void> {
    return this.#file.idle();
  }

  listen(listener: ApprovalsListener): void {
    this.#listeners.add(listener);
  }

  /** All that are here now, the oldest first, whether they wait for a person or for their agent. */
  all(): Live[] {
    return [...this.#live.values()];
  }

  /** All that wait for an answer, the oldest first. */
  waiting(): Live[] {
    return this.all().filter(({ taken }) => taken === null);
  }

  get(id: string): Live | undefined {
    return this.#live.get(id);
  }

  byKey(agent: string, key: string): Live | undefined {
    for (const live of this.#live.values()) if (live.agent === agent && live.key === key) return live;
    return undefined;
  }

  get full(): boolean {
    return this.#live.size >= MAX_OPEN;
  }

  /** Whether it was closed not long ago. */
  wasClosed(id: string): boolean {
    return this.#closed.includes(id);
  }

  /** Nobody is told of it, and nothing is written, before it is opened. */
  add(live: Live): void {
    this.#live.set(live.id, live);
  }

  open(live: Live): void {
    this.tell(live);
    this.#options.moved();
    // Shown at once: if this write is lost with a crash, the agent asks again and a new approval is made.
    this.save().catch(() => this.#options.notice(NOT_KEPT));
  }

  /** Tells of an open one, again or for the first time. */
  tell(live: Live): void {
    this.#tell(shown(live, 'open', null, null));
  }

  /** Once only; what nobody has seen open is not told of. @param by who answered it, or null */
  close(live: Live, state: Approval['state'], by: string | null, note: string | null): void {
    if (!this.#live.delete(live.id)) return;
    this.#options.moved();
    if (live.unseen) return;
    this.#closed.push(live.id);
    if (this.#closed.length > MAX_CLOSED) this.#closed.shift();
    const decidedAt = live.taken?.at ?? this.#options.clock.now();
    this.#tell({ ...shown(live, state, by, note), decidedAt });
    this.save().catch(() => this.#options.notice(UNWRITTEN));
  }

  #tell(approval: Approval): void {
    for (const listener of this.#listeners) listener.changed(approval);
  }
}

const NOT_KEPT = 'An approval could not be kept on the disk. It can be answered now.';
const UNWRITTEN = 'The list of approvals could not be written to the disk.';

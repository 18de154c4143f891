/**
 * The threads that one device has open. Each is a position in a log; when the log grows and the way is free, the
 * device gets what it lacks, text merged. A device that takes nothing costs one number for each thread.
 */

import type { Result } from '../../../protocol/session/catalogue.ts';
import type { LogEntry } from '../../../protocol/session/thread.ts';
import type { Thread, ThreadReader, Threads } from '../threads/threads.ts';
import type { Wire } from './wire.ts';

/** Threads that one device may have open at once; a screen shows one or two. */
export const MAX_OPEN_THREADS = 32;

class Follower implements ThreadReader {
  readonly sub: number;
  readonly #thread: Thread;
  readonly #wire: Wire;
  readonly #ended: () => void;
  #epoch = '';
  #seq = 0;
  /** The answer that opens it is not on its way yet: nothing may overtake it. */
  #held = true;

  constructor(sub: number, thread: Thread, wire: Wire, ended: () => void) {
    this.sub = sub;
    this.#thread = thread;
    this.#wire = wire;
    this.#ended = ended;
  }

  /** Once the log is there. The answer and the events after `release` are one sequence without a hole. */
  begin(have: { epoch: string; seq: number } | undefined): Result<'thread/open'> {
    const log = this.#thread.log!;
    this.#epoch = log.epoch;
    this.#seq = log.seq;
    const entries: LogEntry[] | null =
      have !== undefined && have.epoch === log.epoch ? log.since(have.seq) : null;
    return entries === null ? { kind: 'page', page: log.page() } : { kind: 'tail', entries };
  }

  grown(): void {
    this.flush();
  }

  replaced(): void {
    this.flush();
  }

  ended(): void {
    this.#ended();
  }

  /** The answer that opens it is on its way. */
  release(): void {
    this.#held = false;
    this.flush();
  }

  flush(): void {
    const { log } = this.#thread;
    if (log === null || this.#held || this.#wire.blocked()) return;
    if (log.epoch !== this.#epoch) return this.#reset();
    if (log.seq === this.#seq) return;
    const event = log.next(this.#seq);
    if (event !== null) {
      this.#seq = log.seq;
      // Entries that stand for themselves do not say `merged`: most of what is sent is one word of text.
      this.#wire.event('thread/event', { sub: this.sub, seq: this.#seq, event } as never);
      return;
    }
    const entries = log.since(this.#seq);
    if (entries === null) return this.#reset();
    for (const entry of entries) {
      if (this.#wire.blocked()) return;
      this.#seq = entry.seq;
      this.#wire.event('thread/event', { sub: this.sub, ...entry });
    }
  }

  #reset(): void {
    const page = this.#thread.log!.page();
    this.#epoch = page.epoch;
    this.#seq = page.seq;
    this.#wire.event('thread/reset', { sub: this.sub, page });
  }
}

export class ThreadFeeds {
  readonly #threads: Threads;
  readonly #wire: Wire;
  readonly #open = new Map<number, { follower: Follower; detach: () => void }>();

  constructor(threads: Threads, wire: Wire) {
    this.#threads = threads;
    this.#wire = wire;
  }

  get full(): boolean {
    return this.#open.size >= MAX_OPEN_THREADS;
  }

  /**
   * Opens a thread under a number; `sent` is to run when the answer is on its way. Null: it was closed, or opened
   * anew, before its log was at hand. Rejects as `Threads.open`.
   */
  async open(
    sub: number,
    thread: Thread,
    have: { epoch: string; seq: number } | undefined,
  ): Promise<{ result: Result<'thread/open'>; sent: () => void } | null> {
    this.close(sub);
    const follower = new Follower(sub, thread, this.#wire, () => this.close(sub));
    // Attached at once: it counts from now on, it can be closed, and a log that somebody waits for is not put away.
    const opening = { follower, detach: this.#threads.attach(thread, follower) };
    this.#open.set(sub, opening);
    const current = () => this.#open.get(sub) === opening;
    try {
      await this.#threads.open(thread);
    } catch (error) {
      if (current()) this.close(sub);
      throw error;
    }
    if (!current()) return null;
    const nested = this.#threads.nested(thread);
    const result = { ...follower.begin(have), ...(nested && { nested }) };
    return { result, sent: () => follower.release() };
  }

  close(sub: number): void {
    this.#open.get(sub)?.detach();
    this.#open.delete(sub);
  }

  closeAll(): void {
    for (const sub of [...this.#open.keys()]) this.close(sub);
  }

  flush(): void {
    for (const { follower } of this.#open.values()) follower.flush();
  }
}

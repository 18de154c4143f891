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
  #epoch: string;
  #seq: number;
  /** The answer that opened it is not on its way yet: nothing may overtake it. */
  #held = true;

  constructor(
    sub: number,
    thread: Thread,
    wire: Wire,
    from: { epoch: string; seq: number },
    ended: () => void,
  ) {
    this.sub = sub;
    this.#thread = thread;
    this.#wire = wire;
    this.#epoch = from.epoch;
    this.#seq = from.seq;
    this.#ended = ended;
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

  /** The thread's log must be open. The answer and the events after `opened` are one sequence without a hole. */
  open(sub: number, thread: Thread, have: { epoch: string; seq: number } | undefined): Result<'thread/open'> {
    this.close(sub);
    const log = thread.log!;
    const entries: LogEntry[] | null =
      have !== undefined && have.epoch === log.epoch ? log.since(have.seq) : null;
    const follower = new Follower(sub, thread, this.#wire, { epoch: log.epoch, seq: log.seq }, () =>
      this.close(sub),
    );
    this.#open.set(sub, { follower, detach: this.#threads.attach(thread, follower) });
    return entries === null ? { kind: 'page', page: log.page() } : { kind: 'tail', entries };
  }

  /** The answer of `open` is on its way. */
  opened(sub: number): void {
    this.#open.get(sub)?.follower.release();
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

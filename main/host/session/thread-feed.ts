/**
 * The threads that one device has open. Each is a position in a log; when the log grows and the way is free, the
 * device gets what it lacks, text merged. A device that takes nothing costs one number for each thread, and one that says
 * how often it draws is told of text no more often than that.
 */

import type { Params, Result } from '../../../protocol/session/catalogue.ts';
import type { LogEntry } from '../../../protocol/session/thread.ts';
import type { Clock } from '../clock.ts';
import type { Thread, ThreadReader, Threads } from '../threads/threads.ts';
import type { Wire } from './wire.ts';

/** Threads that one device may have open at once; a screen shows one or two. */
export const MAX_OPEN_THREADS = 32;

class Follower implements ThreadReader {
  readonly sub: number;
  readonly #thread: Thread;
  readonly #wire: Wire;
  readonly #clock: Clock;
  readonly #ended: () => void;
  /** Milliseconds from one piece of text to the next. */
  readonly #every: number;
  /** Text was sent a moment ago. Takes back what waits for that to be over. */
  #rest: (() => void) | null = null;
  #epoch = '';
  #seq = 0;
  /** The answer that opens it is not on its way yet: nothing may overtake it. */
  #held = true;

  constructor(options: {
    sub: number;
    thread: Thread;
    wire: Wire;
    clock: Clock;
    every: number;
    ended: () => void;
  }) {
    this.sub = options.sub;
    this.#thread = options.thread;
    this.#wire = options.wire;
    this.#clock = options.clock;
    this.#every = options.every;
    this.#ended = options.ended;
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
    if (this.#rest !== null && !this.#endsInText()) this.#wake();
    this.flush();
  }

  replaced(): void {
    this.#wake();
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
    if (log === null || this.#held || this.#rest !== null || this.#wire.blocked()) return;
    if (log.epoch !== this.#epoch) return this.#reset();
    if (log.seq === this.#seq) return;
    const event = log.next(this.#seq);
    if (event !== null) {
      this.#seq = log.seq;
      // Entries that stand for themselves do not say `merged`: most of what is sent is one word of text.
      this.#wire.event('thread/event', { sub: this.sub, seq: this.#seq, event } as never);
      return this.#sent();
    }
    const entries = log.since(this.#seq);
    if (entries === null) return this.#reset();
    for (const entry of entries) {
      if (this.#wire.blocked()) return;
      this.#seq = entry.seq;
      this.#wire.event('thread/event', { sub: this.sub, ...entry });
    }
    this.#sent();
  }

  /** Nothing comes any more. */
  stop(): void {
    this.#wake();
  }

  #sent(): void {
    if (this.#every === 0 || !this.#endsInText()) return;
    this.#rest = this.#clock.after(this.#every, () => {
      this.#rest = null;
      this.flush();
    });
  }

  #wake(): void {
    this.#rest?.();
    this.#rest = null;
  }

  #endsInText(): boolean {
    const { log } = this.#thread;
    return log !== null && log.next(log.seq - 1)?.type === 'append';
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
  readonly #clock: Clock;
  readonly #open = new Map<number, { follower: Follower; detach: () => void }>();

  constructor(threads: Threads, wire: Wire, clock: Clock) {
    this.#threads = threads;
    this.#wire = wire;
    this.#clock = clock;
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
    { have, every = 0 }: Pick<Params<'thread/open'>, 'have' | 'every'>,
  ): Promise<{ result: Result<'thread/open'>; sent: () => void } | null> {
    this.close(sub);
    const follower = new Follower({
      sub,
      thread,
      wire: this.#wire,
      clock: this.#clock,
      every,
      ended: () => this.close(sub),
    });
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
    const sent = () => {
      // Closed before its answer went out, it is to hear of nothing.
      if (current()) follower.release();
    };
    return { result, sent };
  }

  close(sub: number): void {
    const open = this.#open.get(sub);
    open?.follower.stop();
    open?.detach();
    this.#open.delete(sub);
  }

  closeAll(): void {
    for (const sub of [...this.#open.keys()]) this.close(sub);
  }

  flush(): void {
    for (const { follower } of this.#open.values()) follower.flush();
  }
}

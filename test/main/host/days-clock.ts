/** A clock with which days pass in a moment, for a host that otherwise lives in real time. */
import { type Clock, systemClock } from '../../../main/host/clock.ts';

const LONG_MS = 30 * 60_000;

/** Timers of more than half an hour run when the test says so; the clock moves on with them, and can be set beside them. */
export class DaysClock implements Clock {
  #ahead = 0;
  #passed = 0;
  readonly #long = new Map<() => void, number>();

  now = () => Date.now() + this.#ahead;
  after(ms: number, task: () => void): () => void {
    if (ms < LONG_MS) return systemClock.after(ms, task);
    const run = () => task();
    this.#long.set(run, this.#passed + ms);
    return () => this.#long.delete(run);
  }
  /** Somebody sets the clock; no time passes. */
  set(by: number): void {
    this.#ahead += by;
  }
  async pass(ms: number): Promise<void> {
    const end = this.#passed + ms;
    for (;;) {
      const [next] = [...this.#long].sort(([, one], [, other]) => one - other);
      if (next === undefined || next[1] > end) break;
      this.#move(next[1]);
      this.#long.delete(next[0]);
      next[0]();
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#move(end);
  }
  #move(to: number): void {
    this.#ahead += to - this.#passed;
    this.#passed = to;
  }
}

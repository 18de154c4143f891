/** A clock that goes as clocks go, and leaps where a test says so. For a host, and for a device. */
import type { Clock } from '../../main/host/clock.ts';

interface Timer {
  at: number;
  readonly run: () => void;
  handle: NodeJS.Timeout;
}

export class LeapClock implements Clock {
  readonly #timers = new Set<Timer>();
  #leapt = 0;

  now(): number {
    return Date.now() + this.#leapt;
  }

  after(ms: number, run: () => void): () => void {
    const timer: Timer = { at: this.now() + ms, run, handle: setTimeout(() => this.#fire(timer), ms) };
    this.#timers.add(timer);
    return () => this.#cancel(timer);
  }

  /** Somebody puts the clock back. Timers go by the time that passes, not by the clock. */
  putBack(ms: number): void {
    this.#leapt -= ms;
    for (const timer of this.#timers) timer.at -= ms;
  }

  /** Lets this much time pass at once. What is due runs in its order, each at its own time. */
  leap(ms: number): void {
    const end = this.#leapt + ms;
    for (;;) {
      const [next] = [...this.#timers].sort((a, b) => a.at - b.at);
      if (!next || next.at > Date.now() + end) break;
      this.#leapt = Math.max(this.#leapt, next.at - Date.now());
      this.#fire(next);
    }
    this.#leapt = end;
    for (const timer of this.#timers) {
      clearTimeout(timer.handle);
      timer.handle = setTimeout(() => this.#fire(timer), timer.at - this.now());
    }
  }

  #fire(timer: Timer): void {
    if (this.#cancel(timer)) timer.run();
  }

  #cancel(timer: Timer): boolean {
    clearTimeout(timer.handle);
    return this.#timers.delete(timer);
  }
}

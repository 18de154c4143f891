/** A clock that stands still until a test lets time pass, or somebody sets it. */
import type { Clock } from '../../../../main/host/clock.ts';

export class SetClock implements Clock {
  #shown = 1_000_000;
  #passed = 0;
  readonly #timers = new Map<object, { at: number; task: () => void }>();

  now(): number {
    return this.#shown;
  }

  after(ms: number, task: () => void): () => void {
    const timer = {};
    this.#timers.set(timer, { at: this.#passed + ms, task });
    return () => this.#timers.delete(timer);
  }

  /** How many timers are set. */
  get armed(): number {
    return this.#timers.size;
  }

  /** Somebody sets the clock, or the machine sleeps: no timer counts it. */
  set(by: number): void {
    this.#shown += by;
  }

  pass(ms: number): void {
    this.#shown += ms;
    this.#passed += ms;
    for (const [timer, { at, task }] of [...this.#timers]) {
      if (at <= this.#passed && this.#timers.delete(timer)) task();
    }
  }
}

/**
 * One timer, for the approval whose time is over first. A clock that is set back does not lengthen what the timer has begun to
 * measure; one that is set forward ends the time early, as declined is what harms least.
 */
import type { Clock } from '../clock.ts';

/** Node's timers hold no longer ones. */
const LONGEST_MS = 2 ** 31 - 1;

export class ExpiryTimer {
  readonly #clock: Clock;
  readonly #due: (until: number) => void;
  #next: number | null = null;
  #cancel: () => void = () => {};
  #stopped = false;

  /** @param due is told the time that came, also where the clock shows an earlier one by now */
  constructor(clock: Clock, due: (until: number) => void) {
    this.#clock = clock;
    this.#due = due;
  }

  /** @param next in milliseconds since 1970; null: nothing expires */
  watch(next: number | null): void {
    if (this.#stopped || next === this.#next) return;
    this.#cancel();
    this.#next = next;
    if (next === null) {
      this.#cancel = () => {};
      return;
    }
    const ms = Math.min(Math.max(0, next - this.#clock.now()), LONGEST_MS);
    this.#cancel = this.#clock.after(ms, () => {
      this.#next = null;
      this.#due(next);
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }
}

/** Time that passes as the system's does, and on demand much faster: an hour of a network that is away costs a second or two. */
import type { Clock } from '../../main/host/clock.ts';

interface Timer {
  readonly due: number;
  readonly run: () => void;
}

/** So that what a timer began in the real world (a process, a file) gets its turns before the next step. */
const BREATH_MS = 3;

export class PatientClock implements Clock {
  #ahead = 0;
  readonly #timers = new Map<Timer, NodeJS.Timeout>();

  now = (): number => Date.now() + this.#ahead;

  after(ms: number, run: () => void): () => void {
    const timer = { due: this.now() + ms, run: () => this.#timers.delete(timer) && run() };
    this.#timers.set(timer, setTimeout(timer.run, ms));
    return () => {
      clearTimeout(this.#timers.get(timer));
      this.#timers.delete(timer);
    };
  }

  /** @param step Timers are looked at so often, in ms of this clock. */
  async pass(ms: number, step: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += step) {
      this.#ahead += step;
      const due = [...this.#timers].filter(([timer]) => timer.due <= this.now());
      for (const [timer, real] of due.sort(([one], [other]) => one.due - other.due)) {
        clearTimeout(real);
        timer.run();
      }
      await new Promise((resolve) => setTimeout(resolve, BREATH_MS));
    }
  }
}

/** Knows whether the host still answers: asks under seal, so that nobody in between can pretend. */
import type { Environment } from './environment.ts';

export const PING_EVERY_MS = 25_000;
/** Together a minute: frames come in order, so nothing can be held back for longer. */
export const PONG_WITHIN_MS = 35_000;
/** For a person who has just taken the phone in hand: a dead connection should show at once. */
export const WAKE_PONG_WITHIN_MS = 5_000;

export interface LivenessOptions {
  readonly environment: Environment;
  /** Resolves when the host has answered; a rejection counts as no answer. */
  ping(): Promise<unknown>;
  silent(): void;
}

export class Liveness {
  readonly #options: LivenessOptions;
  #cancelNext: () => void;
  #cancelDeadline: () => void = () => {};
  #answeredAt: number;
  #stopped = false;

  constructor(options: LivenessOptions) {
    this.#options = options;
    this.#answeredAt = options.environment.now();
    this.#cancelNext = this.#askLater();
  }

  /** Asks now, and waits a short time only. */
  check(): void {
    this.#ask(WAKE_PONG_WITHIN_MS);
  }

  /** Whether the answer should have been there by now: after a sleep, what was held back comes before any timer runs. */
  get overdue(): boolean {
    return this.#options.environment.now() - this.#answeredAt > PING_EVERY_MS + PONG_WITHIN_MS;
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelNext();
    this.#cancelDeadline();
  }

  #askLater(): () => void {
    return this.#options.environment.after(PING_EVERY_MS, () => this.#ask(PONG_WITHIN_MS));
  }

  #ask(within: number): void {
    const { environment, ping, silent } = this.#options;
    this.#cancelNext();
    this.#cancelDeadline();
    const cancelDeadline = environment.after(within, silent);
    this.#cancelDeadline = cancelDeadline;
    ping().then(
      () => {
        cancelDeadline();
        this.#answeredAt = environment.now();
        if (this.#stopped || this.#cancelDeadline !== cancelDeadline) return;
        this.#cancelNext = this.#askLater();
      },
      // The session has ended, and with it this.
      () => {},
    );
  }
}

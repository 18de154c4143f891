/** Knows whether the host still answers: asks under seal, so that nobody in between can pretend. */
import type { Environment } from './environment.ts';

const PING_EVERY_MS = 25_000;
/** Together a minute: frames come in order, so nothing can be held back for longer. */
const PONG_WITHIN_MS = 35_000;
/** For a person who has just taken the phone in hand: a dead connection should show at once. */
const WAKE_PONG_WITHIN_MS = 5_000;

export interface LivenessOptions {
  readonly environment: Environment;
  /** Nothing of this session can be older. */
  readonly since: number;
  /** Resolves when the host has answered; a rejection counts as no answer. */
  ping(): Promise<unknown>;
  silent(): void;
}

export class Liveness {
  readonly #options: LivenessOptions;
  #cancelNext: () => void;
  #cancelDeadline: () => void = () => {};
  /** What comes now was said after this: when the last question was asked that has an answer. */
  #notBefore: number;
  #stopped = false;

  constructor(options: LivenessOptions) {
    this.#options = options;
    this.#notBefore = options.since;
    this.#cancelNext = this.#askLater(options.environment.now());
  }

  /** Asks now, and waits a short time only. */
  check(): void {
    this.#ask(WAKE_PONG_WITHIN_MS);
  }

  /**
   * Whether what comes now may be older than a minute. Also what comes before any timer runs, after a sleep, and what
   * comes behind an answer that somebody has slowed down.
   */
  get overdue(): boolean {
    return this.#options.environment.now() - this.#notBefore > PING_EVERY_MS + PONG_WITHIN_MS;
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelNext();
    this.#cancelDeadline();
  }

  /** Each 25 s from question to question, however slow the answers are. */
  #askLater(askedAt: number): () => void {
    const { environment } = this.#options;
    const wait = Math.max(0, askedAt + PING_EVERY_MS - environment.now());
    return environment.after(wait, () => this.#ask(PONG_WITHIN_MS));
  }

  #ask(within: number): void {
    const { environment, ping, silent } = this.#options;
    this.#cancelNext();
    this.#cancelDeadline();
    const askedAt = environment.now();
    const cancelDeadline = environment.after(within, silent);
    this.#cancelDeadline = cancelDeadline;
    ping().then(
      () => {
        cancelDeadline();
        this.#notBefore = Math.max(this.#notBefore, askedAt);
        if (this.#stopped || this.#cancelDeadline !== cancelDeadline) return;
        this.#cancelNext = this.#askLater(askedAt);
      },
      // The session has ended, and with it this.
      () => {},
    );
  }
}

/**
 * Keeps one connection to Codex: joins the server that runs, else starts one, and again after every loss, for ever.
 *
 * ```
 * joining --there--> connected --lost--> joining (at once: a lost connection does not mean a dead server)
 *    |  \--out of reach--> resting (until told to look again) --> joining
 *    | nobody: the agent is gone, and with it what waited
 *    v
 * starting --refused, not found--> waiting (jittered back-off, or until told to look again) --> joining
 * ```
 */
import { backoff, type Clock } from '../../clock.ts';
import type { Connection } from './connect.ts';
import type { Joined, Launched } from './servers.ts';

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;
/** For a program that is not installed or too old: a person has to act, who can also say so. */
const ABSENT_WAIT_MS = 5 * 60_000;
/** A connection that held this long was not part of a series of failures. */
const STABLE_AFTER_MS = 30_000;

export interface RecoveryOptions {
  join(): Promise<Joined>;
  launch(): Promise<Launched>;
  connected(connection: Connection): void;
  lost(reason: { tooLarge: boolean }): void;
  /** No server runs: whatever an earlier one did is over. Told again on every try. */
  gone(): void;
  clock: Clock;
  random(): number;
}

export class Recovery {
  readonly #options: RecoveryOptions;
  #closed = false;
  #connection: Connection | null = null;
  #failures = 0;
  #expected = false;
  /** Whether it was told to look again since it last began to look. */
  #told = false;
  #lookNow = () => {};
  #finished: Promise<void> = Promise.resolve();

  constructor(options: RecoveryOptions) {
    this.#options = options;
  }

  start(): void {
    this.#finished = this.#run();
  }

  /** Ends a wait; nothing while connected. */
  retry(): void {
    this.#failures = 0;
    this.#told = true;
    this.#lookNow();
  }

  /** The connection is about to end as it should: the next one is made at once. */
  expectLoss(): void {
    this.#expected = true;
  }

  /** Resolves when the connection is closed and no further one will be made. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#lookNow();
    await this.#connection?.close();
    await this.#finished;
  }

  async #run(): Promise<void> {
    const { join, launch, gone } = this.#options;
    while (!this.#closed) {
      this.#told = false;
      const joined = await join();
      if (joined.kind === 'connected') {
        // A server that lets us in and cuts us off again and again must not be joined without a pause.
        if ((await this.#hold(joined.connection)) === 'short' && this.#failures > 1)
          await this.#wait(this.#failures - 2);
        continue;
      }
      if (joined.kind === 'failed') {
        await this.#wait();
        continue;
      }
      if (joined.kind === 'away') {
        this.#failures = 0;
        await this.#rest();
        continue;
      }
      gone();
      if (this.#failures > 0) await this.#wait(this.#failures - 1);
      if (this.#closed) return;
      const launched = await launch();
      if (launched.kind === 'connected') await this.#hold(launched.connection);
      else if (launched.kind === 'absent') await this.#pause(ABSENT_WAIT_MS);
      else if (launched.kind === 'away') await this.#rest();
      else this.#failures += 1;
    }
  }

  /** Until the connection ends. */
  async #hold(connection: Connection): Promise<'long' | 'short'> {
    const { clock, connected, lost } = this.#options;
    if (this.#closed) {
      await connection.close();
      return 'short';
    }
    const since = clock.now();
    this.#connection = connection;
    connected(connection);
    const reason = await connection.closed;
    this.#connection = null;
    const held = clock.now() - since >= STABLE_AFTER_MS ? 'long' : 'short';
    this.#failures = this.#expected ? 0 : held === 'long' ? 1 : this.#failures + 1;
    this.#expected = false;
    lost(reason);
    return held;
  }

  /** Until told. What was told while it looked counts: it may have looked too early. */
  #rest(): Promise<void> {
    if (this.#closed || this.#told) return Promise.resolve();
    return new Promise((resolve) => {
      this.#lookNow = resolve;
    });
  }

  #wait(attempt = this.#failures++): Promise<void> {
    return this.#pause(backoff(attempt, FIRST_WAIT_MS, LONGEST_WAIT_MS, this.#options.random));
  }

  #pause(ms: number): Promise<void> {
    if (this.#closed) return Promise.resolve();
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(ms, resolve);
      this.#lookNow = () => {
        cancel();
        resolve();
      };
    });
  }
}

/** New versions: asks for them when the time has come, and puts them in place when nobody is disturbed. */

import type { UpdateState } from '../../contract/state.ts';
import type { Clock } from '../../host/clock.ts';
import type { ProgramUpdates } from '../../host/options.ts';
import {
  placedAtQuit,
  restartRefusal,
  shown,
  step,
  type UpdateEffect,
  type UpdateEvent,
  type UpdatePhase,
} from './update-machine.ts';
import { type FoundUpdate, UpdateFailure, type UpdateSource } from './update-source.ts';

export interface UpdatesOptions {
  /** A sentence where this copy cannot be replaced: then nothing is ever asked. */
  readonly source: UpdateSource | { readonly off: string };
  readonly clock: Pick<Clock, 'after' | 'now'>;
  /** Whether a turn runs, now. */
  readonly busy: () => boolean;
  /** Has the app end in good order, once whoever asked has been answered; `leave` is called on the way, and then `end` in place of the last step. */
  readonly quit: () => void;
}

export class Updates implements ProgramUpdates {
  readonly #options: UpdatesOptions;
  readonly #source: UpdateSource | undefined;
  #phase: UpdatePhase;
  readonly #listeners = new Set<() => void>();
  #found: FoundUpdate | undefined;
  /** Counts the checks: what an earlier one still brings is not heard. */
  #round = 0;
  #disarm: (() => void) | undefined;
  #restarting = false;
  #placed = false;

  constructor(options: UpdatesOptions) {
    this.#options = options;
    const { source } = options;
    this.#source = 'off' in source ? undefined : source;
    this.#phase = 'off' in source ? { phase: 'off', why: source.off } : { phase: 'unwanted' };
  }

  state(): UpdateState {
    return shown(this.#phase);
  }

  listen(changed: () => void): () => void {
    this.#listeners.add(changed);
    return () => this.#listeners.delete(changed);
  }

  /** The setting; the first true is the first check. */
  want(wanted: boolean): void {
    this.#take({ event: 'wanted', wanted });
  }

  check(): void {
    this.#take({ event: 'due' });
  }

  restart(): string | null {
    const refusal = restartRefusal(this.#phase, this.#options.busy());
    if (refusal !== undefined) return refusal;
    this.#restarting = true;
    this.#options.quit();
    return null;
  }

  /**
   * The app is about to end, whoever asked: decides, while the host still tells whether a turn runs, what becomes of a
   * version that is ready.
   */
  leave(): void {
    this.#disarm?.();
    this.#placed = placedAtQuit(this.#phase, this.#options.busy());
    this.#source?.placeAtEnd(this.#placed);
  }

  /**
   * The last step of the app, after the host was closed.
   * @param quit ends the app
   * @param startAgain ends it and starts this version again: the new one cannot be put in place, or a turn has begun since the
   * restart was asked for
   */
  end(quit: () => void, startAgain: () => void): void {
    if (!this.#restarting) quit();
    else if (this.#placed && this.#source) this.#source.restart(startAgain);
    else startAgain();
  }

  #take(event: UpdateEvent): void {
    const before = this.state();
    const next = step(this.#phase, event);
    this.#phase = next.phase;
    for (const effect of next.effects) this.#do(effect);
    if (JSON.stringify(this.state()) === JSON.stringify(before)) return;
    for (const changed of this.#listeners) changed();
  }

  #do(effect: UpdateEffect): void {
    switch (effect.effect) {
      case 'check':
        void this.#look();
        return;
      case 'fetch':
        void this.#fetch();
        return;
      case 'cancel':
        this.#found?.cancel();
        this.#found = undefined;
        return;
      case 'arm':
        this.#disarm?.();
        this.#disarm = this.#options.clock.after(effect.ms, () => this.check());
        return;
      case 'disarm':
        this.#disarm?.();
        this.#disarm = undefined;
    }
  }

  async #look(): Promise<void> {
    this.#round += 1;
    const hear = this.#hearer();
    try {
      const found = await this.#source?.check();
      hear(() => {
        this.#found = found;
        return found
          ? { event: 'found', version: found.version }
          : { event: 'nothingNew', at: this.#options.clock.now() };
      });
    } catch (error) {
      hear(() => ({ event: 'failed', code: codeOf(error) }));
    }
  }

  async #fetch(): Promise<void> {
    const hear = this.#hearer();
    try {
      await this.#found?.fetch();
      hear(() => ({ event: 'fetched' }));
    } catch (error) {
      hear(() => ({ event: 'failed', code: codeOf(error) }));
    }
  }

  #hearer(): (event: () => UpdateEvent) => void {
    const round = this.#round;
    return (event) => {
      if (round === this.#round) this.#take(event());
    };
  }
}

const codeOf = (error: unknown) => (error instanceof UpdateFailure ? error.code : 'failed');

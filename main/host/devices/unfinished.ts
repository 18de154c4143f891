/** Drops devices that paired and never came through, once their time is up. One timer, and only while there are any. */
import type { Clock } from '../clock.ts';
import { CONFIRM_WITHIN_MS } from './device.ts';
import type { DeviceRegistry } from './registry.ts';

export class UnfinishedPairings {
  readonly #registry: DeviceRegistry;
  readonly #clock: Clock;
  readonly #failed: () => void;
  #cancel: () => void = () => {};
  #stopped = false;

  constructor(registry: DeviceRegistry, clock: Clock, failed: () => void) {
    this.#registry = registry;
    this.#clock = clock;
    this.#failed = failed;
  }

  /** Looks when the first of them is due. */
  watch(): void {
    this.#cancel();
    if (this.#stopped) return;
    const due = this.#registry
      .list()
      .filter(({ confirmed }) => !confirmed)
      .map(({ pairedAt }) => pairedAt + CONFIRM_WITHIN_MS);
    if (due.length === 0) return;
    this.#cancel = this.#clock.after(Math.max(0, Math.min(...due) - this.#clock.now()), () => {
      // What could not be written is dropped all the same, and the others are still due.
      this.#registry
        .dropUnconfirmed()
        .catch(this.#failed)
        .then(() => this.watch());
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }
}

/** Drops devices that paired and never came through, once their time is up. One timer, and only while there are any. */
import type { Clock } from '../clock.ts';
import { CONFIRM_WITHIN_MS } from './device.ts';
import type { DeviceRegistry } from './registry.ts';

export class UnfinishedPairings {
  readonly #registry: DeviceRegistry;
  readonly #clock: Clock;
  readonly #failed: () => void;
  #cancel: (() => void) | null = null;

  constructor(registry: DeviceRegistry, clock: Clock, failed: () => void) {
    this.#registry = registry;
    this.#clock = clock;
    this.#failed = failed;
  }

  /** Looks when the first of them is due. */
  watch(): void {
    this.stop();
    const due = this.#registry
      .list()
      .filter(({ confirmed }) => !confirmed)
      .map(({ pairedAt }) => pairedAt + CONFIRM_WITHIN_MS);
    if (due.length === 0) return;
    this.#cancel = this.#clock.after(Math.max(0, Math.min(...due) - this.#clock.now()), () => {
      this.#registry.dropUnconfirmed().then(() => this.watch(), this.#failed);
    });
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}

/**
 * Forgets phones that were not used for as long as their owner said: a phone that lies in a drawer, or was given away,
 * loses its access by itself. One timer, and only while there is a phone that can expire.
 *
 * A computer's clock may be wrong for a moment, and says so only by being set right: at the start of a machine without a
 * battery, or when it wakes up. So a phone whose time is up is forgotten only after a grace time at whose end the clock
 * agrees with the timer that measured it, and the phone was due at its beginning and its end. A clock that was set
 * meanwhile, or a sleep, begins a new one. That also leaves a phone an hour to come back when the computer was off for months.
 */
import type { Clock } from '../clock.ts';
import { DAY_MS, type Device } from './device.ts';
import type { DeviceRegistry } from './registry.ts';

/** How long a phone must have been due, by a clock that nobody set. */
export const EXPIRY_GRACE_MS = 60 * 60_000;
/** Timers are late on a busy machine; further apart, the clock was set or the machine slept. */
const CLOCK_SLACK_MS = 60_000;
/** Timers do not count sleep, and Node's hold 24 days at most: the clock is looked at after this long at the latest. */
export const LONGEST_WAIT_MS = DAY_MS;

/** @param days What holds for phones that have no time of their own; 0: never. @returns null when it never expires */
export function expiresAt(
  device: Pick<Device, 'expiresAfterDays' | 'lastSeenAt' | 'pairedAt'>,
  days: number,
): number | null {
  const own = device.expiresAfterDays ?? days;
  return own === 0 ? null : (device.lastSeenAt ?? device.pairedAt) + own * DAY_MS;
}

export interface PhoneExpiryOptions {
  registry: Pick<DeviceRegistry, 'list' | 'dropAll'>;
  clock: Clock;
  /** The setting, as it is now. */
  days: () => number;
  /** A phone that is connected is used. */
  connected: (id: string) => boolean;
  expired: (devices: readonly Device[]) => void;
  failed: (error: unknown) => void;
}

export class PhoneExpiry {
  readonly #options: PhoneExpiryOptions;
  #cancel: () => void = () => {};
  #inGrace = false;
  #stopped = false;

  constructor(options: PhoneExpiryOptions) {
    this.#options = options;
  }

  /** Looks again when the next one is due; called whenever a phone, or the setting, has changed. */
  watch(): void {
    if (this.#stopped || this.#inGrace) return;
    this.#cancel();
    const { clock } = this.#options;
    const now = clock.now();
    const next = Math.min(...this.#idle().map(({ at }) => at));
    if (next === Number.POSITIVE_INFINITY) return;
    if (next > now) {
      this.#cancel = clock.after(Math.min(next - now, LONGEST_WAIT_MS), () => this.watch());
      return;
    }
    this.#inGrace = true;
    this.#cancel = clock.after(EXPIRY_GRACE_MS, () => void this.#graceEnded(now));
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }

  async #graceEnded(began: number): Promise<void> {
    const { registry, clock, expired, failed } = this.#options;
    const agree = Math.abs(clock.now() - began - EXPIRY_GRACE_MS) <= CLOCK_SLACK_MS;
    const due = agree ? this.#idle().filter(({ at }) => at <= began) : [];
    try {
      if (due.length > 0) {
        expired(
          await registry.dropAll(
            due.map(({ id }) => id),
            'expired',
          ),
        );
      }
    } catch (error) {
      // Dropped all the same until the next start, which finds them due again.
      failed(error);
    }
    this.#inGrace = false;
    this.watch();
  }

  /** Phones that are away and expire some time. */
  #idle(): { id: string; at: number }[] {
    const { registry, days, connected } = this.#options;
    return registry.list().flatMap((device) => {
      const at = expiresAt(device, days());
      return at === null || connected(device.id) ? [] : [{ id: device.id, at }];
    });
  }
}

/** One timer for all connections: pings each of them, and closes those from which nothing came back. */
import type { Clock } from './clock.ts';
import type { Connection } from './connection.ts';
import type { Counters } from './counters.ts';
import type { Limits } from './limits.ts';

export class Heartbeat {
  readonly #clock: Clock;
  readonly #counters: Counters;
  readonly #pingEvery: number;
  readonly #silence: number;
  readonly #connections: ReadonlySet<Connection>;
  #nextPing = 0;
  #cancel: (() => void) | undefined;

  /** @param connections kept by the caller, who tells of each change. */
  constructor(connections: ReadonlySet<Connection>, limits: Limits, clock: Clock, counters: Counters) {
    this.#connections = connections;
    this.#clock = clock;
    this.#counters = counters;
    this.#pingEvery = limits.pingSeconds * 1000;
    this.#silence = limits.silenceSeconds * 1000;
  }

  /** The timer runs only while there is somebody to ping. */
  added(): void {
    if (this.#cancel !== undefined) return;
    this.#nextPing = this.#clock.now() + this.#pingEvery;
    this.#arm();
  }

  removed(): void {
    if (this.#connections.size > 0) return;
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #arm(): void {
    let at = this.#nextPing;
    // A newcomer is silent for longer than the next ping takes to come, so only this loop can find an earlier end.
    for (const connection of this.#connections) at = Math.min(at, connection.lastHeard() + this.#silence);
    this.#cancel = this.#clock.after(Math.max(1, at - this.#clock.now()), () => this.#beat());
  }

  #beat(): void {
    const now = this.#clock.now();
    for (const connection of [...this.#connections]) {
      if (now - connection.lastHeard() >= this.#silence) connection.close('silent');
    }
    if (now >= this.#nextPing) {
      this.#nextPing = now + this.#pingEvery;
      for (const connection of this.#connections) {
        connection.ping();
        this.#counters.pings += 1;
      }
    }
    if (this.#connections.size > 0) this.#arm();
  }
}

/** The socket that wrappers call: one Unix socket that only the owner can reach, with a bound for everything. */
import { chmod, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import type { Clock } from '../clock.ts';
import { Call, type GateCall } from './call.ts';

/** Callers at once. Beyond it a caller is refused, and its action not run. */
export const MOST_CALLS = 128;
/** Connections at once; those between the two numbers are told why. */
const MOST_CONNECTIONS = MOST_CALLS + 32;
const TOO_MANY = 'Too much waits for a person already, so this was not run.';

export interface ListenerOptions {
  socket: string;
  clock: Clock;
  called(call: GateCall): void;
}

export class Listener {
  readonly #options: ListenerOptions;
  readonly #calls = new Set<Call>();
  #server: Server | null = null;

  constructor(options: ListenerOptions) {
    this.#options = options;
  }

  /** Rejects as `listen` and the file system do. Whoever calls holds the folder's lock: what lies there is left over. */
  async open(): Promise<void> {
    const { socket: path } = this.#options;
    await rm(path, { force: true });
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      const call = new Call({
        socket,
        clock: this.#options.clock,
        read: (read) => this.#options.called(read),
        ended: () => this.#calls.delete(call),
      });
      this.#calls.add(call);
      if (this.#calls.size > MOST_CALLS) call.refuse(TOO_MANY);
    });
    server.maxConnections = MOST_CONNECTIONS;
    // Bound under a private umask, so that it is never reachable for others, not even until its mode is set.
    const before = process.umask(0o177);
    const listening = new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(path, () => {
        server.off('error', reject);
        resolve();
      });
    });
    process.umask(before);
    await listening;
    await chmod(path, 0o600);
    this.#server = server;
  }

  /** Cuts off whoever waits: they call the next host, or give up by themselves. */
  async close(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server === null) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const call of this.#calls) call.cut();
    await closed;
  }
}

/** A real host with its real relay on loopback, and a phone whose clock and wires a test holds. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { createHost } from '../../../main/host/host.ts';
import type { Host } from '../../../main/host/options.ts';
import type { Environment, Socket } from '../../../phone/client/environment.ts';
import type { ConnectionState, HostConnection } from '../../../phone/client/types.ts';
import { webSuite } from '../../../protocol/suite-web.ts';
import { type Relay, startRelay } from '../../../relay/server.ts';

// ---- The desk

export interface Desk {
  readonly host: Host;
  /** A fresh pairing link. */
  link(): Promise<string>;
  /** Stops the host; `start` brings it back with the same data and the same relay. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

export async function startTestRelay(port = 0): Promise<Relay> {
  let relay: Relay | undefined;
  relay = await startRelay({ host: '127.0.0.1', port, names: () => [`127.0.0.1:${relay?.port ?? 0}`] });
  const running = relay;
  onTestFinished(() => running.close());
  return running;
}

/**
 * A host at the given relay, or with one of its own.
 * @param clientOrigin where links open; a page of this origin may connect.
 */
export async function startDesk(
  relay?: Relay,
  clientOrigin = relay ? 'https://app.outpost.example' : null,
): Promise<Desk> {
  const folder = await mkdtemp(join(tmpdir(), 'outpost-phone-'));
  const start = async () => {
    const host = await createHost({
      folder,
      version: '0.0.0',
      name: 'Desk',
      embedded: relay ? null : { port: 0, bind: '127.0.0.1', clientFiles: null },
      relays: relay ? [`ws://127.0.0.1:${relay.port}`] : [],
      clientOrigin,
      codex: null,
      demo: true,
    });
    await host.start();
    return host;
  };
  let host = await start();
  onTestFinished(async () => {
    await host.close();
    // A write that the last session caused may still be under way.
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return {
    get host() {
      return host;
    },
    async link() {
      const outcome = await host.api.run('pairing/open', {});
      if (!outcome.ok) throw new Error(outcome.refusal.message);
      return outcome.value.link;
    },
    stop: () => host.close(),
    async start() {
      host = await start();
      await relayConnected(host);
    },
  };
}

async function relayConnected(host: Host): Promise<void> {
  // A link is given out when a relay is there.
  await host.api.run('pairing/open', {});
  await host.api.run('pairing/close', {});
}

// ---- The phone

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** Says for each frame, counted from 0 in each direction of a socket, whether the wire breaks there. */
export type Wire = (direction: 'in' | 'out', frame: number) => 'pass' | 'cut';

export class Phone implements Environment {
  readonly suite = () => webSuite();
  subtle: SubtleCrypto | undefined = globalThis.crypto.subtle;
  secure = false;
  connected = true;
  /** How the next sockets behave. */
  wire: Wire = () => 'pass';
  /** Lengths of the frames that left, in order. */
  readonly sentLengths: number[] = [];
  /** URLs that were dialled, in order. */
  readonly dialled: string[] = [];
  readonly #sockets = new Set<WebSocket>();
  #timers: Timer[] = [];
  #silent = false;
  #now = 1_900_000_000_000;

  constructor() {
    onTestFinished(() => this.cut());
  }

  openSocket(url: string): Socket {
    this.dialled.push(url);
    const socket = new WebSocket(url, { perMessageDeflate: false });
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    return throttled(socket, {
      fate: this.wire,
      sent: (length) => this.sentLengths.push(length),
      silent: () => this.#silent,
    });
  }

  /** From now on nothing arrives any more, and no wire says so. */
  silence(): void {
    this.#silent = true;
  }

  /** Breaks every wire, without a goodbye. */
  cut(): void {
    for (const socket of this.#sockets) socket.terminate();
  }

  online(): boolean {
    return this.connected;
  }

  now(): number {
    return this.#now;
  }

  random(): number {
    return 0.5;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + ms, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Lets time pass, and runs what is due. */
  pass(ms: number): void {
    this.#now += ms;
    for (;;) {
      const due = this.#timers.filter(({ at }) => at <= this.#now).sort((a, b) => a.at - b.at)[0];
      if (!due) return;
      this.#timers = this.#timers.filter((timer) => timer !== due);
      due.run();
    }
  }

  /** Milliseconds until each timer that runs. */
  get waits(): number[] {
    return this.#timers.map(({ at }) => at - this.#now);
  }
}

interface Hold {
  readonly fate: Wire;
  sent(length: number): void;
  silent(): boolean;
}

function throttled(socket: WebSocket, hold: Hold): Socket {
  const count = { in: 0, out: 0 };
  const passes = (direction: 'in' | 'out'): boolean => {
    const fate = hold.fate(direction, count[direction]++);
    if (fate === 'cut') socket.terminate();
    return fate === 'pass' && !hold.silent();
  };
  const phone: Socket = {
    binaryType: 'arraybuffer',
    onmessage: null,
    onclose: null,
    onerror: null,
    send(data) {
      hold.sent(data.length);
      if (passes('out') && socket.readyState === WebSocket.OPEN) socket.send(data);
    },
    close: () => socket.close(),
  };
  socket.binaryType = 'arraybuffer';
  socket.on('message', (data) => {
    if (passes('in')) phone.onmessage?.({ data });
  });
  socket.on('error', () => phone.onerror?.());
  socket.on('close', (code) => phone.onclose?.({ code }));
  return phone;
}

// ---- Waiting for the thing itself

/** The first state, now or later, that fits. */
export function untilState<S extends ConnectionState>(
  connection: HostConnection,
  fits: (state: ConnectionState) => state is S,
): Promise<S>;
export function untilState(
  connection: HostConnection,
  fits: (state: ConnectionState) => boolean,
): Promise<ConnectionState>;
export function untilState(
  connection: HostConnection,
  fits: (state: ConnectionState) => boolean,
): Promise<ConnectionState> {
  return new Promise((resolve) => {
    const look = () => {
      const state = connection.state();
      if (!fits(state)) return;
      unlisten();
      resolve(state);
    };
    const unlisten = connection.listen({ changed: look });
    look();
  });
}

export const untilKind = (connection: HostConnection, kind: ConnectionState['kind']) =>
  untilState(connection, (state) => state.kind === kind);

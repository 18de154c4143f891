/**
 * A way for bytes that a test can break: a TCP proxy below WebSocket. It counts what passes, so that a fault strikes at
 * an exact byte or behind an exact WebSocket message of a connection, in one direction. What it holds back for a delay
 * lies in memory.
 */
import { createServer, connect as dial, type Server, type Socket } from 'node:net';
import { MessageEnds } from './message-ends.ts';

/** `up`: from who dialled to the server. */
export type Direction = 'up' | 'down';

/**
 * `reset`: both ends get an RST · `hole`: from then on nothing passes either way, no FIN either, and nobody is told ·
 * `swallow`: the same in this direction only.
 */
export type Break = 'reset' | 'hole' | 'swallow';

export interface Fault {
  /** Counted from the wire's first connection, from 0. */
  readonly connection: number;
  readonly direction: Direction;
  /** Bytes from the connection's first, or WebSocket messages behind the HTTP head. */
  readonly after: { readonly bytes: number } | { readonly messages: number };
  readonly how: Break;
}

/** How what passes is shaped; of every connection, also those that are open. */
export interface Shape {
  /** Milliseconds that each byte takes. */
  delay?: { up: number; down: number };
  /** At most so many bytes at a time, each in a turn of its own. */
  drip?: number;
}

/** What has passed through a connection, by direction. */
export type Passed = Record<Direction, { bytes: number; messages: number }>;

export class Wire {
  readonly #server: Server;
  readonly #connections: Connection[] = [];
  readonly #struck = new Map<Fault, () => void>();
  readonly #faults: Fault[] = [];
  shape: Shape = {};
  /** Where new connections lead. */
  target: number;

  private constructor(server: Server, target: number) {
    this.#server = server;
    this.target = target;
    server.on('connection', (socket) => this.#accept(socket));
  }

  /** A wire to this port of 127.0.0.1. */
  static async start(target: number): Promise<Wire> {
    const server = createServer({ allowHalfOpen: true, noDelay: true });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return new Wire(server, target);
  }

  get port(): number {
    return (this.#server.address() as { port: number }).port;
  }

  /** Of every connection so far, in the order in which they came. */
  get passed(): readonly Passed[] {
    return this.#connections.map(({ passed }) => passed);
  }

  /** For a connection that is still to come. @returns a promise that resolves when the fault has struck. */
  plan(fault: Fault): Promise<void> {
    this.#faults.push(fault);
    const struck = new Promise<void>((resolve) => this.#struck.set(fault, resolve));
    return struck;
  }

  /** Breaks what is open now. */
  break(how: 'reset' | 'hole'): void {
    for (const connection of this.#connections) connection.break(how, 'up');
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.break('reset');
    await closed;
  }

  #accept(socket: Socket): void {
    const number = this.#connections.length;
    const mine = this.#faults.filter((fault) => fault.connection === number);
    this.#connections.push(
      new Connection(socket, dial({ port: this.target, host: '127.0.0.1', allowHalfOpen: true }), {
        faults: mine,
        shape: () => this.shape,
        struck: (fault) => this.#struck.get(fault)?.(),
      }),
    );
  }
}

interface ConnectionOptions {
  readonly faults: readonly Fault[];
  readonly shape: () => Shape;
  readonly struck: (fault: Fault) => void;
}

interface Lane {
  readonly to: Socket;
  readonly ends: MessageEnds;
  fault: Fault | undefined;
  /** Whether what arrives is taken; false from the fault on. */
  taking: boolean;
  /** Whether what was taken is still written. */
  open: boolean;
  /** What was taken before is written before. */
  written: Promise<void>;
}

class Connection {
  readonly passed: Passed = { up: { bytes: 0, messages: 0 }, down: { bytes: 0, messages: 0 } };
  readonly #sockets: readonly [Socket, Socket];
  readonly #lanes: Record<Direction, Lane>;
  readonly #options: ConnectionOptions;

  constructor(client: Socket, server: Socket, options: ConnectionOptions) {
    this.#options = options;
    this.#sockets = [client, server];
    const lane = (to: Socket, direction: Direction): Lane => ({
      to,
      ends: new MessageEnds(),
      fault: options.faults.find((fault) => fault.direction === direction),
      taking: true,
      open: true,
      written: Promise.resolve(),
    });
    this.#lanes = { up: lane(server, 'up'), down: lane(client, 'down') };
    server.setNoDelay(true);
    this.#join(client, 'up');
    this.#join(server, 'down');
  }

  break(how: Break, direction: Direction): void {
    const lanes = how === 'swallow' ? [this.#lanes[direction]] : Object.values(this.#lanes);
    for (const lane of lanes) {
      lane.taking = false;
      lane.open = false;
    }
    if (how === 'reset') for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  #join(from: Socket, direction: Direction): void {
    const lane = this.#lanes[direction];
    from.on('data', (chunk: Buffer) => this.#take(chunk, direction));
    from.on('error', () => {}); // `close` follows
    from.on('end', () => this.#behind(lane, () => lane.to.end()));
    from.on('close', (broken) =>
      this.#behind(lane, () => (broken ? lane.to.resetAndDestroy() : lane.to.end())),
    );
  }

  /** In its turn, and only while the lane is open: no FIN passes through a hole. */
  #behind(lane: Lane, act: () => void): void {
    lane.written = lane.written.then(() => {
      if (lane.open && !lane.to.destroyed) act();
    });
  }

  #take(chunk: Buffer, direction: Direction): void {
    const lane = this.#lanes[direction];
    if (!lane.taking) return;
    const { fault } = lane;
    const at = fault === undefined ? chunk.length : this.#reach(chunk, direction, fault);
    const whole = chunk.subarray(0, at);
    const count = this.passed[direction];
    count.bytes += whole.length;
    lane.ends.take(whole);
    count.messages = lane.ends.count;
    this.#pass(whole, lane, direction);
    if (fault === undefined || !reached(count, fault)) return;
    lane.fault = undefined;
    lane.taking = false;
    lane.written = lane.written.then(async () => {
      // What came before it still arrives: an RST that is on its heels would take it along.
      for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
      this.break(fault.how, direction);
      this.#options.struck(fault);
    });
  }

  /** How many bytes of the chunk lie before the fault. */
  #reach(chunk: Buffer, direction: Direction, { after }: Fault): number {
    if ('bytes' in after) return Math.min(chunk.length, after.bytes - this.passed[direction].bytes);
    return this.#lanes[direction].ends.reach(chunk, after.messages);
  }

  #pass(bytes: Buffer, lane: Lane, direction: Direction): void {
    const { delay, drip = Number.POSITIVE_INFINITY } = this.#options.shape();
    const due = Date.now() + (delay?.[direction] ?? 0);
    lane.written = lane.written.then(async () => {
      const wait = due - Date.now();
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      for (let at = 0; at < bytes.length; at += drip) {
        if (!lane.open || lane.to.destroyed) return;
        lane.to.write(bytes.subarray(at, at + drip));
        if (at + drip < bytes.length) await new Promise((resolve) => setImmediate(resolve));
      }
    });
  }
}

const reached = (count: { bytes: number; messages: number }, { after }: Fault): boolean =>
  'bytes' in after ? count.bytes >= after.bytes : count.messages >= after.messages;

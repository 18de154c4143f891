/**
 * One WebSocket to a host or a device: sends, receives, ends with a named reason. The relay owns the socket below
 * (it took the upgrade itself), so what waits to be sent, and when that has drained, are Node's public stream API.
 */
import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import { CloseCode, type CloseName } from '../protocol/relay-frames.ts';
import type { Clock } from './clock.ts';
import type { Channel, Host } from './room.ts';

/** What lies below the WebSocket: a TCP socket, or one end of a pair within this process, which counts no bytes. */
export type Transport = Duplex & { readonly bytesRead?: number };

/**
 * A WebSocket that says everything to its connection. Listeners would be held in a table of its own by each of them, which
 * is more than all that the relay itself holds of one.
 */
export class PeerSocket extends WebSocket {
  connection: Connection | undefined;

  override emit(event: string | symbol, data?: unknown, isBinary?: unknown): boolean {
    this.connection?.hear(event, data, isBinary);
    return this.connection !== undefined;
  }
}

export interface ConnectionOptions {
  readonly socket: Transport;
  readonly webSocket: PeerSocket;
  /** What limits count for; see `clientAddress`. */
  readonly address: string;
  readonly clock: Clock;
  /** What may arrive before `admit()`. */
  readonly earlyBytes: number;
  /** Once, as soon as the connection is of no more use. `undefined`: the peer ended it. */
  readonly onGone: (connection: Connection, why: CloseName | undefined) => void;
}

/** Gets each binary message of a connection. */
export type Receive = (connection: Connection, frame: Buffer) => void;

/** Back-pressure of admitted peers: one for all of a kind. */
export interface Pressure {
  /** Bytes waiting for the peer above which it counts as slow; at least a stream's high-water mark. */
  readonly bytes: number;
  /** More than that waits. Then `onDrained` follows, unless the connection ends first. */
  readonly onSlow: (connection: Connection) => void;
  /** The peer took all that waited. */
  readonly onDrained: (connection: Connection) => void;
}

/**
 * Most of the relay's memory is connections at rest. So what is the same for all of a kind is held once, not as a closure
 * for each, and what is needed for the greeting only is let go with it.
 */
export class Connection {
  /** Set by whoever speaks with this peer; not called after the end. */
  receive: Receive = ignore;
  /** What the peer became, once it is admitted. */
  seat: Host<Connection> | Channel<Connection> | undefined;
  readonly address: string;
  readonly #socket: Transport;
  readonly #webSocket: PeerSocket;
  readonly #clock: Clock;
  readonly #onGone: ConnectionOptions['onGone'];
  #gone = false;
  #pressure: Pressure | undefined;
  #slow = false;
  #batching = false;
  #heardAt: number;
  #bytesHeard: number | undefined;
  #stopCounting: (() => void) | undefined;

  constructor({ socket, webSocket, address, clock, earlyBytes, onGone }: ConnectionOptions) {
    this.#socket = socket;
    this.#webSocket = webSocket;
    this.#clock = clock;
    this.#onGone = onGone;
    this.address = address;
    this.#heardAt = clock.now();
    this.#bytesHeard = socket.bytesRead;
    webSocket.connection = this;
    this.#stopCounting = this.#countEarlyBytes(earlyBytes);
  }

  get admitted(): boolean {
    return this.#pressure !== undefined;
  }

  /** Bytes that the peer has not yet taken from us. */
  get waiting(): number {
    return this.#socket.writableLength;
  }

  /** Whether more than its `Pressure.bytes` waited, and not all of it has been taken since. */
  get slow(): boolean {
    return this.#slow;
  }

  /** From now on the peer may send long frames, and is watched for being slow. */
  admit(pressure: Pressure): void {
    this.#pressure = pressure;
    this.#stopCounting?.();
    this.#stopCounting = undefined;
    this.lastHeard();
  }

  /**
   * Sends the very bytes, without a copy: they must not be changed afterwards. What is sent while one chunk of input
   * is being worked through leaves in one system call right behind it, which is most of a forwarder's cost.
   */
  send(frame: Uint8Array): void {
    if (!this.#batching) {
      this.#batching = true;
      this.#socket.cork();
      process.nextTick(() => this.flush());
    }
    this.#webSocket.send(frame);
  }

  /** Hands what was sent to the system now. Afterwards `waiting` says what it would not take. */
  flush(): void {
    if (!this.#batching) return;
    this.#batching = false;
    this.#socket.uncork();
    const pressure = this.#pressure;
    if (pressure === undefined || this.#slow || this.waiting <= pressure.bytes) return;
    this.#slow = true;
    this.#socket.once('drain', () => {
      this.#slow = false;
      if (!this.#gone) pressure.onDrained(this);
    });
    pressure.onSlow(this);
  }

  ping(): void {
    if (!this.#gone) this.#webSocket.ping();
  }

  stopReading(): void {
    this.#webSocket.pause();
  }

  goOnReading(): void {
    this.#heardAt = this.#clock.now();
    this.#webSocket.resume();
  }

  /**
   * When the last byte came: exact for a pong, and for anything else the moment at which this was first asked
   * afterwards, so that no message costs a look at the clock.
   */
  lastHeard(): number {
    // What is deliberately not read cannot be heard.
    if (this.#socket.bytesRead !== this.#bytesHeard || this.#webSocket.isPaused) {
      this.#bytesHeard = this.#socket.bytesRead;
      this.#heardAt = this.#clock.now();
    }
    return this.#heardAt;
  }

  /** Ends with a code that tells why. The socket is destroyed soon after, whatever the peer does. */
  close(why: CloseName): void {
    if (this.#gone) return;
    if (why === 'earlyBytes') this.stopReading();
    this.#webSocket.close(CloseCode[why]);
    this.#end(why);
  }

  #end(why: CloseName | undefined): void {
    if (this.#gone) return;
    this.#gone = true;
    this.receive = ignore;
    this.#stopCounting?.();
    this.#onGone(this, why);
  }

  /** `maxPayload` is one number for life, so a stranger's bytes are counted on the socket, before they are kept. */
  #countEarlyBytes(allowed: number): () => void {
    let early = 0;
    const count = (chunk: Buffer) => {
      early += chunk.length;
      if (early > allowed) this.close('earlyBytes');
    };
    this.#socket.prependListener('data', count);
    return () => this.#socket.off('data', count);
  }

  /** What its WebSocket has to say; nobody else calls this. */
  hear(event: string | symbol, data: unknown, isBinary: unknown): void {
    switch (event) {
      case 'message':
        if (this.#gone) return;
        if (isBinary) this.receive(this, data as Buffer);
        else this.close('badFrame');
        return;
      case 'pong':
        this.#heardAt = this.#clock.now();
        return;
      case 'error': {
        // The WebSocket layer closes by itself, with a code of RFC 6455; here it only gets its name.
        const { code } = data as Error & { code?: string };
        this.#end(code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH' ? 'frameTooBig' : 'badFrame');
        return;
      }
      case 'close':
        this.#end(undefined);
    }
  }
}

function ignore(): void {}

/**
 * One WebSocket to a host or a device: sends, receives, ends with a named reason. The relay owns the socket below
 * (it took the upgrade itself), so what waits to be sent, and when that has drained, are Node's public stream API.
 */
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { CloseCode, type CloseName } from '../protocol/relay-frames.ts';
import type { Clock } from './clock.ts';

/** What lies below the WebSocket: a TCP socket, or one end of a pair within this process, which counts no bytes. */
export type Transport = Duplex & { readonly bytesRead?: number };

export interface ConnectionOptions {
  readonly socket: Transport;
  readonly webSocket: WebSocket;
  /** What limits count for; see `clientAddress`. */
  readonly address: string;
  readonly clock: Clock;
  /** What may arrive before `admit()`. */
  readonly earlyBytes: number;
  /** Once, as soon as the connection is of no more use. `undefined`: the peer ended it. */
  readonly onGone: (connection: Connection, why: CloseName | undefined) => void;
}

/** Back-pressure of admitted peers: one for all of a kind, because what each connection holds is held thousands of times. */
export interface Pressure {
  /** Bytes waiting for the peer above which it counts as slow; at least a stream's high-water mark. */
  readonly bytes: number;
  /** More than that waits. Then `onDrained` follows, unless the connection ends first. */
  readonly onSlow: (connection: Connection) => void;
  /** The peer took all that waited. */
  readonly onDrained: (connection: Connection) => void;
}

export class Connection {
  /** Gets each binary message. Set by whoever speaks with this peer; not called after the end. */
  receive: (frame: Buffer) => void = ignore;
  readonly address: string;
  readonly #socket: Transport;
  readonly #webSocket: WebSocket;
  readonly #clock: Clock;
  readonly #onGone: ConnectionOptions['onGone'];
  #gone = false;
  #pressure: Pressure | undefined;
  #slow = false;
  #batching = false;
  #heardAt: number;
  #bytesHeard: number | undefined;

  constructor({ socket, webSocket, address, clock, earlyBytes, onGone }: ConnectionOptions) {
    this.#socket = socket;
    this.#webSocket = webSocket;
    this.#clock = clock;
    this.#onGone = onGone;
    this.address = address;
    this.#heardAt = clock.now();
    this.#bytesHeard = socket.bytesRead;
    webSocket.on('message', (data: Buffer, isBinary: boolean) => {
      if (this.#gone) return;
      if (isBinary) this.receive(data);
      else this.close('badFrame');
    });
    webSocket.on('pong', () => {
      this.#heardAt = clock.now();
    });
    // The WebSocket layer closes by itself, with a code of RFC 6455; here it only gets its name.
    webSocket.on('error', (error: Error & { code?: string }) => {
      this.#end(error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH' ? 'frameTooBig' : 'badFrame');
    });
    webSocket.on('close', () => this.#end(undefined));
    this.#watchEarlyBytes(earlyBytes);
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
    this.#onGone(this, why);
  }

  /** `maxPayload` is one number for life, so a stranger's bytes are counted on the socket, before they are kept. */
  #watchEarlyBytes(allowed: number): void {
    let early = 0;
    const count = (chunk: Buffer) => {
      early += chunk.length;
      if (early > allowed && !this.admitted) this.close('earlyBytes');
      if (early > allowed || this.admitted || this.#gone) this.#socket.off('data', count);
    };
    this.#socket.prependListener('data', count);
  }
}

function ignore(): void {}

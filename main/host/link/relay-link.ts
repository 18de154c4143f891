/**
 * The host's connection to one relay: dials it, proves the host's identity, says whom to admit, and hands each
 * device's channel on. Comes back by itself for ever. What the relay says of channels is taken as a hint: everything
 * that matters is decided by what opens under seal.
 */
import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import type { Bytes } from '../../../protocol/bytes.ts';
import {
  type Admission,
  CloseCode,
  type ClosedReason,
  decodeFromRelay,
  encodeAdmissions,
  encodeData,
  encodeHostAuth,
  encodeShut,
  type FrameFromRelay,
  hostAuthMessage,
  RelayFrameError,
  type ShutReason,
} from '../../../protocol/relay-frames.ts';
import { authorityOf } from '../../../protocol/relay-url.ts';
import { backoff, type Clock } from '../clock.ts';
import type { HostIdentity } from '../identity.ts';
import type { Log } from '../options.ts';

const FIRST_WAIT_MS = 500;
const MOST_WAIT_MS = 15_000;
/** Another machine has this identity: look again each minute, do not fight. */
const REPLACED_WAIT_MS = 60_000;
const HELLO_WITHIN_MS = 10_000;
/** The relay pings each 25 s. */
const SILENT_FOR_MS = 70_000;
/** Bytes that wait for this connection above which every channel counts as blocked. */
const HIGH_WATER = 256 * 1024;
const MAX_FRAME = 1024 * 1024;
/** A relay that opens more is not one that admits only whom it was told to. */
const MAX_CHANNELS = 256;

/** What a channel needs of the way to its device. */
export interface ChannelPort {
  send(sealed: Bytes): void;
  /** Nothing should be sent now; `unblocked` says when again. */
  blocked(): boolean;
  shut(reason: ShutReason): void;
}

export interface ChannelHandler {
  receive(bytes: Bytes): void;
  unblocked(): void;
  /** The way is gone. Nothing can be sent any more. */
  closed(): void;
}

export type RelayState =
  | { kind: 'connecting' }
  | { kind: 'connected' }
  | { kind: 'waiting'; why: 'unreachable' | 'refused' | 'lost' }
  | { kind: 'replaced' };

export interface RelayLinkOptions {
  url: string;
  identity: HostIdentity;
  clock: Clock;
  random: () => number;
  log: Log;
  /** How the relay is reached where that is not the network; the URL still says under which name it is signed for. */
  connect?: () => Duplex;
  admissions: () => Admission[];
  changed: (state: RelayState) => void;
  opened: (port: ChannelPort) => ChannelHandler;
}

export class RelayLink {
  readonly url: string;
  readonly #options: RelayLinkOptions;
  #state: RelayState = { kind: 'connecting' };
  #connection: Connection | null = null;
  #attempt = 0;
  #cancelRetry: (() => void) | null = null;
  #closed = false;

  constructor(options: RelayLinkOptions) {
    this.url = options.url;
    this.#options = options;
  }

  state(): RelayState {
    return this.#state;
  }

  start(): void {
    this.#dial();
  }

  /** Dials again now, if it waits for that. */
  retry(): void {
    if (this.#cancelRetry === null) return;
    this.#cancelRetry();
    this.#attempt = 0;
    this.#dial();
  }

  /** Says anew whom to admit. Resolves when the relay admits them, or at once when it is not connected. */
  async readmit(): Promise<void> {
    await this.#connection?.readmit();
  }

  /** Ends every channel at once. Resolves when the connection has ended too. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelRetry?.();
    await this.#connection?.close();
  }

  #dial(): void {
    this.#cancelRetry = null;
    this.#connection = new Connection(this.#options, {
      ready: () => {
        this.#attempt = 0;
        this.#set({ kind: 'connected' });
      },
      ended: (code, wasReady) => this.#ended(code, wasReady),
    });
  }

  #ended(code: number, wasReady: boolean): void {
    this.#connection = null;
    if (this.#closed) return;
    const replaced = code === CloseCode.replaced;
    if (replaced) this.#set({ kind: 'replaced' });
    else this.#set({ kind: 'waiting', why: wasReady ? 'lost' : code === 1006 ? 'unreachable' : 'refused' });
    this.#options.log.info({ code }, 'relay connection ended');
    const wait = replaced
      ? REPLACED_WAIT_MS
      : backoff(this.#attempt++, FIRST_WAIT_MS, MOST_WAIT_MS, this.#options.random);
    this.#cancelRetry = this.#options.clock.after(wait, () => this.#dial());
  }

  #set(state: RelayState): void {
    this.#state = state;
    this.#options.changed(state);
  }
}

interface ConnectionEvents {
  ready(): void;
  ended(code: number, wasReady: boolean): void;
}

interface OpenChannel {
  handler: ChannelHandler;
  paused: boolean;
}

/** One WebSocket, from the dial to its end. */
class Connection {
  readonly #options: RelayLinkOptions;
  readonly #events: ConnectionEvents;
  readonly #socket: WebSocket;
  readonly #channels = new Map<number, OpenChannel>();
  #ready = false;
  /** It was closed, from here or there: what still comes is not looked at. */
  #over = false;
  #full = false;
  #revision = 0;
  #admitting = new Map<number, () => void>();
  #heardAt: number;
  #cancelTimer: () => void;

  constructor(options: RelayLinkOptions, events: ConnectionEvents) {
    this.#options = options;
    this.#events = events;
    this.#heardAt = options.clock.now();
    this.#socket = new WebSocket(`${options.url.replace(/\/$/, '')}/v1/host`, {
      perMessageDeflate: false,
      maxPayload: MAX_FRAME,
      handshakeTimeout: HELLO_WITHIN_MS,
      ...(options.connect && { createConnection: options.connect }),
    });
    this.#cancelTimer = options.clock.after(HELLO_WITHIN_MS, () => this.#socket.terminate());
    this.#socket.on('message', (data, isBinary) => this.#receive(data as Buffer, isBinary));
    this.#socket.on('ping', () => this.#heard());
    // An error is always followed by `close`.
    this.#socket.on('error', (error) =>
      options.log.debug({ code: (error as NodeJS.ErrnoException).code }, 'relay socket'),
    );
    this.#socket.on('close', (code) => this.#closed(code));
  }

  readmit(): Promise<void> {
    if (!this.#ready) return Promise.resolve();
    const revision = ++this.#revision;
    this.#socket.send(encodeAdmissions(revision, this.#options.admissions()));
    return new Promise((resolve) => this.#admitting.set(revision, resolve));
  }

  close(): Promise<void> {
    this.#endChannels();
    this.#socket.close(1001);
    this.#cancelTimer();
    // A relay that does not answer the close is not waited for.
    this.#cancelTimer = this.#options.clock.after(1000, () => this.#socket.terminate());
    return new Promise((resolve) => this.#socket.once('close', () => resolve()));
  }

  #heard(): void {
    this.#heardAt = this.#options.clock.now();
  }

  #receive(data: Buffer, isBinary: boolean): void {
    if (this.#over) return;
    this.#heard();
    try {
      // A text message has no frame's first byte, so it is refused like any other nonsense.
      this.#take(decodeFromRelay(isBinary ? data : new Uint8Array()));
    } catch (error) {
      if (!(error instanceof RelayFrameError)) throw error;
      this.#options.log.warn({ kind: error.kind }, 'the relay sent something that is no frame');
      this.#socket.close(CloseCode.badFrame);
    }
  }

  #take(frame: FrameFromRelay): void {
    switch (frame.type) {
      case 'challenge': {
        const { identity, url } = this.#options;
        const signature = identity.sign(hostAuthMessage(frame.nonce, authorityOf(url)));
        this.#socket.send(encodeHostAuth(identity.publicKey, signature));
        return;
      }
      case 'hostReady':
        this.#begin();
        return;
      case 'admitting':
        // An answer to one revision holds for those before it.
        for (const [revision, resolve] of this.#admitting) {
          if (revision > frame.revision) continue;
          this.#admitting.delete(revision);
          resolve();
        }
        return;
      case 'opened':
        this.#open(frame.channel);
        return;
      case 'closed':
        this.#end(frame.channel, frame.reason);
        return;
      case 'data':
        this.#channels.get(frame.channel)?.handler.receive(frame.bytes);
        return;
      case 'pause':
      case 'resume': {
        const channel = this.#channels.get(frame.channel);
        if (channel === undefined) return;
        channel.paused = frame.type === 'pause';
        if (!channel.paused) channel.handler.unblocked();
        return;
      }
      case 'admitted':
        return; // meant for devices
    }
  }

  #begin(): void {
    if (this.#ready) return;
    this.#ready = true;
    this.#cancelTimer();
    this.#watch();
    this.readmit().then(() => {
      // What waits for a relay's word also ends with the connection.
      if (!this.#over) this.#events.ready();
    });
  }

  /** One timer that looks whether the relay still speaks, instead of one for each message. */
  #watch(): void {
    const { clock } = this.#options;
    this.#cancelTimer = clock.after(SILENT_FOR_MS / 2, () => {
      // From a clock that was put back, the wait begins anew.
      this.#heardAt = Math.min(this.#heardAt, clock.now());
      if (clock.now() - this.#heardAt > SILENT_FOR_MS) this.#socket.terminate();
      else this.#watch();
    });
  }

  #open(id: number): void {
    if (this.#channels.has(id)) return;
    if (this.#channels.size >= MAX_CHANNELS) {
      this.#socket.send(encodeShut(id, 'overloaded'));
      return;
    }
    const channel: OpenChannel = { handler: null as unknown as ChannelHandler, paused: false };
    this.#channels.set(id, channel);
    channel.handler = this.#options.opened({
      send: (sealed) => this.#send(id, sealed),
      blocked: () => channel.paused || this.#full,
      shut: (reason) => {
        if (!this.#channels.delete(id)) return;
        this.#socket.send(encodeShut(id, reason));
      },
    });
  }

  #end(id: number, reason: ClosedReason): void {
    const channel = this.#channels.get(id);
    if (channel === undefined) return;
    this.#channels.delete(id);
    this.#options.log.debug({ reason }, 'channel closed by the relay');
    channel.handler.closed();
  }

  #send(id: number, sealed: Bytes): void {
    if (!this.#channels.has(id)) return;
    const frame = encodeData(id, sealed);
    // Once it is full, every frame looks whether it was the last: the one that finds it drained says so.
    if (!this.#full && this.#socket.bufferedAmount < HIGH_WATER) {
      this.#socket.send(frame);
      return;
    }
    this.#full = true;
    this.#socket.send(frame, () => {
      if (!this.#full || this.#socket.bufferedAmount >= HIGH_WATER / 2) return;
      this.#full = false;
      for (const channel of [...this.#channels.values()]) if (!channel.paused) channel.handler.unblocked();
    });
  }

  #closed(code: number): void {
    this.#cancelTimer();
    this.#endChannels();
    for (const resolve of this.#admitting.values()) resolve();
    this.#admitting.clear();
    this.#events.ended(code, this.#ready);
  }

  #endChannels(): void {
    this.#over = true;
    const channels = [...this.#channels.values()];
    this.#channels.clear();
    for (const channel of channels) channel.handler.closed();
  }
}

/**
 * A relay in the hands of an adversary. Left alone it switches as a relay should, records all that it sees, and keeps
 * every rule but one: it does whatever a test asks of it. It knows what any relay knows, and no more.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Bytes, toHex } from '../../protocol/bytes.ts';
import { hostIdOf, hostPublicKey } from '../../protocol/identity.ts';
import {
  type Admission,
  type Admit,
  CloseCode,
  type ClosedReason,
  closeNameOfShut,
  decodeFromDevice,
  decodeFromHost,
  encodeAdmitted,
  encodeAdmitting,
  encodeChallenge,
  encodeClosed,
  encodeData,
  encodeHostReady,
  encodeOpened,
  type HostAuth,
} from '../../protocol/relay-frames.ts';
import { hostLimits, resolveLimits } from '../../relay/limits.ts';

export type Way = 'toHost' | 'toDevice';

/** A host as the relay sees it. */
export interface Seat {
  readonly id: string;
  readonly socket: WebSocket;
  readonly auth: HostAuth;
  admissions: readonly Admission[];
  /** It has said whom to admit. */
  admitting: boolean;
  lastChannel: number;
}

/** One channel: a device's connection, or one that the relay made up (`device` is then `null`). */
export interface Line {
  readonly id: number;
  readonly seat: Seat;
  readonly key: Bytes;
  readonly device: WebSocket | null;
  /** All payloads in the order in which they came to the relay. */
  readonly seen: Record<Way, Bytes[]>;
  /** The host ended it. */
  shut: boolean;
}

/** A payload on its way. `number` counts from 0 on its line and way: 0 is Hello or HostHello. */
export interface Passing {
  readonly line: Line;
  readonly way: Way;
  readonly number: number;
  readonly bytes: Bytes;
}

/** What is forwarded in place of a payload: itself, nothing, or anything else. */
export type Mischief = (passing: Passing) => readonly Bytes[];

const honest: Mischief = ({ bytes }) => [bytes];

export interface HostileRelayOptions {
  /** Answers what is no WebSocket: serves the phone's page, where a test needs one. */
  readonly page?: Parameters<typeof createServer>[1];
  readonly port?: number;
}

export class HostileRelay {
  readonly seats = new Map<string, Seat>();
  /** Every channel there ever was, in order. */
  readonly lines: Line[] = [];
  readonly admits: { hostId: string; frame: Admit }[] = [];
  /** Decides what becomes of each payload. */
  meddle: Mischief = honest;
  /** To which host a device that asks for this one is led. */
  wires: (hostId: string) => string = (hostId) => hostId;
  /** The nonce that a host or a device is asked to sign. */
  nonce: () => Bytes = () => new Uint8Array(randomBytes(32));
  /** Whether a device's connection ends when its host says so. */
  obeysShut = true;
  /** Whether a host is told that a device left. */
  saysWhoLeft = true;
  /** Whether only those are let through whom the host admits. */
  asksAdmission = true;
  readonly #http: Server;
  readonly #webSockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  readonly #held: { way: Way; send: () => void }[] = [];
  readonly #holding = new Set<Way>();
  readonly #waiting = new Set<() => void>();

  private constructor({ page }: HostileRelayOptions) {
    this.#http = createServer(page ?? ((_request, response) => response.writeHead(404).end()));
    this.#http.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  static async start(options: HostileRelayOptions = {}): Promise<HostileRelay> {
    const relay = new HostileRelay(options);
    relay.#http.listen(options.port ?? 0, '127.0.0.1');
    await once(relay.#http, 'listening');
    return relay;
  }

  get authority(): string {
    return `127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  get url(): string {
    return `ws://${this.authority}`;
  }

  /** From now on it is a relay like any other. What it holds back is lost; every device has to come anew. */
  behave(): void {
    this.meddle = honest;
    this.wires = (hostId) => hostId;
    this.nonce = () => new Uint8Array(randomBytes(32));
    this.obeysShut = true;
    this.saysWhoLeft = true;
    this.asksAdmission = true;
    this.#holding.clear();
    this.#held.length = 0;
    this.cutDevices();
  }

  /** Pings the hosts, as relays do; resolves when they have answered. */
  async keepAlive(): Promise<void> {
    const pongs = [...this.seats.values()].map(({ socket }) => once(socket, 'pong'));
    for (const { socket } of this.seats.values()) socket.ping();
    await Promise.all(pongs);
  }

  cutDevices(): void {
    for (const { device } of this.lines) device?.terminate();
  }

  async close(): Promise<void> {
    for (const socket of this.#webSockets.clients) socket.terminate();
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  // ---- What it can do

  /** Sends a payload to the host as if it came by this channel. */
  toHost(line: Line, bytes: Bytes): void {
    line.seat.socket.send(encodeData(line.id, bytes));
  }

  toDevice(line: Line, bytes: Bytes): void {
    line.device?.send(encodeData(0, bytes));
  }

  /** Says that a device came which did not. */
  openOwn(hostId: string, key: Bytes = this.seats.get(hostId)!.admissions[0]!.key): Line {
    return this.#open(this.seats.get(hostId)!, key, null);
  }

  /** Says again that a channel was opened, maybe under another key. */
  lieOpened(line: Line, key: Bytes): void {
    line.seat.socket.send(encodeOpened(line.id, key));
  }

  /** Says that a channel is closed that is not. */
  lieClosed(line: Line, reason: ClosedReason): void {
    line.seat.socket.send(encodeClosed(line.id, reason));
  }

  /** Keeps all payloads of one way until they are released. */
  hold(...ways: Way[]): void {
    for (const way of ways) this.#holding.add(way);
  }

  release(): void {
    this.#holding.clear();
    this.releaseFirst(this.#held.length);
  }

  /** Lets so many of them go, and keeps back what comes. */
  releaseFirst(count: number): void {
    for (const { send } of this.#held.splice(0, count)) send();
  }

  /** How many payloads it keeps back. */
  get held(): number {
    return this.#held.length;
  }

  /** Resolves when this is so, looked at again with everything that comes. */
  until(fits: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!fits()) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }

  /** All that crossed, in either way, as one text: for looking whether something can be read in it. */
  everything(): string {
    return this.lines
      .flatMap(({ seen }) => [...seen.toHost, ...seen.toDevice])
      .map((bytes) => Buffer.from(bytes).toString('latin1'))
      .join('\n');
  }

  // ---- What a relay does

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      webSocket.on('error', () => {});
      const [, version, door, hostId] = (request.url ?? '').split('/');
      if (version !== 'v1') webSocket.terminate();
      else if (door === 'host') this.#greetHost(webSocket);
      else this.#greetDevice(webSocket, hostId ?? '');
    });
  }

  #greetHost(socket: WebSocket): void {
    socket.send(encodeChallenge(this.nonce()));
    let seat: Seat | undefined;
    socket.on('message', (data: Buffer) => {
      const frame = decodeFromHost(Uint8Array.from(data));
      if (frame.type === 'hostAuth') {
        const id = hostIdOf(hostPublicKey(frame.hostPublicKey));
        seat = { id, socket, auth: frame, admissions: [], admitting: false, lastChannel: 0 };
        this.seats.set(id, seat);
        socket.send(encodeHostReady(hostLimits(resolveLimits())));
      } else if (frame.type === 'admissions' && seat) {
        seat.admissions = frame.admissions;
        seat.admitting = true;
        socket.send(encodeAdmitting(frame.revision));
      } else if (frame.type === 'data') {
        const line = this.#lineOf(seat, frame.channel);
        if (line) this.#pass(line, 'toDevice', frame.bytes);
      } else if (frame.type === 'shut') {
        const line = this.#lineOf(seat, frame.channel);
        if (line) {
          line.shut = true;
          if (this.obeysShut) line.device?.close(CloseCode[closeNameOfShut[frame.reason]]);
        }
      }
      this.#look();
    });
    socket.on('close', () => {
      if (seat && this.seats.get(seat.id) === seat) this.seats.delete(seat.id);
      for (const line of this.lines) if (line.seat === seat) line.device?.close(CloseCode.hostAbsent);
      this.#look();
    });
  }

  #greetDevice(socket: WebSocket, hostId: string): void {
    socket.send(encodeChallenge(this.nonce()));
    let line: Line | undefined;
    socket.on('message', (data: Buffer) => {
      const frame = decodeFromDevice(Uint8Array.from(data));
      if (frame.type === 'admit') {
        this.admits.push({ hostId, frame });
        const seat = this.seats.get(this.wires(hostId));
        const admitted = seat?.admissions.some(({ key }) => toHex(key) === toHex(frame.admissionKey));
        if (seat && (admitted || !this.asksAdmission)) {
          line = this.#open(seat, frame.admissionKey, socket);
          socket.send(encodeAdmitted());
        } else socket.close(CloseCode.hostAbsent);
      } else if (line) this.#pass(line, 'toHost', frame.bytes);
      this.#look();
    });
    socket.on('close', () => {
      if (line && !line.shut && this.saysWhoLeft) line.seat.socket.send(encodeClosed(line.id, 'deviceLeft'));
      this.#look();
    });
  }

  #open(seat: Seat, key: Bytes, device: WebSocket | null): Line {
    const id = ++seat.lastChannel;
    const line: Line = { id, seat, key, device, seen: { toHost: [], toDevice: [] }, shut: false };
    this.lines.push(line);
    seat.socket.send(encodeOpened(id, key));
    return line;
  }

  #pass(line: Line, way: Way, bytes: Bytes): void {
    const number = line.seen[way].push(bytes) - 1;
    for (const each of this.meddle({ line, way, number, bytes })) {
      const send = () => (way === 'toHost' ? this.toHost(line, each) : this.toDevice(line, each));
      if (this.#holding.has(way)) this.#held.push({ way, send });
      else send();
    }
  }

  #lineOf(seat: Seat | undefined, id: number): Line | undefined {
    return this.lines.find((line) => line.seat === seat && line.id === id);
  }

  #look(): void {
    for (const look of [...this.#waiting]) look();
  }
}

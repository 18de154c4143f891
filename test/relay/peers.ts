/** A host and a device as the relay sees them, over real sockets, for tests. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type ClientOptions, WebSocket } from 'ws';
import { type HostId, hostIdOf } from '../../protocol/identity.ts';
import { nodeSuite } from '../../protocol/node/suite.ts';
import {
  type Admission,
  admitMessage,
  CloseCode,
  decodeFromRelay,
  encodeAdmissions,
  encodeAdmit,
  encodeData,
  encodeHostAuth,
  type FrameFromRelay,
  hostAuthMessage,
} from '../../protocol/relay-frames.ts';
import { type Relay, type RelayOptions, startRelay } from '../../relay/server.ts';

export interface Identity {
  readonly seed: Uint8Array;
  readonly publicKey: Uint8Array;
}

export function identity(number: number): Identity {
  const seed = new Uint8Array(32).fill(number);
  return { seed, publicKey: nodeSuite.ed25519.publicKey(seed) };
}

/** A relay on loopback that answers to its own address, with whatever a test wants otherwise. */
export function startTestRelay(options: Partial<RelayOptions> = {}): Promise<Relay> {
  return startRelay({ host: '127.0.0.1', port: 0, names: ['relay.example:443'], ...options });
}

export const NAME = 'relay.example:443';

/** One end of a WebSocket: frames in the order they came, and how it ended. */
export class Peer {
  readonly webSocket: WebSocket;
  /** The TCP socket below, once open. */
  socket: Socket | undefined;
  /** The name of the close code, or its number when it is none of ours. */
  readonly closed: Promise<string>;
  readonly #frames: Uint8Array[] = [];
  readonly #waiting: ((frame: Uint8Array | undefined) => void)[] = [];
  #over = false;

  constructor(url: string, options: ClientOptions = {}) {
    this.webSocket = new WebSocket(url, { perMessageDeflate: false, ...options });
    this.webSocket.binaryType = 'nodebuffer';
    this.webSocket.on('upgrade', (response) => {
      this.socket = response.socket;
    });
    this.webSocket.on('message', (data: Buffer) => {
      const next = this.#waiting.shift();
      if (next === undefined) this.#frames.push(data);
      else next(data);
    });
    this.webSocket.on('error', () => {});
    this.closed = new Promise((resolve) => {
      this.webSocket.on('close', (code) => {
        this.#over = true;
        for (const next of this.#waiting) next(undefined);
        const name = Object.entries(CloseCode).find(([, value]) => value === code)?.[0];
        resolve(name ?? String(code));
      });
    });
  }

  /** The next frame as bytes; throws when the connection ends instead. */
  async raw(): Promise<Uint8Array> {
    const queued = this.#frames.shift();
    if (queued !== undefined) return queued;
    if (this.#over) throw new Error('the connection is over');
    const frame = await new Promise<Uint8Array | undefined>((resolve) => this.#waiting.push(resolve));
    if (frame === undefined) throw new Error(`the connection ended: ${await this.closed}`);
    return frame;
  }

  async next(): Promise<FrameFromRelay> {
    return decodeFromRelay(await this.raw());
  }

  /** The next frame, which must be of this type. */
  async expect<Type extends FrameFromRelay['type']>(type: Type): Promise<FrameFromRelay & { type: Type }> {
    const frame = await this.next();
    if (frame.type !== type) throw new Error(`expected ${type}, got ${frame.type}`);
    return frame as FrameFromRelay & { type: Type };
  }

  /** How many frames have come that nobody has taken. */
  get queued(): number {
    return this.#frames.length;
  }

  send(frame: Uint8Array | string): void {
    this.webSocket.send(frame);
  }

  /** All that was sent so far has been seen by the relay, and all it answered has come: a ping there and back. */
  async fence(): Promise<void> {
    this.webSocket.ping();
    await once(this.webSocket, 'pong');
  }

  leave(): void {
    this.webSocket.close();
  }

  vanish(): void {
    this.webSocket.terminate();
  }
}

export const hostUrl = (relay: Relay) => `ws://127.0.0.1:${relay.port}/v1/host`;
export const deviceUrl = (relay: Relay, hostId: string) => `ws://127.0.0.1:${relay.port}/v1/device/${hostId}`;

export class TestHost extends Peer {
  readonly who: Identity;
  readonly id: HostId;
  #revision = 0;

  constructor(relay: Relay, who: Identity, options: ClientOptions = {}) {
    super(hostUrl(relay), options);
    this.who = who;
    this.id = hostIdOf(who.publicKey);
  }

  /** Connects and authenticates. */
  static async join(relay: Relay, who: Identity, options: ClientOptions = {}): Promise<TestHost> {
    const host = new TestHost(relay, who, options);
    await host.authenticate();
    await host.expect('hostReady');
    return host;
  }

  async authenticate(name = NAME): Promise<void> {
    const { nonce } = await this.expect('challenge');
    const signature = nodeSuite.ed25519.sign(this.who.seed, hostAuthMessage(nonce, name));
    this.send(encodeHostAuth(this.who.publicKey, signature));
  }

  /** Announces a set and waits until the relay has taken it; frames that come before stay out of it. */
  async admits(...devices: readonly (Identity | Admission)[]): Promise<void> {
    this.announce(...devices);
    await this.expect('admitting');
  }

  announce(...devices: readonly (Identity | Admission)[]): void {
    const admissions = devices.map((device) =>
      'key' in device ? device : { key: device.publicKey, secondsLeft: 0, channels: 2 },
    );
    this.send(encodeAdmissions(this.#revision++, admissions));
  }

  say(channel: number, bytes: Uint8Array): void {
    this.send(encodeData(channel, bytes));
  }
}

export class TestDevice extends Peer {
  readonly who: Identity;
  readonly hostId: string;
  channel = 0;

  constructor(relay: Relay, hostId: string, who: Identity, options: ClientOptions = {}) {
    super(deviceUrl(relay, hostId), options);
    this.who = who;
    this.hostId = hostId;
  }

  /** Connects and opens a channel, which the host is told of. */
  static async join(relay: Relay, host: TestHost, who: Identity): Promise<TestDevice> {
    const device = new TestDevice(relay, host.id, who);
    await device.authenticate();
    await device.expect('admitted');
    device.channel = (await host.expect('opened')).channel;
    return device;
  }

  async authenticate(name = NAME): Promise<void> {
    const { nonce } = await this.expect('challenge');
    const signature = nodeSuite.ed25519.sign(this.who.seed, admitMessage(this.hostId, nonce, name));
    this.send(encodeAdmit(this.who.publicKey, signature));
  }

  say(bytes: Uint8Array): void {
    this.send(encodeData(0, bytes));
  }
}

/** The answer to raw bytes sent over TCP: for requests that no client library would make. */
export async function rawRequest(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.end(text);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('latin1');
}

/** The status of a refused upgrade. */
export async function refusal(peer: Peer): Promise<number | undefined> {
  const [, response] = (await once(peer.webSocket, 'unexpected-response')) as [
    unknown,
    { statusCode?: number },
  ];
  peer.vanish();
  return response.statusCode;
}

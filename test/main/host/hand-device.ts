/**
 * A device written by hand, from the protocol's text: sockets, Buffers, and the tests' second implementation. It says
 * whatever it is told to, and shares no line with the phone's client.
 */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import {
  agree,
  DH,
  devicePlaintext,
  fixed,
  framePlaintext,
  H,
  HKDF,
  label,
  makeDeviceAuth,
  makeHello,
  open,
  publicOf,
  readHostHello,
  SIG,
  sealFrame,
  secondTranscript,
  sessionOf,
  u16,
} from '../../protocol/independent.ts';

interface Answer {
  readonly id?: number;
  readonly method?: string;
  readonly result?: unknown;
  readonly error?: {
    readonly code: number;
    readonly data?: { readonly code?: string; readonly path?: string };
  };
}

const DATA = Buffer.of(0x0a, 0, 0, 0, 0);
const NOTHING = Buffer.alloc(0);
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

export class HandDevice {
  readonly #webSocket: WebSocket;
  readonly #arrived: Buffer[] = [];
  #wake: () => void = () => {};
  #keys = { sh2d: NOTHING, sd2h: NOTHING };
  #sealed = 0;
  #opened = 0;
  #lastId = 0;

  private constructor(webSocket: WebSocket) {
    this.#webSocket = webSocket;
    webSocket.on('message', (data: Buffer) => {
      this.#arrived.push(data);
      this.#wake();
    });
    webSocket.on('close', () => this.#wake());
  }

  /** Pairs by a link, and is in. */
  static async pair(link: string): Promise<HandDevice> {
    const payload = Buffer.from(link.slice(link.indexOf('#') + 1), 'base64url');
    const [hostKey, secret] = [payload.subarray(5, 37), payload.subarray(37, 69)];
    const relay = payload.subarray(71, 71 + payload.readUInt16BE(69)).toString() || new URL(link).origin;
    const url = new URL(relay.replace(/^http/, 'ws'));
    const hostId = base32(H(label('outpost/1 host'), hostKey).subarray(0, 16));
    const webSocket = new WebSocket(`${url.origin}/v1/device/${hostId}`, { perMessageDeflate: false });
    const device = new HandDevice(webSocket);
    await once(webSocket, 'open');
    const admission = HKDF(secret, NOTHING, label('outpost/1 admission'), 32);
    const nonce = (await device.#next()).subarray(1);
    const authority = Buffer.from(url.host);
    const signed = [label('outpost/1 admit'), Buffer.from(hostId), nonce, u16(authority.length), authority];
    webSocket.send(
      Buffer.concat([Buffer.of(6), publicOf('ed25519', admission), SIG(admission, Buffer.concat(signed))]),
    );
    await device.#next();
    await device.#handshake(hostKey, secret);
    await device.#open();
    return device;
  }

  /** Asks, and waits for the answer. Events in between are passed over. */
  async ask(method: string, params: unknown): Promise<Answer> {
    const id = ++this.#lastId;
    this.say({ id, method, params });
    for (;;) {
      const message = await this.#open();
      if (message.id === id) return message;
    }
  }

  /** Says anything, with or without an id. */
  say(message: object): void {
    const plaintext = framePlaintext(0, Buffer.from(JSON.stringify(message)));
    this.#send(sealFrame(this.#keys.sd2h, this.#sealed++, plaintext));
  }

  /** Takes nothing from its socket any more, as a phone in a tunnel. */
  stopReading(): void {
    this.#webSocket.pause();
  }

  /** Takes all that was on its way to it, and no more than that: nothing is acknowledged. @returns bytes of frames. */
  async readAll(): Promise<number> {
    this.#webSocket.resume();
    // The relay answers in order, so behind the pong there is nothing that was sent before the ping.
    this.#webSocket.ping();
    await once(this.#webSocket, 'pong');
    return this.#arrived.splice(0).reduce((sum, { length }) => sum + length, 0);
  }

  close(): void {
    this.#webSocket.terminate();
  }

  async #handshake(hostKey: Buffer, psk: Buffer): Promise<void> {
    const ephemeral = fixed('hand device ephemeral');
    const identitySeed = fixed('hand device identity');
    const hello = makeHello({ psk, mode: 0, ephemeral });
    this.#send(hello);
    const hostHello = (await this.#next()).subarray(5);
    const he = hostHello.subarray(1, 33);
    const agreed = agree(psk, DH(ephemeral, he), hostKey, hello, he);
    readHostHello(agreed, hostKey, hostHello);
    const th2 = secondTranscript(agreed, hostHello);
    const plaintext = devicePlaintext(th2, {
      identitySeed,
      identityKey: publicOf('ed25519', identitySeed),
      admissionKey: publicOf('ed25519', fixed('hand device admission')),
      info: Buffer.from('{"name":"By hand","platform":"None"}'),
    });
    const auth = makeDeviceAuth(agreed, th2, plaintext);
    this.#send(auth);
    this.#keys = sessionOf(agreed, th2, auth);
  }

  async #open(): Promise<Answer> {
    const nonce = Buffer.alloc(12);
    const frame = (await this.#next()).subarray(5);
    nonce.writeBigUInt64BE(BigInt(this.#opened++), 4);
    const plaintext = open(this.#keys.sh2d, nonce, label('outpost/1 frame'), frame);
    if (plaintext[0] !== 0) throw new Error('a kind of frame that this device does not read');
    return JSON.parse(plaintext.subarray(5, 5 + plaintext.readUInt32BE(1)).toString()) as Answer;
  }

  #send(bytes: Buffer): void {
    this.#webSocket.send(Buffer.concat([DATA, bytes]));
  }

  async #next(): Promise<Buffer> {
    for (;;) {
      const frame = this.#arrived.shift();
      if (frame !== undefined) return frame;
      if (this.#webSocket.readyState === WebSocket.CLOSED) throw new Error('the connection ended');
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => BASE32[Number.parseInt(group.padEnd(5, '0'), 2)]).join('');
}

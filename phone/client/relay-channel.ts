/** One way through one relay to a host: a WebSocket, from the dial to its end. It carries bytes and knows no keys but one. */
import type { Bytes } from '../../protocol/bytes.ts';
import type { Signer } from '../../protocol/handshake-device.ts';
import {
  admitMessage,
  CloseCode,
  decodeFromRelay,
  encodeAdmit,
  encodeData,
  type FrameFromRelay,
  RelayFrameError,
} from '../../protocol/relay-frames.ts';
import { authorityOf } from '../../protocol/relay-url.ts';
import type { Environment, Socket } from './environment.ts';

/** A relay challenges at once; one that does not within this time is as good as not there. */
export const DIAL_TIMEOUT_MS = 5_000;

/** The part of the way that did not hold. */
export type Leg = 'relay' | 'host';

export interface RelayChannelOptions {
  readonly environment: Environment;
  readonly relayUrl: string;
  readonly hostId: string;
  readonly admission: Signer;
  /** Sent right behind the admission, which saves a round trip: a relay takes them in order. */
  readonly first: Bytes;
  receive(bytes: Bytes): void;
  /** Called once, unless `close` was. */
  ended(leg: Leg): void;
}

/** Closed for a reason that lies behind the relay. All are hints: nothing that is stored depends on them. */
const HOST_CODES: ReadonlySet<number> = new Set([
  CloseCode.hostAbsent,
  CloseCode.withdrawn,
  CloseCode.hostChannels,
  CloseCode.hostOverrun,
  CloseCode.shutEnded,
  CloseCode.shutRefused,
  CloseCode.shutSuperseded,
  CloseCode.shutOverloaded,
  CloseCode.shutStopping,
]);

export class RelayChannel {
  readonly #options: RelayChannelOptions;
  readonly #socket: Socket | undefined;
  readonly #cancelDial: () => void;
  #challenged = false;
  #over = false;

  constructor(options: RelayChannelOptions) {
    this.#options = options;
    const { environment, relayUrl, hostId } = options;
    this.#cancelDial = environment.after(DIAL_TIMEOUT_MS, () => this.#end('relay'));
    this.#socket = dial(environment, `${relayUrl}/v1/device/${hostId}`);
    if (!this.#socket) {
      // Told later, like every other end: nobody has seen this object yet.
      queueMicrotask(() => this.#end('relay'));
      return;
    }
    this.#socket.binaryType = 'arraybuffer';
    this.#socket.onmessage = ({ data }) => this.#message(data);
    this.#socket.onerror = () => {};
    this.#socket.onclose = ({ code }) => this.#end(HOST_CODES.has(code) ? 'host' : 'relay');
  }

  send(bytes: Bytes): void {
    if (!this.#over) this.#socket?.send(encodeData(0, bytes));
  }

  close(): void {
    if (this.#over) return;
    this.#over = true;
    this.#cancelDial();
    this.#socket?.close();
  }

  #message(data: unknown): void {
    if (this.#over) return;
    try {
      // A text message has no frame's first byte, so it is refused like any other nonsense.
      this.#take(decodeFromRelay(data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array()));
    } catch (error) {
      if (!(error instanceof RelayFrameError)) throw error;
      this.#end('relay');
    }
  }

  #take(frame: FrameFromRelay): void {
    if (frame.type === 'data') this.#options.receive(frame.bytes);
    else if (frame.type === 'challenge' && !this.#challenged) {
      this.#challenged = true;
      this.#cancelDial();
      this.#admit(frame.nonce).catch(() => this.#end('relay'));
    } else if (frame.type !== 'admitted') this.#end('relay');
  }

  async #admit(nonce: Bytes): Promise<void> {
    const { hostId, relayUrl, admission, first } = this.#options;
    const signature = await admission.sign(admitMessage(hostId, nonce, authorityOf(relayUrl)));
    if (this.#over) return;
    this.#socket?.send(encodeAdmit(admission.publicKey, signature));
    this.send(first);
  }

  #end(leg: Leg): void {
    if (this.#over) return;
    this.close();
    this.#options.ended(leg);
  }
}

/** A browser throws for a URL that the page may not open; that is a relay which cannot be reached from here. */
function dial(environment: Environment, url: string): Socket | undefined {
  try {
    return environment.openSocket(url);
  } catch {
    return undefined;
  }
}

/**
 * A session with a host over one channel: handshake, opening, then texts under seal, in order.
 *
 * ```
 * dialling --HostHello--> opening --Ready--> open --Bye, cut, any failure--> over
 *     \______________________\____Refused________________________________/
 * ```
 *
 * A device that resumes may send as soon as it is `opening`: what it asks first arrives with its proof.
 */
import * as v from 'valibot';
import type { Bytes } from '../../protocol/bytes.ts';
import { framesOf, Opener, Sealer } from '../../protocol/frames.ts';
import {
  HANDSHAKE_TIMEOUT_MS,
  type Mode,
  type NextSecret,
  type SessionSecrets,
} from '../../protocol/handshake.ts';
import {
  type DeviceHandshakeEffect,
  type DeviceHandshakeOptions,
  type DeviceHandshakeState,
  deviceHandshake,
  type Psk,
  type Signer,
  startDeviceHandshake,
} from '../../protocol/handshake-device.ts';
import {
  type AdmissionKey,
  type HostPublicKey,
  hostIdOf,
  type IdentityKey,
} from '../../protocol/identity.ts';
import { Opening } from '../../protocol/session/opening.ts';
import { SESSION_WINDOW } from '../../protocol/session/window.ts';
import type { Suite } from '../../protocol/suite.ts';
import type { Environment } from './environment.ts';
import { DIAL_TIMEOUT_MS, type Leg, RelayChannel } from './relay-channel.ts';

export type Ready = Extract<Opening, { kind: 'ready' }>;
export type SessionRefusal = Extract<Opening, { kind: 'refused' }>['reason'];

/** `cut`: the way broke, or what came through it was not the host's. `refused`: the host said so, under seal. */
export type SessionEnd =
  | { readonly kind: 'cut'; readonly leg: Leg }
  | { readonly kind: 'refused'; readonly reason: SessionRefusal };

export interface SealedSessionOptions {
  readonly environment: Environment;
  readonly relayUrl: string;
  readonly hostPublicKey: HostPublicKey;
  readonly mode: Mode;
  readonly psk: Psk;
  readonly identity: Signer<IdentityKey>;
  /** The key that the host will know this device by at relays. */
  readonly admissionKey: AdmissionKey;
  /** The key that gets this connection through the relay: the same, or a link's. */
  readonly passage: Signer;
  readonly info: string;
  /** Pairing only: to be durable when it resolves. A rejection ends the session before the host knows this device. */
  store?(nextSecret: NextSecret, check: Bytes): Promise<void>;
  /** The host lets this device in. What there is to store is stored when this resolves. */
  ready(ready: Ready, secrets: SessionSecrets): Promise<void>;
  /**
   * The host has proven itself, and has this device's proof: a device that resumes may send texts from now on, ahead of
   * the host's word. Where it is refused, they are lost.
   */
  early?(): void;
  /** From now on texts may be sent, and come. */
  opened(): void;
  text(text: string): void;
  /** Called once, unless `close` was. */
  ended(end: SessionEnd): void;
}

/**
 * An honest host has at most a window and a frame under way. A relay that sends more than this while something is
 * being opened only wants to fill the memory.
 */
const MAX_QUEUED_BYTES = 1024 * 1024;
/** How many bytes may be opened before the host is told of them. */
const ACK_BYTES = SESSION_WINDOW / 6;

interface Directions {
  readonly opener: Opener;
  readonly sealer: Sealer;
}

type State =
  | { readonly name: 'dialling' }
  | { readonly name: 'handshake'; readonly options: DeviceHandshakeOptions; machine: DeviceHandshakeState }
  | ({ readonly name: 'opening'; readonly secrets: SessionSecrets } & Directions)
  | ({ readonly name: 'open' } & Directions)
  | { readonly name: 'over' };

export class SealedSession {
  readonly #options: SealedSessionOptions;
  readonly #cancelTimeout: () => void;
  #state: State = { name: 'dialling' };
  #channel: RelayChannel | undefined;
  #receiving: Promise<void> = Promise.resolve();
  #sending: Promise<void> = Promise.resolve();
  #queuedBytes = 0;
  #openedBytes = 0;
  #acknowledgedBytes = 0;

  constructor(options: SealedSessionOptions) {
    this.#options = options;
    const { environment } = options;
    this.#cancelTimeout = environment.after(DIAL_TIMEOUT_MS + HANDSHAKE_TIMEOUT_MS, () => this.fail('host'));
    // What a page lacks of its ciphers is loaded from where the page came from.
    environment.suite().then(
      (suite) => this.#dial(suite).catch(() => this.fail('host')),
      () => this.fail('relay'),
    );
  }

  /**
   * @param padTo see `framesOf`.
   * Throws a `RangeError` when the text is too long. Before the session may be used, and after its end, nothing is sent.
   */
  send(text: string, padTo?: number): void {
    const state = this.#state;
    const early = state.name === 'opening' && this.#options.mode === 'resume';
    if (state.name !== 'open' && !early) return;
    for (const frame of framesOf(text, padTo === undefined ? {} : { padTo })) {
      // Sealed now, so that its place is that of this call; sent when those before it are.
      const sealed = state.sealer.seal(frame);
      this.#sending = Promise.all([sealed, this.#sending])
        .then(([bytes]) => this.#channel?.send(bytes))
        .catch(() => this.fail('host'));
    }
  }

  /** Tells the host how much has been opened. Behind a ping's answer, that proves how old what follows can be at most. */
  acknowledge(): void {
    this.#acknowledgedBytes = this.#openedBytes;
    this.send(JSON.stringify({ method: 'session/ack', params: { bytes: this.#openedBytes } }));
  }

  /** Ends the session as if the way had broken there. */
  fail(leg: Leg): void {
    this.#finish({ kind: 'cut', leg });
  }

  close(): void {
    this.#state = { name: 'over' };
    this.#cancelTimeout();
    this.#channel?.close();
  }

  get #over(): boolean {
    return this.#state.name === 'over';
  }

  async #dial(suite: Suite): Promise<void> {
    const { environment, relayUrl, hostPublicKey, passage, ...rest } = this.#options;
    const options: DeviceHandshakeOptions = { ...rest, hostPublicKey, suite };
    const { state, effects } = await startDeviceHandshake(options);
    const [hello] = effects;
    if (this.#over || hello?.type !== 'send') return;
    this.#state = { name: 'handshake', options, machine: state };
    this.#channel = new RelayChannel({
      environment,
      relayUrl,
      hostId: hostIdOf(hostPublicKey),
      admission: passage,
      first: hello.message,
      receive: (bytes) => this.#queue(bytes),
      // Behind what has arrived: a host's last word comes right before the end.
      ended: (leg) => {
        this.#receiving = this.#receiving.then(() => this.fail(leg));
      },
    });
  }

  /** One message after the other: the handshake is asynchronous, and texts keep their order. */
  #queue(bytes: Bytes): void {
    this.#queuedBytes += bytes.length;
    if (this.#queuedBytes > MAX_QUEUED_BYTES) {
      this.fail('host');
      return;
    }
    this.#receiving = this.#receiving
      .then(() => this.#receive(bytes))
      .catch(() => this.fail('host'))
      .finally(() => {
        this.#queuedBytes -= bytes.length;
      });
  }

  async #receive(bytes: Bytes): Promise<void> {
    const state = this.#state;
    switch (state.name) {
      case 'handshake': {
        const step = await deviceHandshake(state.options, state.machine, bytes);
        state.machine = step.state;
        for (const effect of step.effects) await this.#carryOut(effect, state.options);
        return;
      }
      case 'opening':
      case 'open': {
        const text = await state.opener.open(bytes);
        this.#openedBytes += bytes.length;
        if (text !== undefined) await this.#take(text);
        if (this.#openedBytes - this.#acknowledgedBytes >= ACK_BYTES) this.acknowledge();
        return;
      }
      case 'dialling':
      case 'over':
        return;
    }
  }

  async #carryOut(effect: DeviceHandshakeEffect, { suite, mode }: DeviceHandshakeOptions): Promise<void> {
    if (this.#over) return;
    switch (effect.type) {
      case 'store':
        await this.#options.store?.(effect.nextSecret, effect.check);
        return;
      case 'send':
        this.#channel?.send(effect.message);
        return;
      case 'established': {
        const sealer = new Sealer(suite, effect.keys.sd2h);
        const opener = new Opener(suite, effect.keys.sh2d);
        this.#state = { name: 'opening', opener, sealer, secrets: effect };
        if (mode === 'resume') this.#options.early?.();
        return;
      }
      case 'close':
        this.fail('host');
        return;
    }
  }

  async #take(text: string): Promise<void> {
    const state = this.#state;
    if (state.name === 'open') this.#options.text(text);
    if (state.name !== 'opening') return;
    const opening = v.parse(Opening, JSON.parse(text));
    this.#cancelTimeout();
    if (opening.kind === 'refused') {
      this.#finish({ kind: 'refused', reason: opening.reason });
      return;
    }
    await this.#options.ready(opening, state.secrets);
    if (this.#over) return;
    this.#state = { name: 'open', opener: state.opener, sealer: state.sealer };
    this.#options.opened();
  }

  #finish(end: SessionEnd): void {
    if (this.#over) return;
    this.close();
    this.#options.ended(end);
  }
}

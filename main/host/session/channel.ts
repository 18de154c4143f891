/**
 * One device's channel, from the first byte to the last: the handshake, the opening, then sealed messages. It is
 * told bytes and tells text; what the text means is the session's business.
 *
 * ```
 * handshake --authenticated--> entering --ready--> open --any failure, or bye--> over
 *      \________________________\__refused (said under seal)____________________/
 * ```
 */
import type { Bytes } from '../../../protocol/bytes.ts';
import { FrameError, Opener, Sealer } from '../../../protocol/frames.ts';
import { HANDSHAKE_TIMEOUT_MS } from '../../../protocol/handshake.ts';
import {
  type AuthenticatedDevice,
  type HostHandshakeOptions,
  type HostHandshakeState,
  hostHandshake,
  hostHandshakeStart,
} from '../../../protocol/handshake-host.ts';
import type { ShutReason } from '../../../protocol/relay-frames.ts';
import type { Opening } from '../../../protocol/session/opening.ts';
import type { SyncSuite } from '../../../protocol/suite.ts';
import type { Clock } from '../clock.ts';
import { errorName } from '../error-name.ts';
import type { ChannelHandler, ChannelPort } from '../link/relay-link.ts';
import type { Log } from '../options.ts';
import type { Door, Entry, SecretRef } from './door.ts';
import { Outbox } from './outbox.ts';

/** Sealed bytes that a resuming device may have sent before its opening is written. */
const MAX_EARLY_BYTES = 256 * 1024;

/** The open end of a channel, as the session holds it. */
export interface OpenChannel {
  readonly outbox: Outbox;
  /** When it was opened, milliseconds since the epoch: nothing that the device says on it is older. */
  readonly since: number;
  /** Ends it; nothing is sent any more. */
  end(reason: ShutReason): void;
}

export interface ChannelUser {
  receive(text: string): void;
  unblocked(): void;
  ended(): void;
}

export interface ChannelOptions {
  suite: SyncSuite;
  handshake: HostHandshakeOptions<SecretRef>;
  door: Door;
  clock: Clock;
  log: Log;
  /** What is said first to a device that may come in. */
  opening: (entry: Extract<Entry, { kind: 'ready' }>) => Opening;
  open: (entry: Extract<Entry, { kind: 'ready' }>, channel: OpenChannel) => ChannelUser;
}

type State =
  | { name: 'handshake'; machine: HostHandshakeState }
  | { name: 'entering'; early: Bytes[]; earlyBytes: number }
  | { name: 'open'; opener: Opener<Bytes>; user: ChannelUser }
  | { name: 'over' };

export class Channel implements ChannelHandler {
  readonly #options: ChannelOptions;
  readonly #port: ChannelPort;
  #state: State = { name: 'handshake', machine: hostHandshakeStart };
  #outbox: Outbox | null = null;
  readonly #openedAt: number;
  #cancelTimeout: () => void;

  constructor(options: ChannelOptions, port: ChannelPort) {
    this.#options = options;
    this.#port = port;
    this.#openedAt = options.clock.now();
    this.#cancelTimeout = options.clock.after(HANDSHAKE_TIMEOUT_MS, () => this.#end('refused'));
  }

  receive(bytes: Bytes): void {
    const state = this.#state;
    switch (state.name) {
      case 'handshake':
        // Half a handshake from before a sleep of this machine is there before its timer runs. Its secret may have
        // been given up since: taken now, the device would look like a copy of itself.
        if (this.#options.clock.now() - this.#openedAt > HANDSHAKE_TIMEOUT_MS) this.#end('refused');
        else this.#handshake(state.machine, bytes);
        return;
      case 'entering':
        state.earlyBytes += bytes.length;
        if (state.earlyBytes > MAX_EARLY_BYTES) this.#end('overloaded');
        else state.early.push(Uint8Array.from(bytes)); // the relay's buffer is used again
        return;
      case 'open':
        this.#unseal(state.opener, state.user, bytes);
        return;
      case 'over':
        return;
    }
  }

  unblocked(): void {
    this.#outbox?.flush();
    if (this.#state.name === 'open') this.#state.user.unblocked();
  }

  closed(): void {
    this.#over();
  }

  #handshake(machine: HostHandshakeState, bytes: Bytes): void {
    const step = hostHandshake(this.#options.handshake, machine, bytes);
    this.#state = { name: 'handshake', machine: step.state };
    for (const effect of step.effects) {
      switch (effect.type) {
        case 'send':
          this.#port.send(effect.message);
          break;
        case 'authenticated':
          this.#cancelTimeout();
          this.#enter(effect.device);
          break;
        case 'close':
          this.#options.log.info({ failure: effect.failure }, 'handshake failed');
          this.#end('refused');
          break;
      }
    }
  }

  #enter(device: AuthenticatedDevice<SecretRef>): void {
    const { suite, door, clock, log } = this.#options;
    const outbox = new Outbox(this.#port, new Sealer(suite, device.keys.sh2d), clock);
    const opener = new Opener(suite, device.keys.sd2h);
    this.#state = { name: 'entering', early: [], earlyBytes: 0 };
    door
      .enter(device)
      .catch((error: unknown): Entry => {
        log.error({ error: errorName(error) }, 'a device could not be let in');
        return { kind: 'refused', reason: 'storage' };
      })
      .then((entry) => this.#entered(door.latest(entry), outbox, opener))
      .catch((error: unknown) => {
        log.error({ error: errorName(error) }, 'a session could not be opened');
        this.#end('refused');
      });
  }

  #entered(entry: Entry, outbox: Outbox, opener: Opener<Bytes>): void {
    const { opening, open, log } = this.#options;
    const entering = this.#state;
    if (entering.name !== 'entering') return;
    if (entry.kind === 'refused') {
      const refused: Opening = { kind: 'refused', reason: entry.reason };
      outbox.send(JSON.stringify(refused));
      log.info({ reason: entry.reason }, 'device refused');
      this.#end('refused');
      return;
    }
    this.#outbox = outbox;
    outbox.send(JSON.stringify(opening(entry)));
    const user = open(entry, { outbox, since: this.#openedAt, end: (reason) => this.#end(reason) });
    this.#state = { name: 'open', opener, user };
    for (const bytes of entering.early) this.receive(bytes);
  }

  #unseal(opener: Opener<Bytes>, user: ChannelUser, bytes: Bytes): void {
    let text: string | undefined;
    try {
      text = opener.open(bytes);
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      this.#options.log.info({ failure: error.failure }, 'a sealed frame did not open');
      this.#end('ended');
      return;
    }
    if (text !== undefined) user.receive(text);
  }

  #end(reason: ShutReason): void {
    if (this.#state.name === 'over') return;
    this.#over();
    this.#port.shut(reason);
  }

  #over(): void {
    const state = this.#state;
    if (state.name === 'over') return;
    this.#state = { name: 'over' };
    this.#outbox = null;
    this.#cancelTimeout();
    if (state.name === 'open') state.user.ended();
  }
}

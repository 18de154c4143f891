/**
 * The connection to one paired host as one of several tabs has it. One tab at a time leads: it holds the lease and the real
 * connection; the others are guests and go through it. The screens see no difference.
 *
 * ```
 * asking --lease--> leading --lease taken--> guest --lease free, or its leader silent--> leading ...
 * ```
 *
 * Whatever was under way when the lead passes on is rejected as `cut`, as if a wire had broken: who called knows whether it
 * may be said again, and what acts has a `requestId` that makes it happen once.
 */
import type { Method, Params, Result } from '../../protocol/session/catalogue.ts';
import type { EventName, EventParams } from '../../protocol/session/events.ts';
import type { Lease, TabLease } from '../tab-lease.ts';
import * as words from '../text/calls.ts';
import { backoff } from './backoff.ts';
import { type DeviceRecord, factsOf } from './device-store.ts';
import type { Environment } from './environment.ts';
import type { Decision, SignedDecision } from './sign-decision.ts';
import type { GuestOptions } from './tab-guest.ts';
import type { LeaderOptions } from './tab-leader.ts';
import type { FromGuest, FromLeader, TabId, TabRole } from './tab-messages.ts';
import {
  CallError,
  type ConnectionListener,
  type ConnectionState,
  type HostConnection,
  type HostFacts,
} from './types.ts';

/** The part of a BroadcastChannel that is used. */
export interface TabChannel {
  onmessage: ((event: MessageEvent<unknown>) => void) | null;
  postMessage(message: unknown): void;
  close(): void;
}

export interface SharedConnectionOptions {
  readonly tab: TabId;
  readonly environment: Pick<Environment, 'after' | 'now' | 'random' | 'online'>;
  readonly record: DeviceRecord;
  readonly lease: TabLease;
  readonly channel: TabChannel;
  /** Whether a person can see this tab. One that nobody sees takes the lead from nobody. */
  readonly visible: () => boolean;
  /** Makes the real connection. What it needs is loaded first, so it may be rejected, and is asked again; so is `follow`. */
  readonly lead: (options: Omit<LeaderOptions, 'connection'>) => Promise<TabRole>;
  /** Goes through the tab that has it. */
  readonly follow: (options: GuestOptions) => Promise<TabRole>;
  readonly sign: (decision: Decision) => Promise<SignedDecision>;
}

export class SharedConnection implements HostConnection {
  readonly #options: SharedConnectionOptions;
  readonly #listeners = new Set<ConnectionListener>();
  readonly #own: Required<ConnectionListener>;
  readonly #unsubscribe: () => void;
  #role: TabRole | null = null;
  /** While there is no role that knows better. */
  #state: ConnectionState;
  #facts: HostFacts;
  /** Rises with each change of the lease, so that a connection that is made too late is known as such. */
  #turn = 0;
  #failures = 0;
  /** What makes a role is under way. */
  #making = false;
  #cancelRetry: () => void = () => {};
  #closed = false;

  constructor(options: SharedConnectionOptions) {
    this.#options = options;
    this.#facts = factsOf(options.record);
    this.#state = { kind: 'connecting', since: options.environment.now() };
    this.#own = {
      changed: () => {
        for (const listener of [...this.#listeners]) listener.changed?.();
      },
      early: () => {
        for (const listener of [...this.#listeners]) listener.early?.();
      },
      event: <E extends EventName>(name: E, params: EventParams<E>) => {
        for (const listener of [...this.#listeners]) listener.event?.(name, params);
      },
    };
    options.channel.onmessage = ({ data }) => this.#role?.receive(data);
    this.#unsubscribe = options.lease.lease.subscribe(() => this.#leased(options.lease.lease.get()));
    this.#leased(options.lease.lease.get());
  }

  get facts(): HostFacts {
    return this.#role?.told()?.facts ?? this.#facts;
  }

  state(): ConnectionState {
    return this.#role?.told()?.state ?? this.#state;
  }

  listen(listener: ConnectionListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async call<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
    if (this.#role === null) throw new CallError('cut', words.noConnection);
    return this.#role.call(method, params);
  }

  sign(decision: Decision): Promise<SignedDecision> {
    return this.#options.sign(decision);
  }

  wake(): void {
    if (this.#role !== null) this.#role.wake();
    // A page is looked at as soon as it is there: what is being made for it goes on, or there would be two.
    else if (!this.#making) this.#leased(this.#options.lease.lease.get());
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#unsubscribe();
    this.#step(true);
    this.#listeners.clear();
    this.#options.lease.release();
    this.#options.channel.close();
  }

  #leased(lease: Lease): void {
    if (this.#closed) return;
    if (lease === 'held') this.#lead();
    else if (lease === 'elsewhere') this.#follow();
  }

  /** Ends what this tab was, and with it what was under way. */
  #step(leaving = false): void {
    this.#turn += 1;
    this.#making = false;
    this.#cancelRetry();
    this.#facts = this.facts;
    const role = this.#role;
    this.#role = null;
    role?.close(leaving);
    if (!leaving) this.#become({ kind: 'connecting', since: this.#options.environment.now() });
  }

  #lead(): void {
    this.#step();
    const { tab, lead, lease, channel } = this.#options;
    // While it is being made nobody here can ask it; what it said by then is read from it.
    const own = { ...this.#own, changed: () => this.#role !== null && this.#own.changed() };
    const say = (message: FromLeader) => channel.postMessage(message);
    this.#take(lead({ tab, say, own, whenGone: lease.whenGone }));
  }

  #follow(): void {
    this.#step();
    const { tab, environment, channel, follow, lease, visible } = this.#options;
    const say = (message: FromGuest) => channel.postMessage(message);
    const silent = () => {
      if (visible()) lease.takeOver();
    };
    this.#take(follow({ tab, environment, say, own: this.#own, silent }));
  }

  #take(making: Promise<TabRole>): void {
    const turn = this.#turn;
    this.#making = true;
    making.then(
      (role) => {
        if (turn !== this.#turn) {
          role.close(this.#closed);
          return;
        }
        this.#making = false;
        this.#failures = 0;
        this.#role = role;
        this.#own.changed();
      },
      () => {
        if (turn !== this.#turn) return;
        this.#making = false;
        this.#retry();
      },
    );
  }

  /** What makes a connection could not be loaded from where the page came from. */
  #retry(): void {
    const { environment } = this.#options;
    const wait = backoff(this.#failures++, environment.random());
    const now = environment.now();
    const leg = environment.online() ? 'relay' : 'offline';
    this.#become({ kind: 'broken', leg, since: now, nextTryAt: now + wait });
    this.#cancelRetry = environment.after(wait, () => this.#leased(this.#options.lease.lease.get()));
  }

  #become(state: ConnectionState): void {
    this.#state = state;
    this.#own.changed();
  }
}

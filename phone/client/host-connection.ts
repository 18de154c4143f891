/**
 * The connection to one paired host, for as long as the page lives. It tries the host's relays in turn, comes back by
 * itself for ever, and names the part of the way that does not hold.
 *
 * ```
 * connecting --> connected --cut--> connecting --> broken --wait or wake()--> (tries again) ...
 *                     \---- bye, refused ----> refused, or resting until wake()
 * ```
 */
import { HANDSHAKE_VERSION } from '../../protocol/handshake.ts';
import type { Method, Params, Result } from '../../protocol/session/catalogue.ts';
import type { EventName, EventParams, SessionEvent } from '../../protocol/session/events.ts';
import * as words from '../text/calls.ts';
import { backoff, LONGEST_WAIT_MS } from './backoff.ts';
import { type DeviceRecord, type DeviceStore, factsOf } from './device-store.ts';
import type { Environment } from './environment.ts';
import { LiveSession } from './live-session.ts';
import type { Leg } from './relay-channel.ts';
import { routesToTry, usableRoutes } from './routes.ts';
import type { SessionEnd } from './sealed-session.ts';
import {
  CallError,
  type ConnectionListener,
  type ConnectionState,
  type HostFacts,
  type RefusedReason,
  type UnsignedConnection,
} from './types.ts';

type Bye = EventParams<'session/bye'>['reason'];

/** Said for good: only a person can change it, so nothing is tried until one asks. */
const FINAL: ReadonlySet<RefusedReason> = new Set(['revoked', 'left']);

export interface ConnectOptions {
  readonly environment: Environment;
  readonly store: DeviceStore;
  /** As stored; read anew for each attempt. */
  readonly record: DeviceRecord;
}

/** Starts to connect at once. */
export function connectToHost(options: ConnectOptions): UnsignedConnection {
  return new ReconnectingConnection(options);
}

class ReconnectingConnection implements UnsignedConnection {
  readonly #environment: Environment;
  readonly #store: DeviceStore;
  readonly #hostId: string;
  readonly #listeners = new Set<ConnectionListener>();
  #record: DeviceRecord;
  #state: ConnectionState;
  #session: LiveSession | undefined;
  /** Rounds over all routes since the last session, or since a person asked; the back-off. */
  #round = 0;
  /** Rounds of all time. */
  #rounds = 0;
  /** When the last session was opened; each gets another value, by which the screens tell them apart. */
  #openedAt = 0;
  #cancelWait: () => void = () => {};
  #bye: Bye | undefined;
  #closed = false;
  /** The host has proven itself, and has not said yet whether this device may come in. */
  #early = false;
  /** Rises whenever what was under way is given up, so that its late results are known as such. */
  #turn = 0;

  constructor({ environment, store, record }: ConnectOptions) {
    this.#environment = environment;
    this.#store = store;
    this.#hostId = record.hostId;
    this.#record = record;
    this.#state = { kind: 'connecting', since: environment.now() };
    this.#try();
  }

  get facts(): HostFacts {
    return factsOf(this.#record);
  }

  state(): ConnectionState {
    return this.#state;
  }

  listen(listener: ConnectionListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async call<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
    const acts = 'requestId' in params;
    const may = this.#state.kind === 'connected' || (this.#early && !acts);
    if (!may || !this.#session) {
      throw new CallError('cut', words.noConnection);
    }
    return this.#session.call(method, params);
  }

  wake(): void {
    if (this.#state.kind === 'connected') this.#session?.check();
    else if (this.#state.kind !== 'connecting') this.#tryAfresh();
  }

  close(): void {
    this.#closed = true;
    this.#giveUp();
    this.#listeners.clear();
  }

  // ---- Reaching the host

  #tryAfresh(): void {
    this.#round = 0;
    this.#try();
  }

  #try(): void {
    this.#giveUp();
    if (this.#state.kind === 'broken') this.#become({ ...this.#state, nextTryAt: null });
    const turn = this.#turn;
    this.#tryRoutes(turn).catch(() => {
      // The store could not be read; there is nothing else that this may throw.
      if (turn === this.#turn) this.#unreached('host');
    });
  }

  #giveUp(): void {
    this.#turn++;
    this.#cancelWait();
    this.#session?.close();
    this.#session = undefined;
    this.#bye = undefined;
    this.#early = false;
  }

  async #tryRoutes(turn: number): Promise<void> {
    const stored = await this.#store.load(this.#hostId);
    if (turn !== this.#turn) return;
    if (!stored) {
      this.#refused('left');
      return;
    }
    if (stored.revoked) {
      this.#refused('revoked');
      return;
    }
    // This page is older than one that was here before: who serves it is told nothing in an older way.
    if (stored.version > HANDSHAKE_VERSION) {
      this.#unreached('host');
      return;
    }
    const record = candidate(stored, this.#rounds++);
    let leg: Leg = 'relay';
    for (const route of routesToTry(record, this.#environment.secure)) {
      const end = await this.#tryRoute(record, route);
      if (turn !== this.#turn || end === 'opened') return;
      if (end.kind === 'refused') {
        this.#refused(end.reason);
        return;
      }
      if (end.leg === 'host') leg = 'host';
    }
    this.#unreached(leg);
  }

  /** Resolves when it is clear whether this route leads to the host. */
  #tryRoute(record: DeviceRecord, route: string): Promise<'opened' | SessionEnd> {
    return new Promise((resolve) => {
      let open = false;
      this.#session = new LiveSession({
        environment: this.#environment,
        store: this.#store,
        record,
        route,
        early: () => {
          this.#early = true;
          for (const listener of [...this.#listeners]) listener.early?.();
        },
        opened: (fresh) => {
          open = true;
          resolve('opened');
          this.#opened(fresh);
        },
        event: (name, params) => this.#event(name, params),
        ended: (end) => {
          this.#early = false;
          if (open) this.#ended();
          else resolve(end);
        },
      });
    });
  }

  // ---- What came of it

  #opened(record: DeviceRecord): void {
    this.#early = false;
    this.#round = 0;
    this.#record = record;
    this.#openedAt = Math.max(this.#environment.now(), this.#openedAt + 1);
    this.#become({ kind: 'connected', since: this.#openedAt });
  }

  /** A session that was open has ended. */
  #ended(): void {
    const bye = this.#bye;
    this.#giveUp();
    switch (bye) {
      case 'revoked':
        this.#change((stored) => stored && { ...stored, revoked: true });
        this.#refused('revoked');
        return;
      case 'left':
        this.#forget();
        return;
      case 'replaced':
        // This device is connected somewhere else, in another tab. The one that is looked at has it.
        this.#become({ kind: 'broken', leg: 'host', since: this.#environment.now(), nextTryAt: null });
        return;
      case 'hostStopping':
        this.#unreached('host');
        return;
      case 'expired':
      case undefined:
        this.#become({ kind: 'connecting', since: this.#environment.now() });
        this.#wait(backoff(0, this.#environment.random()));
        return;
    }
  }

  #unreached(leg: Leg): void {
    const environment = this.#environment;
    const wait = backoff(this.#round++, environment.random());
    const now = environment.now();
    this.#become({
      kind: 'broken',
      leg: environment.online() ? leg : 'offline',
      since: this.#state.kind === 'broken' ? this.#state.since : now,
      nextTryAt: now + wait,
    });
    this.#wait(wait);
  }

  #refused(reason: RefusedReason): void {
    this.#become({ kind: 'refused', reason, since: this.#environment.now() });
    if (!FINAL.has(reason)) this.#wait(LONGEST_WAIT_MS);
  }

  #wait(ms: number): void {
    // Whoever was told what came of it may have closed this.
    if (this.#closed) return;
    this.#cancelWait = this.#environment.after(ms, () => this.#try());
  }

  #forget(): void {
    this.#refused('left');
    this.#change(() => undefined);
  }

  // ---- Events

  #event<E extends EventName>(name: E, params: EventParams<E>): void {
    // The name says which parameters these are; TypeScript does not follow it through the generic.
    const event = { method: name, params } as unknown as SessionEvent;
    switch (event.method) {
      case 'session/bye':
        this.#bye = event.params.reason;
        break;
      case 'routes/changed': {
        const routes = usableRoutes(event.params.routes);
        if (routes.length > 0) this.#learn({ routes });
        break;
      }
      case 'device/changed':
        this.#learn({ device: event.params });
        break;
    }
    for (const listener of [...this.#listeners]) listener.event?.(name, params);
  }

  #learn(learnt: Partial<Pick<DeviceRecord, 'routes' | 'device'>>): void {
    this.#record = { ...this.#record, ...learnt };
    this.#change((stored) => stored && { ...stored, ...learnt });
    this.#tell();
  }

  /** Told again with each session, so a disk that refuses costs nothing but a stale name until then. */
  #change(change: (stored: DeviceRecord | undefined) => DeviceRecord | undefined): void {
    this.#store.change(this.#hostId, change).catch(() => undefined);
  }

  #become(state: ConnectionState): void {
    this.#state = state;
    this.#tell();
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener.changed?.();
  }
}

/**
 * A pairing whose answer got lost may have reached the host or not. Until that is known, it and the pairing that it
 * would replace are tried in turn.
 */
function candidate(stored: DeviceRecord, round: number): DeviceRecord {
  return !stored.confirmed && stored.previous && round % 2 === 1 ? stored.previous : stored;
}

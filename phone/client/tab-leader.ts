/**
 * The tab that has the connection, for itself and its guests: whose call an answer is to, and whose subscription an event.
 * Each tab numbers its subscriptions by itself; at the host they are those of one device.
 */
import * as v from 'valibot';
import type { Method, Params, Result } from '../../protocol/session/catalogue.ts';
import type { EventName, EventParams } from '../../protocol/session/events.ts';
import * as words from '../text/calls.ts';
import { FromGuest, type FromLeader, type TabId, type TabRole } from './tab-messages.ts';
import { CallError, type ConnectionListener, type UnsignedConnection } from './types.ts';

/** One tab that asks without end takes nothing from the others: a session has 60 in all. */
const MOST_CALLS_OF_A_GUEST = 20;
const MOST_SUB = 0xffff;

interface Subscription {
  readonly tab: TabId;
  /** The tab's own number for it. */
  readonly sub: number;
}

export interface LeaderOptions {
  readonly tab: TabId;
  readonly connection: UnsignedConnection;
  readonly say: (message: FromLeader) => void;
  /** For this tab itself. */
  readonly own: Required<ConnectionListener>;
  /** Calls back when the tab is there no more, however it went. */
  readonly whenGone: (tab: TabId, gone: () => void) => void;
}

export class TabLeader implements TabRole {
  readonly #connection: UnsignedConnection;
  readonly #options: LeaderOptions;
  /** By the number that the host knows. */
  readonly #subs = new Map<number, Subscription>();
  /** Guests that are here, with how many of their calls are under way. */
  readonly #guests = new Map<TabId, number>();
  #lastSub = 0;

  constructor(options: LeaderOptions) {
    this.#options = options;
    this.#connection = options.connection;
    this.#connection.listen({
      changed: () => this.#changed(),
      early: () => options.own.early(),
      event: (name, params) => this.#event(name, params),
    });
    this.#changed();
  }

  /** For this tab itself. */
  call<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
    return this.#call(this.#options.tab, method, params);
  }

  told() {
    return { state: this.#connection.state(), facts: this.#connection.facts };
  }

  wake(): void {
    this.#connection.wake();
  }

  receive(data: unknown): void {
    const parsed = v.safeParse(FromGuest, data);
    if (!parsed.success) return;
    const message = parsed.output;
    this.#welcome(message.tab);
    switch (message.kind) {
      case 'asks':
        this.#sayState();
        return;
      case 'wakes':
        this.#sayState();
        this.#connection.wake();
        return;
      case 'calls':
        void this.#serve(message);
        return;
      case 'leaves':
        this.#goodbye(message.tab);
        return;
    }
  }

  close(): void {
    this.#connection.close();
  }

  #welcome(tab: TabId): void {
    if (this.#guests.has(tab)) return;
    this.#guests.set(tab, 0);
    this.#options.whenGone(tab, () => this.#goodbye(tab));
  }

  #goodbye(tab: TabId): void {
    this.#guests.delete(tab);
    for (const [number, subscription] of [...this.#subs]) {
      if (subscription.tab !== tab) continue;
      this.#subs.delete(number);
      // Where it does not arrive, the session has ended, and the subscription with it.
      this.#connection.call('thread/close', { sub: number }).catch(() => undefined);
    }
  }

  async #serve({ tab, id, method, params }: Extract<FromGuest, { kind: 'calls' }>): Promise<void> {
    const { tab: leader, say } = this.#options;
    say({ kind: 'heard', leader, tab, id });
    const underWay = this.#guests.get(tab) ?? 0;
    this.#guests.set(tab, underWay + 1);
    try {
      if (underWay >= MOST_CALLS_OF_A_GUEST) {
        throw new CallError('protocol', words.tooMuch);
      }
      // What a guest asks was checked by its compiler; that there is such a method, by the connection; the rest by the host.
      const result = await this.#call(tab, method as Method, params as Params<Method>);
      say({ kind: 'answer', leader, tab, id, result });
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      say({ kind: 'failure', leader, tab, id, code: error.code, message: error.message });
    } finally {
      const now = this.#guests.get(tab);
      if (now !== undefined) this.#guests.set(tab, now - 1);
    }
  }

  async #call<M extends Method>(tab: TabId, method: M, params: Params<M>): Promise<Result<M>> {
    if (method === 'thread/open') {
      const asked = params as Params<'thread/open'>;
      const before = this.#numberOf(tab, asked.sub);
      const number = before ?? this.#nextNumber();
      this.#subs.set(number, { tab, sub: asked.sub });
      try {
        return (await this.#connection.call('thread/open', { ...asked, sub: number })) as Result<M>;
      } catch (error) {
        if (before === undefined) this.#subs.delete(number);
        throw error;
      }
    }
    if (method === 'thread/close') {
      const number = this.#numberOf(tab, (params as Params<'thread/close'>).sub);
      if (number === undefined) return {} as Result<M>;
      this.#subs.delete(number);
      return (await this.#connection.call('thread/close', { sub: number })) as Result<M>;
    }
    return this.#connection.call(method, params);
  }

  #numberOf(tab: TabId, sub: number): number | undefined {
    for (const [number, each] of this.#subs) if (each.tab === tab && each.sub === sub) return number;
    return undefined;
  }

  #nextNumber(): number {
    do this.#lastSub = (this.#lastSub % MOST_SUB) + 1;
    while (this.#subs.has(this.#lastSub));
    return this.#lastSub;
  }

  #changed(): void {
    // Subscriptions end with their session.
    if (this.#connection.state().kind !== 'connected') this.#subs.clear();
    this.#options.own.changed();
    this.#sayState();
  }

  #sayState(): void {
    const { tab: leader, say } = this.#options;
    say({ kind: 'state', leader, ...this.told() });
  }

  #event<E extends EventName>(name: E, params: EventParams<E>): void {
    const { tab: leader, say, own } = this.#options;
    if (name !== 'thread/event' && name !== 'thread/reset') {
      own.event(name, params);
      say({ kind: 'event', leader, tab: null, name, params });
      return;
    }
    const subscription = this.#subs.get((params as EventParams<'thread/event'>).sub);
    // One that was closed a moment ago.
    if (subscription === undefined) return;
    const theirs = { ...params, sub: subscription.sub } as EventParams<E>;
    if (subscription.tab === leader) own.event(name, theirs);
    else say({ kind: 'event', leader, tab: subscription.tab, name, params: theirs });
  }
}

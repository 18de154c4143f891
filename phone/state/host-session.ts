/**
 * One paired host, as the screens watch it: its home, and what was said to it. It feeds them from the connection and asks again
 * after every reconnect. What only some screens want, as the threads that are open, joins when it is made (part.ts).
 */
import type { Result } from '../../protocol/session/catalogue.ts';
import type { SessionEvent } from '../../protocol/session/events.ts';
import type { GoalChange } from '../../protocol/session/goal.ts';
import { permits, type Right, type ThreadSummary } from '../../protocol/session/values.ts';
import {
  CallError,
  type ConnectionListener,
  type ConnectionState,
  type HostConnection,
  type HostFacts,
} from '../client/types.ts';
import { namelessHost } from '../text/shell.ts';
import type { NextFrame } from './frames.ts';
import { changeHome, type HomeEvent, type HomeState, openHome } from './home.ts';
import { KEPT, type Keep, keyOf } from './keep.ts';
import type { LastHome } from './last-home.ts';
import { Outgoing } from './outgoing.ts';
import { newRequestId } from './request-id.ts';
import { type Readable, Store } from './store.ts';

export interface Surroundings {
  keep: Keep;
  /** What was known last of a host; absent: nothing outlives the page. */
  lastHome?: (host: string) => LastHome;
  nextFrame: NextFrame;
  /** Milliseconds since the Unix epoch. */
  now: () => number;
}

/** What goes along with the connection. */
export interface Companion {
  /** The host has proven itself: what only reads may be asked. */
  reached?(): void;
  /** It has let this phone in: what acts may be said. */
  connected?(): void;
  /** What was under way may have arrived, or not. */
  disconnected?(): void;
  event?(event: SessionEvent): void;
}

/** A host that has not said its name yet is called what it is. */
const named = (facts: HostFacts): HostFacts => (facts.name === '' ? { ...facts, name: namelessHost } : facts);

export class HostSession {
  readonly connection: HostConnection;
  readonly surroundings: Surroundings;
  readonly outgoing: Outgoing;
  readonly #companions: Companion[] = [];
  readonly #home = new Store<HomeState | null>(null);
  readonly #knownAt = new Store<number | null>(null);
  readonly #last: LastHome | null;
  readonly #state: Store<ConnectionState>;
  readonly #facts: Store<HostFacts>;
  /** What a new connection is asked first was asked ahead of the host's word. */
  #early = false;
  /** Counts askings for the home, so that the answer to an older one is not taken for the newest. */
  #asked = 0;
  /** `since` of the connection that was opened last, to tell a new one from news about the same. */
  #openedSince: number | null = null;
  /** Events that arrived while the home was being asked for. */
  #pending: HomeEvent[] | null = null;
  readonly #unlisten: () => void;

  constructor(connection: HostConnection, surroundings: Surroundings) {
    const { keep, lastHome, now } = surroundings;
    this.connection = connection;
    this.surroundings = surroundings;
    const { id } = connection.facts;
    this.#state = new Store(connection.state());
    this.#facts = new Store(named(connection.facts));
    this.outgoing = this.join(new Outgoing(connection, keep, id, now));
    this.#last = lastHome?.(id) ?? null;
    const listener: ConnectionListener = {
      changed: () => this.#changed(),
      early: () => this.#ask(),
      event: (method, params) => this.#event({ method, params } as SessionEvent),
    };
    this.#unlisten = connection.listen(listener);
    void this.#recall();
    this.#changed();
  }

  /** Null until this host has been reached once, on this page or one before. */
  get home(): Readable<HomeState | null> {
    return this.#home;
  }
  /** When the home was known to be so, by this phone's clock; null: it is so now. */
  get knownAt(): Readable<number | null> {
    return this.#knownAt;
  }
  get state(): Readable<ConnectionState> {
    return this.#state;
  }
  get facts(): Readable<HostFacts> {
    return this.#facts;
  }

  /** From now on it is told how the connection goes, at first how it is. */
  join<C extends Companion>(companion: C): C {
    this.#companions.push(companion);
    if (this.#early || this.#openedSince !== null) companion.reached?.();
    if (this.#openedSince !== null) companion.connected?.();
    return companion;
  }

  /** Whether this device may do what needs `right`, as far as the host has said. */
  may(right: Right): boolean {
    return permits(this.#home.get()?.device.right ?? this.#facts.get().right, right);
  }

  /** The page became visible, or the network returned, or the person asks: try at once. */
  readonly wake = (): void => this.connection.wake();

  async stop(thread: string, turn: string): Promise<void> {
    await this.connection.call('turn/stop', { requestId: newRequestId(), thread, turn });
  }

  /** Has the thread ask before everything, from its next turn on, or no longer. */
  async watch(thread: string, on: boolean): Promise<void> {
    await this.connection.call('thread/watch', { requestId: newRequestId(), thread, on });
  }

  async renameThread(thread: string, title: string): Promise<void> {
    await this.connection.call('thread/rename', { requestId: newRequestId(), thread, title });
  }

  /** Puts a thread away, or back into the lists. */
  async archive(thread: string, on: boolean): Promise<void> {
    await this.connection.call('thread/archive', { requestId: newRequestId(), thread, on });
  }

  /** Has nothing start in the thread, or something again. */
  async pause(thread: string, on: boolean): Promise<void> {
    await this.connection.call('thread/pause', { requestId: newRequestId(), thread, on });
  }

  /** Threads that were put away. */
  async archived(): Promise<ThreadSummary[]> {
    return (await this.connection.call('archive/list', {})).threads;
  }

  /** What an agent has at hand in a project. */
  offers(project: string, agent: string): Promise<Result<'host/offers'>> {
    return this.connection.call('host/offers', { project, agent });
  }

  /** Begins another thread with what this one holds. @returns its id */
  async fork(thread: string): Promise<string> {
    return (await this.connection.call('thread/fork', { requestId: newRequestId(), thread })).thread;
  }

  /** Has the agent look at what is changed and not committed. */
  async review(thread: string): Promise<void> {
    await this.connection.call('thread/review', { requestId: newRequestId(), thread });
  }

  /** Has the agent shorten what it remembers. */
  async compact(thread: string): Promise<void> {
    await this.connection.call('thread/compact', { requestId: newRequestId(), thread });
  }

  async goal(thread: string, change: GoalChange): Promise<void> {
    await this.connection.call('thread/goal', { requestId: newRequestId(), thread, change });
  }

  /** Takes back what waits at the host to be said. @returns its whole text */
  async takeBack(thread: string, entry: string): Promise<string> {
    const { text } = await this.connection.call('queue/read', { thread, entry });
    await this.connection.call('queue/remove', { requestId: newRequestId(), thread, entry });
    return text;
  }

  /** Has what is held at the host be said after all. */
  async release(thread: string): Promise<void> {
    await this.connection.call('queue/release', { requestId: newRequestId(), thread });
  }

  async rename(name: string): Promise<void> {
    await this.connection.call('device/rename', { name });
  }

  /** The card of an approval that was too large to come unasked. */
  async card(approval: string): Promise<string> {
    return (await this.connection.call('approval/read', { approval })).card;
  }

  /** The diffs of a file that a card counts among those changed so far. */
  changes(thread: string, path: string): Promise<Result<'thread/changes'>> {
    return this.connection.call('thread/changes', { thread, path });
  }

  /** Drops what is kept of this host beside its keys, for good. */
  async forget(): Promise<void> {
    this.outgoing.forget();
    for (const kept of KEPT) this.surroundings.keep.write(keyOf(kept, this.connection.facts.id), undefined);
    await this.#last?.forget();
  }

  /** The page may be gone in a moment. */
  readonly keepNow = (): void => this.#last?.flush();

  close(): void {
    this.#last?.flush();
    this.#unlisten();
    this.connection.close();
  }

  #changed(): void {
    const state = this.connection.state();
    this.#facts.set(named(this.connection.facts));
    if (state.kind === 'connected' && state.since !== this.#openedSince) {
      if (this.#openedSince !== null) this.#disconnected();
      this.#openedSince = state.since;
      if (!this.#early) this.#ask();
      this.#early = false;
      for (const companion of this.#companions) companion.connected?.();
    } else if (state.kind !== 'connected' && (this.#early || this.#openedSince !== null)) {
      this.#disconnected();
    }
    this.#state.set(state);
    // Revoked or left: what it told is not for this phone any more.
    if (state.kind === 'refused' && (state.reason === 'revoked' || state.reason === 'left'))
      void this.forget();
  }

  /** What was known on a page before this one stands in until the host has spoken. */
  async #recall(): Promise<void> {
    const kept = await this.#last?.read();
    if (kept == null || this.#home.get() !== null) return;
    this.#knownAt.set(kept.at);
    this.#home.set(kept.home);
  }

  /** The host has told how it is now. */
  #know(home: HomeState): void {
    this.#home.set(home);
    this.#last?.changed(home);
  }

  /** Asks a connection for what is shown. What this phone says itself waits until it is let in. */
  #ask(): void {
    this.#early = true;
    void this.#openHome();
    for (const companion of this.#companions) companion.reached?.();
  }

  #disconnected(): void {
    this.#early = false;
    this.#asked += 1;
    this.#openedSince = null;
    this.#pending = null;
    if (this.#home.get() !== null && this.#knownAt.get() === null) this.#knownAt.set(this.surroundings.now());
    for (const companion of this.#companions) companion.disconnected?.();
  }

  async #openHome(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    // What arrives before the answer is applied behind it. An event carries its whole object, so one that the snapshot
    // contains already changes nothing, and the last one about an object is its newest state.
    this.#pending = [];
    try {
      const snapshot = await this.connection.call('home/open', {});
      if (this.#asked !== asked) return;
      const events = this.#pending ?? [];
      this.#pending = null;
      const home = events.reduce(changeHome, openHome(this.#home.get(), snapshot));
      this.#knownAt.set(null);
      this.#know(home);
    } catch (error) {
      // A cut: the next connection asks again. An answer that makes no sense leaves what was known, and its events.
      if (!(error instanceof CallError)) throw error;
      if (this.#asked !== asked) return;
      const events = this.#pending ?? [];
      this.#pending = null;
      const home = this.#home.get();
      if (home !== null) this.#know(events.reduce(changeHome, home));
    }
  }

  #event(event: SessionEvent): void {
    for (const companion of this.#companions) companion.event?.(event);
    switch (event.method) {
      case 'thread/event':
      case 'thread/reset':
        // Of a thread that is open.
        return;
      case 'routes/changed':
      case 'session/bye':
        // The client's own business.
        return;
      default: {
        const home = this.#home.get();
        if (this.#pending !== null) this.#pending.push(event);
        else if (home !== null) this.#know(changeHome(home, event));
      }
    }
  }
}

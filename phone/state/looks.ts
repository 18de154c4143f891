/**
 * Which threads somebody looks at now: what happened in one since the last look is asked for as they come, and the host is
 * told what they have seen, as they come, whenever something changes under their eyes, and as they go.
 */
import type { ThreadSince } from '../../protocol/session/since.ts';
import { CallError, type ConnectionState, type HostConnection } from '../client/types.ts';
import type { HomeState } from './home.ts';
import { type Outbox, outgoingTo } from './outbox.ts';
import { type Readable, Store } from './store.ts';

/** Who comes back sooner has missed nothing that is worth counting. */
const SHORT_LOOK_AWAY_MS = 60_000;

/** What it has to know of a host; a `HostSession` is one. */
export interface LookedAt {
  readonly connection: Pick<HostConnection, 'call'>;
  readonly state: Readable<ConnectionState>;
  readonly home: Readable<HomeState | null>;
  readonly outgoing: { readonly outbox: Readable<Outbox> };
}

interface Look {
  readonly news: Store<ThreadSince | null>;
  /** How many screens show it. */
  watchers: number;
  /** `asking`: what happened is on its way, and nothing may be said to be seen before. */
  count: 'due' | 'asking' | 'done';
}

export class Looks {
  readonly #host: LookedAt;
  readonly #now: () => number;
  readonly #looks = new Map<string, Look>();
  /** When somebody last looked away from a thread, by this phone's clock. */
  readonly #left = new Map<string, number>();

  /** It lives as long as the host does for this page. */
  constructor(host: LookedAt, now: () => number) {
    this.#host = host;
    this.#now = now;
    host.state.subscribe(() => this.#connected());
    host.home.subscribe(() => this.#changed());
  }

  /** Somebody looks at a thread. @returns what happened since they last did, null while nothing is known or did. */
  arrive(thread: string): Readable<ThreadSince | null> {
    let look = this.#looks.get(thread);
    if (look === undefined) {
      const left = this.#left.get(thread);
      const wasAway =
        !this.#hasBegun(thread) && (left === undefined || Math.abs(this.#now() - left) >= SHORT_LOOK_AWAY_MS);
      look = { news: new Store<ThreadSince | null>(null), watchers: 0, count: wasAway ? 'due' : 'done' };
      this.#looks.set(thread, look);
      void this.#look(thread, look);
    }
    look.watchers += 1;
    return look.news;
  }

  /** Who has just begun a thread here has seen all there is of it, and never looked before. */
  #hasBegun(thread: string): boolean {
    return outgoingTo(this.#host.outgoing.outbox.get(), thread).some(({ to }) => to.kind === 'new');
  }

  leave(thread: string): void {
    const look = this.#looks.get(thread);
    if (look === undefined) return;
    look.watchers -= 1;
    if (look.watchers > 0) return;
    this.#looks.delete(thread);
    this.#left.set(thread, this.#now());
    if (look.count === 'done') this.#seen(thread);
  }

  /** It was read. */
  dismiss(thread: string): void {
    this.#looks.get(thread)?.news.set(null);
  }

  #connected(): void {
    if (this.#host.state.get().kind !== 'connected') return;
    for (const [thread, look] of this.#looks) void this.#look(thread, look);
  }

  /** What the host tells is unseen while somebody looks at it is seen. */
  #changed(): void {
    const threads = this.#host.home.get()?.threads ?? [];
    for (const [thread, { count }] of this.#looks) {
      const isNews = threads.some(({ id, unseen }) => id === thread && unseen === true);
      if (count === 'done' && isNews) this.#seen(thread);
    }
  }

  /** What happened is counted from what was seen last, so it is asked for first, again after a cut. */
  async #look(thread: string, look: Look): Promise<void> {
    if (this.#host.state.get().kind !== 'connected' || look.count === 'asking') return;
    if (look.count === 'due') {
      look.count = 'asking';
      try {
        const since = await this.#host.connection.call('thread/since', { thread });
        if (hasNews(since)) look.news.set(since);
      } catch (error) {
        if (!(error instanceof CallError)) throw error;
        if (error.code === 'cut') {
          look.count = 'due';
          return;
        }
        // A host of an older version does not count.
      }
      look.count = 'done';
    }
    this.#seen(thread);
  }

  #seen(thread: string): void {
    if (this.#host.state.get().kind !== 'connected') return;
    this.#host.connection.call('thread/seen', { thread }).catch((error: unknown) => {
      if (!(error instanceof CallError)) throw error;
    });
  }
}

const hasNews = ({ turns, files, failedCommands, approvals }: ThreadSince): boolean =>
  [turns, files, failedCommands, approvals].some(({ count }) => count > 0);

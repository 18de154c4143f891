/**
 * Which threads somebody looks at now: what happened in one since the last look is asked for as they come, and the host is
 * told what they have seen, as they come, whenever something changes under their eyes, and as they go.
 */
import type { ThreadSince } from '../../protocol/session/catalogue.ts';
import { CallError, type HostConnection } from '../client/types.ts';
import type { HomeState } from './home.ts';
import { type Readable, Store } from './store.ts';

/** Who comes back sooner has missed nothing that is worth counting. */
const SHORT_LOOK_AWAY_MS = 60_000;

interface Look {
  readonly news: Store<ThreadSince | null>;
  /** How many screens show it. */
  watchers: number;
  /** The host was asked since they came. */
  asked: boolean;
}

export class Looks {
  readonly #connection: Pick<HostConnection, 'call'>;
  readonly #now: () => number;
  readonly #looks = new Map<string, Look>();
  /** When somebody last looked away from a thread, by this phone's clock. */
  readonly #left = new Map<string, number>();
  #connected = false;

  constructor(connection: Pick<HostConnection, 'call'>, now: () => number) {
    this.#connection = connection;
    this.#now = now;
  }

  /** Somebody looks at a thread. @returns what happened since they last did, null while nothing is known or did. */
  arrive(thread: string): Readable<ThreadSince | null> {
    const look = this.#looks.get(thread) ?? {
      news: new Store<ThreadSince | null>(null),
      watchers: 0,
      asked: false,
    };
    this.#looks.set(thread, look);
    look.watchers += 1;
    if (look.watchers === 1) this.#ask(thread, look);
    return look.news;
  }

  leave(thread: string): void {
    const look = this.#looks.get(thread);
    if (look === undefined) return;
    look.watchers -= 1;
    if (look.watchers > 0) return;
    this.#looks.delete(thread);
    this.#left.set(thread, this.#now());
    if (look.asked) this.#seen(thread);
  }

  /** It was read. */
  dismiss(thread: string): void {
    this.#looks.get(thread)?.news.set(null);
  }

  connected(): void {
    this.#connected = true;
    for (const [thread, look] of this.#looks) this.#ask(thread, look);
  }

  disconnected(): void {
    this.#connected = false;
  }

  /** What the host tells is unseen while somebody looks at it is seen. */
  changed(home: HomeState): void {
    for (const [thread, { asked }] of this.#looks) {
      const isNews = home.threads.some(({ id, unseen }) => id === thread && unseen === true);
      if (asked && isNews) this.#seen(thread);
    }
  }

  /** Asked before it is said to be seen, as that begins the count anew. A host of an older version knows neither. */
  #ask(thread: string, look: Look): void {
    if (!this.#connected) return;
    const left = this.#left.get(thread);
    const wasAway = left === undefined || Math.abs(this.#now() - left) >= SHORT_LOOK_AWAY_MS;
    if (wasAway && !look.asked) {
      this.#connection.call('thread/since', { thread }).then((since) => {
        if (hasNews(since)) look.news.set(since);
      }, expected);
    }
    look.asked = true;
    this.#seen(thread);
  }

  #seen(thread: string): void {
    if (this.#connected) this.#connection.call('thread/seen', { thread }).catch(expected);
  }
}

const hasNews = ({ turns, files, failedCommands, approvals }: ThreadSince): boolean =>
  [turns, files, failedCommands, approvals].some(({ count }) => count > 0);

function expected(error: unknown): void {
  if (!(error instanceof CallError)) throw error;
}

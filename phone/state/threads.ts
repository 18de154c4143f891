/** The threads that a screen has open: opened again after every reconnect from where they stood. */
import type { SessionEvent } from '../../protocol/session/events.ts';
import type { LogEntry, ThreadPage } from '../../protocol/session/thread.ts';
import { CallError, type HostConnection } from '../client/types.ts';
import * as words from '../text/calls.ts';
import type { NextFrame } from './frames.ts';
import type { Companion, HostSession } from './host-session.ts';
import { partOf } from './part.ts';
import { ThreadStore } from './thread-store.ts';

/**
 * Milliseconds in which text comes once. A little more than a frame, so that no frame has two messages to open, however fast an
 * agent writes; more would be seen.
 */
export const TEXT_EVERY = 20;
/** Items fetched by one scroll to the top. */
const OLDER_PAGE = 50;
/** Openings in a row that end in a gap, before the thread is given up as one that cannot be shown. */
const MOST_GAPS = 3;

type Arrival = { kind: 'entry'; entry: LogEntry } | { kind: 'reset'; page: ThreadPage };

interface OpenThread {
  readonly id: string;
  /** The device's number for it in this session. */
  readonly sub: number;
  readonly store: ThreadStore;
  /** Screens that show it. */
  watchers: number;
  /** What arrived while it was being opened; null: it is open. */
  pending: Arrival[] | null;
  /** Counts openings, so that the answer to an older one is not taken for the newest. */
  opening: number;
  /** Gaps since an entry last fitted. */
  gaps: number;
}

/** What threads tell about what this phone said. */
export interface ThreadNews {
  /** The item of this request now stands in its thread. */
  shown(requestId: string): void;
  /** The thread is shown from a page, and what was put into it since it was seen last may stand above that. */
  replaced(thread: string): void;
}

export class Threads implements Companion {
  readonly #connection: Pick<HostConnection, 'call'>;
  readonly #nextFrame: NextFrame;
  readonly #news: ThreadNews;
  readonly #open = new Map<string, OpenThread>();
  #connected = false;
  #lastSub = 0;

  constructor(connection: Pick<HostConnection, 'call'>, nextFrame: NextFrame, news: ThreadNews) {
    this.#connection = connection;
    this.#nextFrame = nextFrame;
    this.#news = news;
  }

  /** Opens a thread for a screen, or joins in. Call `release` when the screen is gone. */
  watch(id: string): { store: ThreadStore; release: () => void } {
    let thread = this.#open.get(id);
    if (thread === undefined) {
      this.#lastSub = (this.#lastSub % 0xffff) + 1;
      const store = new ThreadStore(this.#nextFrame);
      thread = { id, sub: this.#lastSub, store, watchers: 0, pending: null, opening: 0, gaps: 0 };
      this.#open.set(id, thread);
      if (this.#connected) void this.#openAtHost(thread);
    }
    thread.watchers += 1;
    const watched = thread;
    let released = false;
    const release = () => {
      if (released) return;
      released = true;
      watched.watchers -= 1;
      // A screen that is drawn anew releases and watches in one breath; only a thread that nobody took up is closed.
      queueMicrotask(() => this.#closeUnwatched(watched));
    };
    return { store: watched.store, release };
  }

  reached(): void {
    this.#connected = true;
    for (const thread of this.#open.values()) void this.#openAtHost(thread);
  }

  disconnected(): void {
    this.#connected = false;
    for (const thread of this.#open.values()) thread.opening += 1;
  }

  event({ method, params }: SessionEvent): void {
    switch (method) {
      case 'thread/event': {
        const { sub, ...entry } = params;
        this.#arrived(sub, { kind: 'entry', entry });
        return;
      }
      case 'thread/reset':
        this.#arrived(params.sub, { kind: 'reset', page: params.page });
        return;
      case 'agent/changed':
      case 'thread/changed':
        this.#retryProblems();
    }
  }

  /** Tries those again that could not be shown, because something about their agent or thread changed. */
  #retryProblems(): void {
    if (!this.#connected) return;
    for (const thread of this.#open.values()) {
      // One that is being opened again is not asked for once more with every change.
      if (thread.store.problem !== null && thread.pending === null) void this.#openAtHost(thread);
    }
  }

  /** Fetches the items before those that are held. */
  async older(id: string): Promise<void> {
    const thread = this.#open.get(id);
    const page = thread?.store.page;
    if (thread === undefined || page == null || !this.#connected) return;
    if (page.first === 0 || thread.store.older === 'loading') return;
    thread.store.setOlder('loading');
    try {
      const { epoch, first: before } = page;
      const older = await this.#connection.call('thread/older', {
        thread: id,
        epoch,
        before,
        limit: Math.min(OLDER_PAGE, before),
      });
      thread.store.prepend(epoch, older.first, older.items);
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      thread.store.setOlder('failed');
    }
  }

  #arrived(sub: number, arrival: Arrival): void {
    for (const thread of this.#open.values()) {
      if (thread.sub !== sub) continue;
      if (thread.pending !== null) thread.pending.push(arrival);
      else this.#take(thread, arrival);
    }
  }

  #take(thread: OpenThread, arrival: Arrival): void {
    if (arrival.kind === 'reset') {
      this.#replace(thread, arrival.page);
      return;
    }
    const { event } = arrival.entry;
    if (thread.store.apply(arrival.entry) === 'gap') {
      this.#gap(thread);
      return;
    }
    thread.gaps = 0;
    if (event.type === 'put' && event.item.type === 'user' && event.item.request !== null) {
      this.#news.shown(event.item.request);
    }
  }

  #gap(thread: OpenThread): void {
    // Several entries behind one gap ask once.
    if (!this.#connected || thread.pending !== null) return;
    thread.gaps += 1;
    if (thread.gaps <= MOST_GAPS) void this.#openAtHost(thread);
    else thread.store.setProblem({ code: 'stale', message: words.stale });
  }

  #replace(thread: OpenThread, page: ThreadPage): void {
    thread.store.replace(page);
    for (const item of page.items) {
      if (item.type === 'user' && item.request !== null) this.#news.shown(item.request);
    }
  }

  async #openAtHost(thread: OpenThread): Promise<void> {
    const { id, sub, store } = thread;
    // Where the continuation did not fit either, only a page helps.
    const held = thread.gaps > 1 ? null : store.page;
    thread.opening += 1;
    const { opening } = thread;
    // Entries may overtake the answer on their way through this page; they wait here and are applied behind it. Those
    // that the answer contains already change nothing.
    thread.pending = [];
    const current = () => thread.opening === opening && this.#open.get(id) === thread;
    try {
      const have = held === null ? {} : { have: { epoch: held.epoch, seq: held.seq } };
      const result = await this.#connection.call('thread/open', {
        thread: id,
        sub,
        every: TEXT_EVERY,
        ...have,
      });
      if (!current()) return;
      const arrivals = thread.pending;
      thread.pending = null;
      store.setProblem(null);
      store.setNested(result.nested ?? null);
      if (result.kind === 'page') {
        this.#news.replaced(id);
        this.#replace(thread, result.page);
      } else for (const entry of result.entries) this.#take(thread, { kind: 'entry', entry });
      for (const arrival of arrivals) this.#take(thread, arrival);
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      if (!current()) return;
      thread.pending = null;
      // After a cut the next connection opens it again.
      if (error.code !== 'cut') store.setProblem({ code: error.code, message: error.message });
    }
  }

  #closeUnwatched(thread: OpenThread): void {
    if (thread.watchers > 0 || this.#open.get(thread.id) !== thread) return;
    this.#open.delete(thread.id);
    if (!this.#connected) return;
    this.#connection.call('thread/close', { sub: thread.sub }).catch((error: unknown) => {
      // Where it does not arrive, the session has ended, and the subscription with it.
      if (!(error instanceof CallError)) throw error;
    });
  }
}

export const threadsOf = partOf((session: HostSession) =>
  session.join(
    new Threads(session.connection, session.surroundings.nextFrame, {
      shown: (requestId) => session.outgoing.shown(requestId),
      replaced: (thread) => session.outgoing.forgetSent(thread),
    }),
  ),
);

/** The threads that Codex is known to have, each with whether and how it is followed. */
import type { AgentSink, NativeThread } from '../agent.ts';
import { optionsOf } from './choices.ts';
import type { LiveThread } from './live.ts';
import { type CodexStatus, type CodexThread, mapStatus, mapThread } from './roster.ts';
import { isWatched, type ThreadSettings } from './watch.ts';

export interface Known {
  native: NativeThread;
  /** Set while the thread is followed. */
  live: LiveThread | null;
  /** While it begins to be followed, or is read again. */
  following: Promise<void> | null;
  held: Held | null;
  /** It was followed when the connection was lost. */
  lost: boolean;
  /** Its history was too large for one message. */
  small: boolean;
  usedAt: number;
  /** As Codex told last; null while it has not. */
  settings: ThreadSettings | null;
  /** It was seen to be allowed to write to its folder, so that it may be again after it was told only to read. */
  mayWrite: boolean;
}

/** What arrives for a thread while it is being read; told behind the reset. */
export interface Held {
  run: (() => void)[];
  /** Keys of the requests among it. */
  asking: Set<string>;
  asked(): void;
}

const MAX_SUB_AGENTS = 1000;
/** Sub-agents of sub-agents. */
const MAX_DEPTH = 20;

export class KnownThreads {
  readonly #sink: Pick<AgentSink, 'thread' | 'threadRemoved'>;
  readonly #gated: ((thread: string) => boolean) | undefined;
  readonly #threads = new Map<string, Known>();
  /** Threads of sub-agents, by their own id; the oldest is forgotten first. */
  readonly #parents = new Map<string, string>();

  /** @param gated Whether a thread that is not loaded was started behind the gate; absent: there is none */
  constructor(sink: Pick<AgentSink, 'thread' | 'threadRemoved'>, gated?: (thread: string) => boolean) {
    this.#sink = sink;
    this.#gated = gated;
  }

  /** A sub-agent's thread: what it asks is asked in the thread that began it. */
  subAgent(id: string, parent: string): void {
    this.#parents.set(id, parent);
    if (this.#parents.size > MAX_SUB_AGENTS) this.#parents.delete(this.#parents.keys().next().value!);
  }

  /** The person's thread behind a thread: itself, or the one in which the sub-agents above it began. */
  ofPerson(id: string): Known | undefined {
    let at = id;
    for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
      const known = this.#threads.get(at);
      if (known !== undefined) return known;
      const parent = this.#parents.get(at);
      if (parent === undefined) return undefined;
      at = parent;
    }
    return undefined;
  }

  get(id: string): Known | undefined {
    return this.#threads.get(id);
  }

  all(): Known[] {
    return [...this.#threads.values()];
  }

  /** Takes over what Codex lists; what it does not list stays only where it is being followed. */
  list(threads: readonly CodexThread[]): NativeThread[] {
    const listed = new Set(threads.map(({ id }) => id));
    for (const [id, { lost, live }] of this.#threads)
      if (!listed.has(id) && !lost && live === null) this.#threads.delete(id);
    for (const thread of threads) this.learn(thread);
    return this.all().map(({ native }) => native);
  }

  /** Makes a thread known, or brings what is known up to date, without telling. */
  learn(thread: CodexThread): Known {
    const mapped = mapThread(thread);
    const known = this.#threads.get(mapped.id);
    const gated = known?.native.gated ?? this.#gated?.(mapped.id);
    const { watched, options, goal, tokens, context } = known?.native ?? {};
    const native = {
      ...mapped,
      ...(tokens !== undefined && { tokens }),
      ...(context !== undefined && { context }),
      ...(gated !== undefined && { gated }),
      ...(watched !== undefined && { watched }),
      ...(options !== undefined && { options }),
      ...(goal !== undefined && { goal }),
    };
    if (known === undefined) {
      const fresh: Known = {
        native,
        live: null,
        following: null,
        held: null,
        lost: false,
        small: false,
        usedAt: 0,
        settings: null,
        mayWrite: false,
      };
      this.#threads.set(native.id, fresh);
      return fresh;
    }
    const title = native.title === '' ? known.native.title : native.title;
    known.native = { ...native, title, status: statusAfter(known, thread.status) };
    return known;
  }

  /** Codex announced a thread. */
  appeared(thread: CodexThread): void {
    if (!this.#threads.has(thread.id)) this.#sink.thread(this.learn(thread).native);
  }

  /** @param at when something happened in it; without, its place in lists by time stays */
  update(
    known: Known,
    change: Partial<
      Pick<NativeThread, 'title' | 'status' | 'gated' | 'watched' | 'options' | 'goal' | 'tokens' | 'context'>
    >,
    at?: number,
  ): void {
    if (this.#threads.get(known.native.id) !== known) return;
    const next = { ...known.native, ...change, updatedAt: at ?? known.native.updatedAt };
    if (JSON.stringify(next) === JSON.stringify(known.native)) return;
    known.native = next;
    this.#sink.thread(next);
  }

  /** Codex said what it asks about in this thread from now on. */
  settle(known: Known, settings: ThreadSettings): void {
    known.settings = settings;
    known.mayWrite ||= settings.sandboxPolicy?.type === 'workspaceWrite';
    this.update(known, { watched: isWatched(settings), options: optionsOf(settings) });
  }

  remove(id: string): void {
    if (this.#threads.delete(id)) this.#sink.threadRemoved(id);
  }
}

/** That nothing runs does not undo that the last turn failed. */
export function statusAfter(known: Known, status: CodexStatus): NativeThread['status'] {
  const mapped = mapStatus(status);
  return mapped === 'idle' && known.native.status === 'failed' ? 'failed' : mapped;
}

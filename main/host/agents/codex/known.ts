/** The threads that Codex is known to have, those of sub-agents too, each with whether and how it is followed. */
import type { AgentSink, NativeThread } from '../agent.ts';
import { optionsOf } from './choices.ts';
import type { LiveThread, Voided } from './live.ts';
import { agentPathOf, type CodexStatus, type CodexThread, mapStatus, mapThread } from './roster.ts';
import { subAgentName } from './subagents.ts';
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
  /** The last such turn. */
  voided: Voided | null;
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
/** Threads that were said to work or rest before anything else was said of them. */
const MAX_EARLY = 100;
/** As Codex makes them. Whatever else a model calls a thread is not one that could be opened. */
const SUB_AGENT_ID = /^[\w-]{1,100}$/;

export class KnownThreads {
  readonly #sink: Pick<AgentSink, 'thread' | 'threadRemoved'>;
  readonly #gated: ((thread: string) => boolean) | undefined;
  readonly #threads = new Map<string, Known>();
  /** Threads of sub-agents among them; the oldest that is not followed is forgotten first. */
  readonly #subAgents = new Set<string>();
  readonly #early = new Map<string, CodexStatus>();

  /** @param gated Whether a thread that is not loaded was started behind the gate; absent: there is none */
  constructor(sink: Pick<AgentSink, 'thread' | 'threadRemoved'>, gated?: (thread: string) => boolean) {
    this.#sink = sink;
    this.#gated = gated;
  }

  /**
   * A sub-agent's thread: what it asks is asked in the thread at the top. The sink is told of one that is new.
   *
   * @param parent the thread that began it
   * @param path as Codex names it; null: it does not
   * @returns null where it cannot be one
   */
  subAgent(id: string, parent: Known, path: string | null): Known | null {
    const name = subAgentName(path);
    const before = this.#threads.get(id);
    if (before !== undefined) {
      if (before.native.parent === undefined) return null;
      if (before.native.title === '') this.update(before, { title: name });
      return before;
    }
    if (!SUB_AGENT_ID.test(id) || this.#depth(parent) >= MAX_DEPTH) return null;
    const { cwd, updatedAt } = parent.native;
    const early = this.#early.get(id);
    this.#early.delete(id);
    const status = early === undefined ? 'idle' : mapStatus(early);
    const known = fresh({ id, parent: parent.native.id, cwd, title: name, status, updatedAt });
    this.#threads.set(id, known);
    this.#subAgents.add(id);
    if (this.#subAgents.size > MAX_SUB_AGENTS) this.#forgetSubAgent();
    this.#sink.thread(known.native);
    return known;
  }

  /** What was said of a thread that is not known: a sub-agent may begin to work before an item names it. */
  early(id: string, status: CodexStatus): void {
    this.#early.set(id, status);
    if (this.#early.size > MAX_EARLY) this.#early.delete(this.#early.keys().next().value!);
  }

  /** The person's thread behind a thread: itself, or the one in which the sub-agents above it began. */
  ofPerson(id: string): Known | undefined {
    let at = this.#threads.get(id);
    while (at?.native.parent !== undefined) at = this.#threads.get(at.native.parent);
    return at;
  }

  get(id: string): Known | undefined {
    return this.#threads.get(id);
  }

  all(): Known[] {
    return [...this.#threads.values()];
  }

  /**
   * Takes over what Codex lists; what it does not list stays only where it is being followed, and what sub-agents did with the
   * thread that they worked for.
   *
   * @param subAgents those that work
   */
  list(threads: readonly CodexThread[], subAgents: readonly CodexThread[] = []): NativeThread[] {
    const listed = new Set(threads.map(({ id }) => id));
    for (const [id, { lost, live, native }] of this.#threads)
      if (!listed.has(id) && !lost && live === null && native.parent === undefined) this.#forget(id);
    for (const thread of threads) this.learn(thread);
    this.#rest();
    this.#early.clear();
    // Each was made after the one that began it.
    for (const thread of [...subAgents].sort((a, b) => a.createdAt - b.createdAt)) this.#works(thread);
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
      const made = fresh(native);
      this.#threads.set(native.id, made);
      return made;
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

  /** With it goes what its sub-agents did. */
  remove(id: string): void {
    if (this.#forget(id)) this.#sink.threadRemoved(id);
  }

  #forget(id: string): boolean {
    const there = this.#threads.delete(id);
    this.#subAgents.delete(id);
    for (const each of this.#subAgents) if (this.#threads.get(each)?.native.parent === id) this.#forget(each);
    return there;
  }

  #forgetSubAgent(): void {
    for (const id of this.#subAgents) if (this.#threads.get(id)?.live === null) return this.remove(id);
  }

  /** Whatever worked before: that one still does is told by its list. */
  #rest(): void {
    for (const id of this.#subAgents) {
      const known = this.#threads.get(id)!;
      if (known.native.status === 'working') known.native = { ...known.native, status: 'idle' };
    }
  }

  #works(thread: CodexThread): void {
    const { id, parentThreadId } = thread;
    const parent = parentThreadId === null ? undefined : this.#threads.get(parentThreadId);
    const known = parent === undefined ? null : this.subAgent(id, parent, agentPathOf(thread));
    if (known !== null) known.native = { ...known.native, status: 'working' };
  }

  #depth(known: Known): number {
    let depth = 0;
    for (let at: Known | undefined = known; at?.native.parent !== undefined; depth += 1)
      at = this.#threads.get(at.native.parent);
    return depth;
  }
}

const fresh = (native: NativeThread): Known => ({
  native,
  live: null,
  following: null,
  held: null,
  lost: false,
  small: false,
  usedAt: 0,
  settings: null,
  mayWrite: false,
  voided: null,
});

/** That nothing runs does not undo that the last turn failed. */
export function statusAfter(known: Known, status: CodexStatus): NativeThread['status'] {
  const mapped = mapStatus(status);
  return mapped === 'idle' && known.native.status === 'failed' ? 'failed' : mapped;
}

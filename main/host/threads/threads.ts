/**
 * Every thread of every agent that lies in an open project: its summary for lists, and its log while somebody looks
 * or something runs. Agents tell what happens; sessions read.
 */
import { resolve } from 'node:path';
import { toBase64url } from '../../../protocol/bytes.ts';
import { type CardContext, NO_CONTEXT } from '../../../protocol/session/card-context.ts';
import type { FileChange, Item } from '../../../protocol/session/items.ts';
import type { Queue } from '../../../protocol/session/queue.ts';
import type { NestedIn, ThreadEvent } from '../../../protocol/session/thread.ts';
import type { ThreadStatus, ThreadSummary } from '../../../protocol/session/values.ts';
import type { WorkingTurn } from '../../contract/state.ts';
import {
  type Agent,
  AgentError,
  type NativeChange,
  type NativeHistory,
  type NativeThread,
  type Prompt,
} from '../agents/agent.ts';
import { type CheckIn, changesOf, contextOf } from '../approvals/so-far.ts';
import type { Projects } from '../projects/projects.ts';
import { doingOf } from './doing.ts';
import { type ImageFile, readImage } from './image-file.ts';
import { ThreadLog } from './log.ts';
import { isNested, nestedIn, rootOf, withThreads, workingOf } from './sub-agents.ts';

/** Logs of threads in which nothing runs and that nobody has open; the one unused longest goes first. */
const MAX_IDLE_LOGS = 16;
/** Threads that are listed, the latest first. */
const MAX_LISTED = 500;

export interface Thread {
  readonly id: string;
  readonly agent: Agent;
  native: NativeThread;
  log: ThreadLog | null;
  /** Position of each item by the agent's id for it. */
  positions: Map<string, number>;
  opening: Promise<void> | null;
  readers: Set<ThreadReader>;
  /** When its log was last filled or let go, in a count of such moments. */
  used: number;
  /** When the turn that runs in it was first told of; null while none does. */
  workingSince: number | null;
}

/** Somebody who follows the log of one thread. */
export interface ThreadReader {
  /** The log has entries that this reader may not have yet. */
  grown(): void;
  /** The log was replaced by one of another epoch. */
  replaced(): void;
  /** The thread is gone, or its project was closed. */
  ended(): void;
}

export interface ThreadsListener {
  changed(summary: ThreadSummary): void;
  /** Told behind the first `changed` of a thread: it is visible, and was not before. */
  appeared(id: string): void;
  removed(id: string): void;
}

export interface ThreadsOptions {
  projects: Projects;
  randomBytes: (length: number) => Uint8Array;
  now: () => number;
  /** Whether an approval or question of this thread is open. */
  waits: (thread: string) => boolean;
  checkIn: CheckIn;
  /** Whether nothing may start in it. */
  paused: (thread: string) => boolean;
  /** What waits to be said to this thread; null: nothing. */
  queue: (thread: string) => Queue | null;
}

const gatedOf = (thread: Thread | undefined): { gated?: boolean } =>
  thread?.native.gated === undefined ? {} : { gated: thread.native.gated };

/** For a card: one that is watched does not act unasked, and a yes cannot make a command of it run twice. */
const gatedOnCard = (thread: Thread | undefined): { gated?: boolean } =>
  thread?.native.watched === true ? {} : gatedOf(thread);

const tokensOf = ({ native: { tokens, context } }: Thread): Pick<ThreadSummary, 'tokens'> =>
  tokens === undefined
    ? {}
    : { tokens: { total: tokens, context: context?.tokens ?? null, window: context?.window ?? null } };
const threadId = (agent: Agent, native: string): string => `${agent.environment}.${agent.id}.${native}`;

export class Threads {
  readonly #options: ThreadsOptions;
  readonly #threads = new Map<string, Thread>();
  /** Those of sub-agents among them. */
  readonly #nested = new Set<Thread>();
  readonly #listeners = new Set<ThreadsListener>();
  /** What was last told of each listed thread, as JSON. */
  readonly #told = new Map<string, string>();
  #uses = 0;

  constructor(options: ThreadsOptions) {
    this.#options = options;
    options.projects.listen({
      changed: () => this.#projectsChanged(),
      removed: () => this.#projectsChanged(),
    });
  }

  listen(listener: ThreadsListener): void {
    this.#listeners.add(listener);
  }

  /** What devices see, the latest first. */
  list(): ThreadSummary[] {
    return [...this.#threads.values()]
      .filter((thread) => !isNested(thread) && this.#project(thread) !== null)
      .sort((a, b) => b.native.updatedAt - a.native.updatedAt)
      .slice(0, MAX_LISTED)
      .map((thread) => this.summary(thread));
  }

  /**
   * Turns that run, the longest first, also in folders that are not open to devices: this is for the owner. What an
   * agent that is away was doing is not known, so it does not count. What a sub-agent still does is done by its thread.
   */
  working(): WorkingTurn[] {
    const turns = new Map<string, WorkingTurn>();
    for (const thread of this.#threads.values()) {
      const { agent, workingSince: since } = thread;
      const root = this.#root(thread);
      if (root === undefined || since === null || agent.info().state !== 'ready') continue;
      if ((turns.get(root.id)?.since ?? since) >= since)
        turns.set(root.id, { thread: root.id, title: root.native.title.slice(0, 200), since });
    }
    return [...turns.values()].sort((a, b) => a.since - b.since);
  }

  /** Only threads of open projects exist for a device. */
  visible(id: string): Thread | undefined {
    const thread = this.#threads.get(id);
    return thread !== undefined && !isNested(thread) && this.#project(thread) !== null ? thread : undefined;
  }

  /** What a device may read: what is visible, and the threads of its sub-agents. */
  readable(id: string): Thread | undefined {
    const thread = this.#threads.get(id);
    return thread !== undefined && this.#isReadable(thread) ? thread : undefined;
  }

  /** Where a sub-agent's thread belongs; undefined for a person's. */
  nested(thread: Thread): NestedIn | undefined {
    const [parent, root] = [this.#parent(thread), this.#root(thread)];
    return parent === undefined || root === undefined ? undefined : nestedIn(thread, parent, root);
  }

  idOf(agent: Agent, native: string): string {
    return threadId(agent, native);
  }

  summary(thread: Thread): ThreadSummary {
    return {
      id: thread.id,
      environment: thread.agent.environment,
      agent: thread.agent.id,
      project: this.#project(thread)?.id ?? null,
      title: thread.native.title.slice(0, 200),
      status: this.#status(thread),
      updatedAt: thread.native.updatedAt,
      ...gatedOf(thread),
      ...(thread.native.watched !== undefined && { watched: thread.native.watched }),
      ...(thread.native.options !== undefined && { options: thread.native.options }),
      ...this.#running(thread),
      ...(this.#options.paused(thread.id) && { paused: true }),
      ...(thread.native.goal != null && { goal: thread.native.goal }),
      ...tokensOf(thread),
      ...this.#queue(thread),
      ...this.#subAgents(thread),
    };
  }

  /** The log of a thread, asked of its agent where it is not at hand. Rejects with AgentError. */
  async open(thread: Thread): Promise<ThreadLog> {
    if (thread.log !== null) return thread.log;
    thread.opening ??= thread.agent.open(thread.native.id).finally(() => {
      thread.opening = null;
    });
    await thread.opening;
    if (thread.log === null) throw unknownThread();
    return thread.log;
  }

  /** Has its log filled, where it is of this agent; nobody waits for it. */
  openQuietly(agent: Agent, id: string): void {
    const thread = this.#threads.get(id);
    if (thread?.agent === agent) this.open(thread).catch(() => {});
  }

  /** Whether its agent is there and runs nothing in it. */
  rests(id: string): boolean {
    const thread = this.visible(id);
    if (thread === undefined || thread.agent.info().state !== 'ready') return false;
    return thread.native.status !== 'working' && thread.log?.turn?.state !== 'running';
  }

  /** Rejects with AgentError. */
  async startTurn(id: string, prompt: Prompt): Promise<{ turn: string }> {
    const thread = this.visible(id);
    if (thread === undefined) throw unknownThread();
    return thread.agent.startTurn(thread.native.id, prompt);
  }

  attach(thread: Thread, reader: ThreadReader): () => void {
    thread.readers.add(reader);
    return () => {
      thread.readers.delete(reader);
      thread.used = ++this.#uses;
      this.#evict();
    };
  }

  /** Where something that an agent asks belongs, for a card. `subAgent`: the thread of the sub-agent that asks. */
  place(
    agent: Agent,
    native: string,
    subAgent?: string,
  ): {
    subAgentThread?: string;
    subAgentName?: string;
    thread: string;
    title: string;
    project: { id: string; name: string } | null;
    gated?: boolean;
    context: CardContext;
  } {
    const id = threadId(agent, native);
    const thread = this.#threads.get(id);
    const project = thread === undefined ? null : this.#project(thread);
    return {
      thread: id,
      title: thread?.native.title.slice(0, 200) ?? '',
      project: project === null ? null : { id: project.id, name: project.name },
      ...gatedOnCard(thread),
      ...(subAgent !== undefined && this.#asker(threadId(agent, subAgent))),
      context:
        thread?.log == null
          ? NO_CONTEXT
          : contextOf(thread.log.items, thread.log.turn?.id ?? null, this.#options.checkIn),
    };
  }

  /**
   * The diffs of a file that was changed in this thread.
   *
   * @param path as `soFar` of a card shows it
   */
  async changes(thread: Thread, path: string): Promise<{ changes: FileChange[]; more: number }> {
    return changesOf((await this.open(thread)).items, path);
  }

  /** A picture of an item of a thread whose log is at hand; on another computer it stays there. */
  async image(thread: Thread, item: string, picture = 0): Promise<ImageFile> {
    const found = thread.log?.items.find((each) => each.id === item);
    const at =
      found?.type === 'image' ? found.path : found?.type === 'user' ? found.pictures?.[picture] : undefined;
    if (at === undefined || thread.agent.environment !== 'local') return { kind: 'none' };
    return readImage(resolve(thread.native.cwd, at));
  }

  /** Empty for one that is not known, or not any more. */
  titleOf(id: string): string {
    return this.#threads.get(id)?.native.title.slice(0, 200) ?? '';
  }

  /** Also one that no device sees: this is for the owner. */
  get(id: string): Thread | undefined {
    return this.#threads.get(id);
  }

  // What agents tell.

  /** All threads of an agent, after it connected. */
  listed(agent: Agent, natives: readonly NativeThread[]): void {
    const now = new Set(natives.map(({ id }) => threadId(agent, id)));
    for (const thread of this.#threads.values()) {
      // One that is being followed was made after the list was read.
      if (thread.agent === agent && !now.has(thread.id) && thread.log === null) this.#remove(thread);
    }
    for (const native of natives) this.told(agent, native);
  }

  told(agent: Agent, native: NativeThread): Thread {
    const id = threadId(agent, native.id);
    let thread = this.#threads.get(id);
    if (thread === undefined) {
      const positions = new Map<string, number>();
      thread = {
        id,
        agent,
        native,
        log: null,
        positions,
        opening: null,
        readers: new Set(),
        used: 0,
        workingSince: null,
      };
      this.#threads.set(id, thread);
    }
    thread.native = native;
    if (isNested(thread)) this.#nested.add(thread);
    thread.workingSince = native.status === 'working' ? (thread.workingSince ?? this.#options.now()) : null;
    this.touch(thread);
    // What streams now is not in any history later, so it is followed whether somebody looks or not.
    if (native.status === 'working' && thread.log === null) this.open(thread).catch(() => {});
    return thread;
  }

  gone(agent: Agent, native: string): void {
    const thread = this.#threads.get(threadId(agent, native));
    if (thread !== undefined) this.#remove(thread);
  }

  change(agent: Agent, native: string, change: NativeChange): void {
    const thread = this.#threads.get(threadId(agent, native));
    // Without a log nobody has read what came before; whoever opens it later gets the whole.
    if (thread?.log == null) return;
    const event = positioned(thread, this.#opened(agent, change));
    if (event === null) return;
    thread.log.add(event);
    for (const reader of thread.readers) reader.grown();
    // Text that streams changes nothing that lists show.
    if (event.type !== 'append') this.touch(thread);
  }

  /** The log does not continue: a new epoch, and every reader starts over from what it holds now. */
  reset(agent: Agent, native: string, history: NativeHistory): void {
    const thread = this.#threads.get(threadId(agent, native));
    if (thread === undefined) return;
    this.#fill(thread, history);
    for (const reader of thread.readers) reader.replaced();
    this.touch(thread);
  }

  /** An agent came or went, or an approval opened or closed: what is told of these threads may differ now. */
  touchAll(agent: Agent): void {
    for (const thread of this.#threads.values()) if (thread.agent === agent) this.touch(thread);
  }

  touchId(id: string): void {
    const thread = this.#threads.get(id);
    if (thread !== undefined) this.touch(thread);
  }

  touch(thread: Thread): void {
    // A closed project, or a folder that the thread moved to: either way it is not there for devices any more.
    if (!this.#isReadable(thread)) return this.#hide(thread);
    // A sub-agent's is told of as a part of the one that stands in lists.
    if (isNested(thread)) return this.touch(this.#root(thread)!);
    const summary = this.summary(thread);
    const text = JSON.stringify(summary);
    if (this.#told.get(thread.id) === text) return;
    const appeared = !this.#told.has(thread.id);
    this.#told.set(thread.id, text);
    for (const listener of this.#listeners) listener.changed(summary);
    if (appeared) for (const listener of this.#listeners) listener.appeared(thread.id);
  }

  #fill(thread: Thread, history: NativeHistory): void {
    thread.positions = new Map(history.items.map((item, index) => [item.id, index]));
    const items = history.items.map((item) => this.#itemOpened(thread.agent, item));
    thread.log = new ThreadLog(toBase64url(this.#options.randomBytes(16)), items, history.turn);
    thread.used = ++this.#uses;
    this.#evict();
  }

  #running({ agent, native, log, workingSince }: Thread): Pick<ThreadSummary, 'runningSince' | 'doing'> {
    if (native.status !== 'working' || agent.info().state !== 'ready') return {};
    const turn = log?.turn ?? null;
    const since = turn?.state === 'running' ? turn.startedAt : workingSince;
    const doing = log === null ? null : doingOf(log.items, turn);
    return { ...(since !== null && { runningSince: since }), ...(doing !== null && { doing }) };
  }

  #queue({ id }: Thread): { queue?: Queue } {
    const queue = this.#options.queue(id);
    return queue === null ? {} : { queue };
  }

  #subAgents(thread: Thread): Pick<ThreadSummary, 'subAgents'> {
    const own =
      this.#nested.size === 0 ? [] : [...this.#nested].filter((each) => this.#root(each) === thread);
    const subAgents = thread.agent.info().state === 'ready' ? workingOf(own, this.#options.waits) : [];
    return subAgents.length === 0 ? {} : { subAgents };
  }

  /** Nothing where the thread of that sub-agent is not known. */
  #asker(id: string): { subAgentThread?: string; subAgentName?: string } {
    const thread = this.#threads.get(id);
    const nested = thread && this.nested(thread);
    return nested === undefined ? {} : { subAgentThread: id, subAgentName: nested.name };
  }

  #opened(agent: Agent, change: NativeChange): NativeChange {
    return change.type === 'put' ? { ...change, item: this.#itemOpened(agent, change.item) } : change;
  }

  #itemOpened(agent: Agent, item: Item): Item {
    return withThreads(item, (native) => {
      const thread = this.#threads.get(threadId(agent, native));
      return thread !== undefined && isNested(thread) ? thread.id : null;
    });
  }

  #parent({ agent, native }: Thread): Thread | undefined {
    return native.parent === undefined ? undefined : this.#threads.get(threadId(agent, native.parent));
  }

  #root(thread: Thread): Thread | undefined {
    return rootOf(thread, (each) => this.#parent(each));
  }

  #isReadable(thread: Thread): boolean {
    if (this.#project(thread) === null) return false;
    const root = this.#root(thread);
    return root === thread || (root !== undefined && this.#project(root) !== null);
  }

  #status(thread: Thread): ThreadStatus {
    if (thread.agent.info().state !== 'ready') return 'away';
    if (this.#options.waits(thread.id)) return 'waiting';
    return thread.native.status;
  }

  #project(thread: Thread) {
    return this.#options.projects.holding(thread.agent.environment, thread.native.cwd);
  }

  /** With it goes what its sub-agents did. */
  #remove(thread: Thread): void {
    this.#threads.delete(thread.id);
    this.#nested.delete(thread);
    this.#hide(thread);
    for (const each of this.#nested)
      if (each.agent === thread.agent && each.native.parent === thread.native.id) this.#remove(each);
  }

  #hide(thread: Thread): void {
    for (const reader of [...thread.readers]) reader.ended();
    if (this.#told.delete(thread.id)) for (const listener of this.#listeners) listener.removed(thread.id);
  }

  #projectsChanged(): void {
    for (const thread of this.#threads.values()) this.touch(thread);
  }

  #evict(): void {
    const idle = [...this.#threads.values()].filter(
      ({ log, readers, native }) => log !== null && readers.size === 0 && native.status !== 'working',
    );
    idle.sort((a, b) => a.used - b.used);
    for (const thread of idle.slice(0, Math.max(0, idle.length - MAX_IDLE_LOGS))) {
      thread.log = null;
      thread.positions = new Map();
    }
  }
}

/** Where a change belongs in the log; null for text of an item that nobody put. */
function positioned(thread: Thread, change: NativeChange): ThreadEvent | null {
  switch (change.type) {
    case 'turn':
      return change;
    case 'append': {
      const index = thread.positions.get(change.item);
      return index === undefined ? null : { type: 'append', index, text: change.text };
    }
    case 'put': {
      let index = thread.positions.get(change.item.id);
      if (index === undefined) {
        index = thread.log!.length;
        thread.positions.set(change.item.id, index);
      }
      return { type: 'put', index, item: change.item };
    }
  }
}

/** For a thread that is not there, or not open to devices. */
const unknownThread = (): AgentError => new AgentError('unknownThread', 'This thread is not there any more.');

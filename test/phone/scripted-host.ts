/**
 * A host in memory, for tests of the screens' state and for looking at the screens. It keeps a log for each thread as
 * a host does, answers calls in order, and can be cut off at any moment.
 */

import { changesOf } from '../../main/host/approvals/so-far.ts';
import {
  CallError,
  type ConnectionListener,
  type ConnectionState,
  type HostConnection,
  type HostFacts,
} from '../../phone/client/types.ts';
import type { HomeState } from '../../phone/state/home.ts';
import type { Approval } from '../../protocol/session/approvals.ts';
import type { Card } from '../../protocol/session/card.ts';
import { NO_CONTEXT } from '../../protocol/session/card-context.ts';
import type { Method, Params, Result } from '../../protocol/session/catalogue.ts';
import { ERRORS, type ErrorCode } from '../../protocol/session/errors.ts';
import type { EventName, EventParams } from '../../protocol/session/events.ts';
import type { Home } from '../../protocol/session/home.ts';
import type { Item } from '../../protocol/session/items.ts';
import type { AgentChoices } from '../../protocol/session/options.ts';
import type { ThreadSince } from '../../protocol/session/since.ts';
import {
  applyEntry,
  type LogEntry,
  type NestedIn,
  type ThreadEvent,
  type ThreadPage,
} from '../../protocol/session/thread.ts';
import type { ThreadSummary } from '../../protocol/session/values.ts';

export const EPOCH = 'A'.repeat(22);

interface Log {
  page: ThreadPage;
  entries: LogEntry[];
}

export interface Call {
  method: Method;
  params: unknown;
}

export class ScriptedHost implements HostConnection {
  facts: HostFacts = {
    id: 'host1',
    name: 'Anna’s MacBook',
    platform: 'darwin',
    deviceName: 'Anna’s phone',
    right: 'start',
    checkWords: ['harbor', 'velvet', 'onion', 'glide'],
  };
  home: Home = {
    device: { name: 'Anna’s phone', right: 'start' },
    environments: [{ id: 'local', name: 'This machine', state: 'up', detail: '', connectable: false }],
    agents: [],
    projects: [],
    threads: [],
    approvals: [],
  };
  /** The picture of every image, in Base64. */
  image = '';
  /** Items of a thread that it sends on opening. */
  pageSize = 100;
  /** Every call that reached the host, in order. */
  readonly calls: Call[] = [];
  /** Errors that the next call of a method is answered with. */
  readonly refusals = new Map<Method, ErrorCode>();
  /** Methods whose answers are lost: the call is obeyed and then the connection breaks. */
  readonly cutAfter = new Set<Method>();
  /** What the agent does with a prompt. */
  onPrompt: (thread: string, text: string, requestId: string) => void = () => undefined;
  onStop: (thread: string) => void = () => undefined;
  onDecide: (params: Params<'approval/decide'>) => void = () => undefined;

  readonly #logs = new Map<string, Log>();
  readonly #nested = new Map<string, NestedIn>();
  readonly #subs = new Map<string, number>();
  readonly #listeners = new Set<ConnectionListener>();
  readonly #done = new Map<string, unknown>();
  readonly #waiting = new Set<(error: CallError) => void>();
  #state: ConnectionState = { kind: 'connecting', since: 0 };
  /** Answers that wait for `connect`; null: nothing may be asked early. */
  #early: (() => void)[] | null = null;
  #clock = 0;

  state(): ConnectionState {
    return this.#state;
  }

  listen(listener: ConnectionListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Has proven itself, and has not said yet whether the phone may come in: what is asked now is answered after `connect`. */
  prove(): void {
    this.#early = [];
    for (const listener of this.#listeners) listener.early?.();
  }

  connect(): void {
    const early = this.#early ?? [];
    this.#early = null;
    this.become({ kind: 'connected', since: ++this.#clock });
    for (const answer of early) queueMicrotask(answer);
  }

  cut(leg: 'offline' | 'relay' | 'host' = 'relay', nextTryAt: number | null = null): void {
    this.#subs.clear();
    this.#early = null;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    this.become({ kind: 'broken', leg, since: Date.now(), nextTryAt });
    for (const fail of waiting) fail(new CallError('cut', 'The connection broke.'));
  }

  become(state: ConnectionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener.changed?.();
  }

  emit<E extends EventName>(name: E, params: EventParams<E>): void {
    if (this.#state.kind !== 'connected') return;
    for (const listener of this.#listeners) listener.event?.(name, params);
  }

  addThread(thread: ThreadSummary, items: Item[] = []): void {
    this.home.threads.push(thread);
    this.#addLog(thread.id, items);
  }

  /** A sub-agent's thread, which stands in no list. */
  addNested(id: string, nested: NestedIn, items: Item[] = []): void {
    this.#nested.set(id, nested);
    this.#addLog(id, items);
  }

  #addLog(id: string, items: Item[]): void {
    const page = { epoch: EPOCH, seq: items.length, first: 0, items, turn: null };
    this.#logs.set(id, { page, entries: [] });
  }

  page(thread: string): ThreadPage {
    return this.#logs.get(thread)!.page;
  }

  /** Appends to a thread's log, and tells whoever has it open. `lose`: the event does not arrive. */
  log(thread: string, event: ThreadEvent, lose = false): void {
    const log = this.#logs.get(thread)!;
    const entry: LogEntry = { seq: log.page.seq + 1, merged: 1, event };
    const page = applyEntry(log.page, entry);
    if (page === 'gap') throw new Error('the script does not fit its own log');
    log.page = page;
    log.entries.push(entry);
    const sub = this.#subs.get(thread);
    if (sub !== undefined && !lose) this.emit('thread/event', { sub, ...entry });
  }

  /** A thread's log begins anew. */
  reset(thread: string, page: ThreadPage): void {
    this.#logs.set(thread, { page, entries: [] });
    const sub = this.#subs.get(thread);
    if (sub !== undefined) this.emit('thread/reset', { sub, page });
  }

  put(thread: string, item: Item): number {
    const { items } = this.page(thread);
    const at = items.findIndex(({ id }) => id === item.id);
    const index = at < 0 ? items.length : at;
    this.log(thread, { type: 'put', index, item });
    return index;
  }

  /** A field that is undefined is taken away. */
  changeThread(id: string, fields: { [K in keyof ThreadSummary]?: ThreadSummary[K] | undefined }): void {
    const at = this.home.threads.findIndex((thread) => thread.id === id);
    const thread = JSON.parse(JSON.stringify({ ...this.home.threads[at]!, ...fields })) as ThreadSummary;
    this.home.threads = this.home.threads.with(at, thread);
    this.emit('thread/changed', { thread });
  }

  ask(approval: Approval): void {
    this.home.approvals = [...this.home.approvals, approval];
    this.emit('approval/changed', { approval });
  }

  decide(id: string, fields: Partial<Approval>): void {
    const approval = { ...this.home.approvals.find((each) => each.id === id)!, ...fields };
    this.home.approvals = this.home.approvals.filter((each) => each.id !== id);
    this.emit('approval/changed', { approval });
  }

  call<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
    return new Promise((resolve, reject) => {
      if (this.#state.kind !== 'connected' && this.#early === null) {
        reject(new CallError('cut', 'There is no connection.'));
        return;
      }
      this.#waiting.add(reject);
      const early = this.#early;
      const later = early === null ? queueMicrotask : (answer: () => void) => void early.push(answer);
      later(() => {
        if (!this.#waiting.delete(reject)) return;
        const { requestId } = params as { requestId?: string };
        this.calls.push({ method, params: structuredClone(params) });
        const refusal = this.refusals.get(method);
        if (refusal !== undefined) {
          this.refusals.delete(method);
          reject(new CallError(refusal, ERRORS[refusal]));
          return;
        }
        try {
          const done = requestId === undefined ? undefined : this.#done.get(requestId);
          const result = done ?? this.#answer(method, params);
          if (requestId !== undefined) this.#done.set(requestId, result);
          if (this.cutAfter.delete(method)) {
            this.#waiting.add(reject);
            this.cut();
            return;
          }
          resolve(result as Result<M>);
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  sign(): Promise<{ cardDigest: string; signature: string }> {
    return Promise.resolve({ cardDigest: 'd'.repeat(43), signature: 's'.repeat(86) });
  }

  wake(): void {}
  close(): void {}

  #answer(method: Method, params: unknown): unknown {
    switch (method) {
      case 'home/open':
        return structuredClone(this.home);
      case 'thread/open': {
        const { thread, sub, have } = params as Params<'thread/open'>;
        const log = this.#log(thread);
        this.#subs.set(thread, sub);
        const nested = this.#nested.get(thread);
        const place = nested === undefined ? {} : { nested };
        if (have !== undefined && have.epoch === log.page.epoch) {
          const entries = log.entries.filter(({ seq }) => seq > have.seq);
          if (have.seq + entries.length === log.page.seq) return { kind: 'tail', entries, ...place };
        }
        const { items } = log.page;
        const first = Math.max(0, items.length - this.pageSize);
        return { kind: 'page', page: { ...log.page, first, items: items.slice(first) }, ...place };
      }
      case 'image/read':
        return { type: 'image/png', data: this.image };
      case 'thread/older': {
        const { thread, before, limit } = params as Params<'thread/older'>;
        const first = Math.max(0, before - limit);
        return { first, items: this.#log(thread).page.items.slice(first, before) };
      }
      case 'thread/start': {
        const { requestId, project, agent, text } = params as Params<'thread/start'>;
        const id = `thread-${this.home.threads.length + 1}`;
        const at = Date.now();
        const title = text.split('\n')[0]!.slice(0, 60);
        this.addThread({ id, environment: 'local', agent, project, title, status: 'working', updatedAt: at });
        this.emit('thread/changed', { thread: this.home.threads.at(-1)! });
        this.onPrompt(id, text, requestId);
        return { thread: id };
      }
      case 'turn/start': {
        const { requestId, thread, text } = params as Params<'turn/start'>;
        this.#log(thread);
        this.onPrompt(thread, text, requestId);
        return { turn: 'turn1' };
      }
      case 'attachment/put': {
        const { at, data } = params as Params<'attachment/put'>;
        return { received: at + Math.floor((data.length * 3) / 4) };
      }
      case 'host/offers':
        return structuredClone(this.offers);
      case 'project/search': {
        const { query } = params as Params<'project/search'>;
        const files = this.files.filter((path) => path.includes(query));
        return { files: files.map((path) => ({ path, folder: false })) };
      }
      case 'agent/choices':
        return structuredClone(this.choices);
      case 'queue/add': {
        const { requestId, thread, text } = params as Params<'queue/add'>;
        const { queue } = this.home.threads.find((each) => each.id === thread)!;
        const entries = queue?.entries ?? [];
        this.#queued.set(requestId, text);
        const entry = { id: requestId, text: text.slice(0, 200), by: this.home.device.name, at: Date.now() };
        this.changeThread(thread, { queue: { held: queue?.held ?? null, entries: [...entries, entry] } });
        return { entry: requestId };
      }
      case 'queue/read': {
        const { thread, entry } = params as Params<'queue/read'>;
        const { queue } = this.home.threads.find((each) => each.id === thread)!;
        const shown = queue?.entries.find(({ id }) => id === entry);
        if (shown === undefined) throw new CallError('notQueued', ERRORS.notQueued);
        return { text: this.#queued.get(entry) ?? shown.text };
      }
      case 'queue/remove': {
        const { thread, entry } = params as Params<'queue/remove'>;
        const { queue } = this.home.threads.find((each) => each.id === thread)!;
        const entries = queue!.entries.filter(({ id }) => id !== entry);
        this.changeThread(thread, { queue: entries.length === 0 ? undefined : { ...queue!, entries } });
        return {};
      }
      case 'queue/release': {
        const { thread } = params as Params<'queue/release'>;
        this.changeThread(thread, { queue: undefined });
        return {};
      }
      case 'thread/goal': {
        const { thread, change } = params as Params<'thread/goal'>;
        const { goal } = this.home.threads.find((each) => each.id === thread)!;
        const state = change.kind === 'pause' ? 'paused' : 'active';
        const text = change.kind === 'set' ? change.text : (goal?.text ?? '');
        this.changeThread(thread, { goal: change.kind === 'clear' ? undefined : { text, state } });
        return {};
      }
      case 'thread/fork':
        return { thread: (params as Params<'thread/fork'>).thread };
      case 'thread/review':
        return { turn: 'turn1' };
      case 'thread/changes': {
        const { thread, path } = params as Params<'thread/changes'>;
        return changesOf(this.#log(thread).page.items, path);
      }
      case 'turn/stop':
        this.onStop((params as Params<'turn/stop'>).thread);
        return {};
      case 'thread/watch': {
        const { thread: id, on } = params as Params<'thread/watch'>;
        const thread = this.home.threads.find((each) => each.id === id)!;
        Object.assign(thread, { watched: on });
        this.emit('thread/changed', { thread });
        return {};
      }
      case 'thread/rename': {
        const { thread, title } = params as Params<'thread/rename'>;
        this.changeThread(thread, { title });
        return {};
      }
      case 'thread/pause': {
        const { thread, on } = params as Params<'thread/pause'>;
        this.changeThread(thread, { paused: on });
        return {};
      }
      case 'thread/archive': {
        const { thread: id, on } = params as Params<'thread/archive'>;
        if (on) {
          this.archived.push(this.home.threads.find((each) => each.id === id)!);
          this.home.threads = this.home.threads.filter((each) => each.id !== id);
          this.emit('thread/removed', { id });
        } else {
          const thread = this.archived.find((each) => each.id === id)!;
          this.archived = this.archived.filter((each) => each.id !== id);
          this.home.threads = [...this.home.threads, thread];
          this.emit('thread/changed', { thread });
        }
        return {};
      }
      case 'archive/list':
        return { threads: this.archived };
      case 'thread/since': {
        const since = this.since.get((params as Params<'thread/since'>).thread);
        if (since === undefined) throw new CallError('unknownThread', ERRORS.unknownThread);
        return since;
      }
      case 'thread/seen': {
        const { thread } = params as Params<'thread/seen'>;
        const known = this.home.threads.find((each) => each.id === thread);
        if (known?.unseen === true) this.changeThread(thread, { unseen: false });
        return {};
      }
      case 'approval/read': {
        const { approval } = params as Params<'approval/read'>;
        return { card: this.largeCards.get(approval) ?? '' };
      }
      case 'approval/decide':
        this.onDecide(params as Params<'approval/decide'>);
        return {};
      case 'device/rename': {
        const { name } = params as Params<'device/rename'>;
        this.home.device = { ...this.home.device, name };
        this.emit('device/changed', this.home.device);
        return {};
      }
      default:
        return {};
    }
  }

  offers: Result<'host/offers'> = { servers: [], skills: [], hooks: [], git: null };
  /** Paths of the files of every project. */
  files: string[] = [];
  choices: AgentChoices = { models: [], modes: [], abilities: [] };
  readonly #queued = new Map<string, string>();
  archived: ThreadSummary[] = [];
  readonly since = new Map<string, ThreadSince>();
  readonly largeCards = new Map<string, string>();

  #log(thread: string): Log {
    const log = this.#logs.get(thread);
    if (log === undefined) throw new CallError('unknownThread', ERRORS.unknownThread);
    return log;
  }
}

export const aThread = (id: string, fields: Partial<ThreadSummary> = {}): ThreadSummary => ({
  id,
  environment: 'local',
  agent: 'codex',
  project: 'p1',
  title: `Thread ${id}`,
  status: 'idle',
  updatedAt: 1000,
  ...fields,
});

/** One project, and nothing else. */
export const aHome = (fields: Partial<HomeState> = {}): HomeState => ({
  device: { name: 'phone', right: 'start' },
  environments: [],
  agents: [],
  projects: [{ id: 'p1', environment: 'local', name: 'lighthouse', path: '/l' }],
  threads: [],
  approvals: [],
  ...fields,
});

export const anApproval = (card: Card, fields: Partial<Approval> = {}): Approval => ({
  id: card.approval,
  environment: card.environment,
  agent: card.agent,
  thread: card.thread,
  kind: card.ask.kind,
  title: card.ask.kind === 'command' ? card.ask.command : card.ask.kind,
  at: card.at,
  state: 'open',
  by: null,
  note: null,
  decidedAt: null,
  card: JSON.stringify(card),
  cardSize: JSON.stringify(card).length,
  refusal: null,
  ...fields,
});

export const aCard = (approval: string, fields: Partial<Card> = {}): Card => ({
  v: 2,
  approval,
  host: 'Anna’s MacBook',
  environment: 'local',
  agent: 'codex',
  thread: 't1',
  threadTitle: 'Thread t1',
  project: { id: 'p1', name: 'lighthouse' },
  source: 'agent',
  meaning: 'outsideSandbox',
  reason: null,
  ask: { kind: 'command', command: 'npm test', cwd: '/home/anna/lighthouse', network: null },
  decisions: ['approve', 'decline'],
  scopes: ['once'],
  at: 1000,
  tier: 'expand',
  reasons: [],
  handling: 'hold',
  expiresAt: null,
  touches: null,
  ...NO_CONTEXT,
  ...fields,
});

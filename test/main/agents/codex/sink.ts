/** What an agent told, kept in order, and a way to wait for it without asking again and again. */

import type {
  AgentSink,
  NativeAsk,
  NativeChange,
  NativeHistory,
  NativeThread,
  Settled,
} from '../../../../main/host/agents/agent.ts';
import type { Item } from '../../../../protocol/session/items.ts';
import type { Turn } from '../../../../protocol/session/thread.ts';
import { appendText } from '../../../../protocol/session/thread.ts';
import type { AgentInfo } from '../../../../protocol/session/values.ts';

/** A thread as a host would hold it, from resets and changes. */
export interface SeenThread {
  native: NativeThread | null;
  items: Item[];
  turn: Turn | null;
  resets: number;
  /** Keys of the last reset. */
  asking: string[];
}

export class RecordingSink implements AgentSink {
  /** Told of each question at once, for who answers it without a wait. */
  onAsk: (ask: NativeAsk) => void = () => {};
  readonly infos: AgentInfo[] = [];
  readonly listed: NativeThread[][] = [];
  readonly removed: string[] = [];
  readonly asks: NativeAsk[] = [];
  readonly alarms: { thread: string; sentence: string }[] = [];
  /** How often it was told that what waited at the gate is back. */
  returns = 0;
  losses = 0;
  readonly settledKeys: { key: string; why: Settled }[] = [];
  /** Changes that came before any reset of their thread; there must be none. */
  readonly orphans: NativeChange[] = [];
  readonly #threads = new Map<string, SeenThread>();
  #watchers: (() => void)[] = [];

  seen(id: string): SeenThread {
    let thread = this.#threads.get(id);
    if (thread === undefined) {
      thread = { native: null, items: [], turn: null, resets: 0, asking: [] };
      this.#threads.set(id, thread);
    }
    return thread;
  }

  /** Each with its state, where it has one. */
  itemTypes(thread: string): string[] {
    return this.seen(thread).items.map((item) =>
      'status' in item ? `${item.type} ${item.status}` : item.type,
    );
  }

  /** Resolves with the first value that is not null or undefined, looked at now and after everything told. */
  until<T>(look: () => T | null | undefined | false): Promise<T> {
    return new Promise((resolve) => {
      const watcher = () => {
        const value = look();
        if (value === null || value === undefined || value === false) return;
        this.#watchers = this.#watchers.filter((other) => other !== watcher);
        resolve(value);
      };
      this.#watchers.push(watcher);
      watcher();
    });
  }

  info(info: AgentInfo): void {
    this.infos.push(info);
    this.#told();
  }
  threads(threads: NativeThread[]): void {
    this.listed.push(threads);
    for (const thread of threads) this.seen(thread.id).native = thread;
    this.#told();
  }
  thread(thread: NativeThread): void {
    this.seen(thread.id).native = thread;
    this.#told();
  }
  threadRemoved(id: string): void {
    this.removed.push(id);
    this.#told();
  }
  change(id: string, change: NativeChange): void {
    const thread = this.seen(id);
    if (thread.resets === 0) this.orphans.push(change);
    if (change.type === 'turn') thread.turn = change.turn;
    else {
      const wanted = change.type === 'put' ? change.item.id : change.item;
      const at = thread.items.findIndex((item) => item.id === wanted);
      if (change.type === 'append') thread.items[at] = appendText(thread.items[at]!, change.text);
      else thread.items.splice(at < 0 ? thread.items.length : at, at < 0 ? 0 : 1, change.item);
    }
    this.#told();
  }
  reset(id: string, history: NativeHistory, asking: string[]): void {
    const thread = this.seen(id);
    thread.items = [...history.items];
    thread.turn = history.turn;
    thread.resets += 1;
    thread.asking = asking;
    this.#told();
  }
  ask(ask: NativeAsk): void {
    this.asks.push(ask);
    this.onAsk(ask);
    this.#told();
  }
  gateLost(): void {
    this.losses += 1;
    this.#told();
  }
  gateReturned(): void {
    this.returns += 1;
    this.#told();
  }
  alarm(thread: string, sentence: string): void {
    this.alarms.push({ thread, sentence });
    this.#told();
  }
  settled(key: string, why: Settled): void {
    this.settledKeys.push({ key, why });
    this.#told();
  }

  #told(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }
}

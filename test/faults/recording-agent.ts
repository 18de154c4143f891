/** An agent that remembers every word that it said, and outlives the host, as Codex does. */
import type { AgentSink, NativeChange, NativeThread } from '../../main/host/agents/agent.ts';
import type { Item } from '../../protocol/session/items.ts';
import type { Turn } from '../../protocol/session/thread.ts';
import { commandAsk, ScriptedAgent } from '../main/host/scripted-agent.ts';

export class RecordingAgent extends ScriptedAgent {
  readonly #threads = new Map<string, NativeThread>();
  /** None while no host is connected: what is said meanwhile is only remembered. */
  #host: AgentSink | null = null;

  /** What a thread holds by the agent's own account. */
  items(thread: string): readonly Item[] {
    return this.histories.get(thread)?.items ?? [];
  }

  /** A host connects: it is told all threads, and of each that works what it holds and asks. */
  override start(sink: AgentSink): void {
    this.#host = sink;
    this.sink = {
      info: (info) => this.#host?.info(info),
      threads: (threads) => this.#host?.threads(threads),
      thread: (thread) => {
        this.#threads.set(thread.id, thread);
        this.#host?.thread(thread);
      },
      threadRemoved: (id) => this.#host?.threadRemoved(id),
      change: (thread, change) => {
        this.#record(thread, change);
        this.#host?.change(thread, change);
      },
      reset: (thread, history, asking) => this.#host?.reset(thread, history, asking),
      ask: (ask) => this.#host?.ask(ask),
      settled: (key, why) => this.#host?.settled(key, why),
      gateLost: () => this.#host?.gateLost(),
      gateReturned: () => this.#host?.gateReturned(),
      alarm: (thread, sentence) => this.#host?.alarm(thread, sentence),
    };
    sink.info(this.info());
    const threads = [...this.#threads.values()];
    sink.threads(threads);
    for (const { id, status } of threads) {
      if (status !== 'working') continue;
      sink.reset(id, this.histories.get(id)!, [...this.waiting]);
      for (const key of this.waiting) sink.ask({ ...commandAsk(key), thread: id });
    }
  }

  override async close(): Promise<void> {
    this.#host = null;
  }

  #record(thread: string, change: NativeChange): void {
    const { items, turn } = this.histories.get(thread) ?? { items: [], turn: null };
    this.histories.set(thread, { items: changed(items, change), turn: turnAfter(turn, change) });
  }
}

const turnAfter = (turn: Turn | null, change: NativeChange): Turn | null =>
  change.type === 'turn' ? change.turn : turn;

/** Told plainly, not with the host's own functions: it is what these are compared with. */
function changed(items: readonly Item[], change: NativeChange): Item[] {
  if (change.type === 'put') {
    const at = items.findIndex(({ id }) => id === change.item.id);
    return at < 0 ? [...items, change.item] : items.with(at, change.item);
  }
  if (change.type === 'turn') return [...items];
  return items.map((item) =>
    item.id === change.item && item.type === 'agent' ? { ...item, text: item.text + change.text } : item,
  );
}

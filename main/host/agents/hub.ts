/** Between agents and the rest of the host: what an agent tells goes to its threads, its approvals and its status. */
import type { AgentInfo } from '../../../protocol/session/values.ts';
import type { Approvals } from '../approvals/approvals.ts';
import type { WordQueue } from '../threads/queue.ts';
import type { Threads } from '../threads/threads.ts';
import type { Agent, AgentSink } from './agent.ts';

export interface HubOptions {
  /** Those that are there from the start. */
  agents: readonly Agent[];
  threads: Threads;
  approvals: Approvals;
  /** What waits to be said when a turn has ended. */
  queue: Pick<WordQueue, 'ended' | 'caughtUp' | 'resumed' | 'forget' | 'threads'>;
  now: () => number;
  /** An agent's status changed. */
  changed: (info: AgentInfo) => void;
  /** A turn may have begun or ended. */
  workChanged: () => void;
  /** The gate did not hold in the thread of this title. */
  alarm: (title: string, sentence: string) => void;
  /** One that came later could not be loaded. */
  unstarted: (info: AgentInfo, error: unknown) => void;
}

export class AgentHub {
  readonly #options: HubOptions;
  readonly #agents: Agent[] = [];
  #started = false;
  /** Since when each agent is in the state that it is in. */
  readonly #since = new Map<string, { state: AgentInfo['state']; at: number }>();

  constructor(options: HubOptions) {
    this.#options = options;
    this.#agents.push(...options.agents);
  }

  /** Rejects where one could not be loaded. */
  async start(): Promise<void> {
    this.#started = true;
    await Promise.all(this.#agents.map((agent) => this.#start(agent)));
  }

  /** An agent of an environment that came up while the host runs. It stays, also while its environment is away. */
  add(agent: Agent): void {
    if (this.get(agent.id) !== undefined) throw new Error('an agent of this id is there already');
    this.#agents.push(agent);
    if (!this.#started) return;
    this.#start(agent).catch((error: unknown) => this.#options.unstarted(agent.info(), error));
    this.#options.changed(agent.info());
  }

  infos(): AgentInfo[] {
    return this.#agents.map((agent) => agent.info());
  }

  /** Since when it is in its state, in ms since 1970. */
  since(id: string): number {
    return this.#since.get(id)?.at ?? this.#options.now();
  }

  all(): readonly Agent[] {
    return this.#agents;
  }

  get(id: string): Agent | undefined {
    return this.#agents.find((agent) => agent.id === id);
  }

  async close(): Promise<void> {
    await Promise.all(this.#agents.map((agent) => agent.close()));
  }

  async #start(agent: Agent): Promise<void> {
    this.#seen(agent.info());
    await agent.start(this.#sink(agent));
  }

  #seen({ id, state }: AgentInfo): void {
    if (this.#since.get(id)?.state !== state) this.#since.set(id, { state, at: this.#options.now() });
  }

  #sink(agent: Agent): AgentSink {
    const { threads, approvals, queue, changed, workChanged, alarm } = this.#options;
    return {
      info: (info) => {
        this.#seen(info);
        changed(info);
        threads.touchAll(agent);
        workChanged();
      },
      threads: (natives) => {
        threads.listed(agent, natives);
        for (const { id, status } of natives) {
          if (status !== 'working') approvals.quiet(agent, threads.idOf(agent, id));
        }
        // How the turn ended that something waits for is told by opening its thread.
        for (const id of queue.threads()) threads.openQuietly(agent, id);
        workChanged();
      },
      thread: (native) => {
        threads.told(agent, native);
        if (native.status !== 'working') queue.resumed(threads.idOf(agent, native.id));
        workChanged();
      },
      threadRemoved: (native) => {
        threads.gone(agent, native);
        queue.forget(threads.idOf(agent, native));
        workChanged();
      },
      change: (native, change) => {
        threads.change(agent, native, change);
        if (change.type === 'turn') queue.ended(threads.idOf(agent, native), change.turn.state);
      },
      reset: (native, history, asking) => {
        threads.reset(agent, native, history);
        queue.caughtUp(threads.idOf(agent, native), history);
        approvals.asking(agent, threads.idOf(agent, native), asking);
      },
      ask: (ask) => approvals.asked(agent, ask),
      settled: (key, why) => approvals.settled(agent, key, why),
      gateLost: () => approvals.gateLost(agent),
      gateReturned: () => approvals.gateReturned(agent),
      alarm: (native, sentence) => alarm(threads.place(agent, native).title, sentence),
    };
  }
}

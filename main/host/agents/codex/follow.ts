/**
 * Following threads. Only who follows a thread gets its items and its questions, so a thread is followed when somebody
 * opened it, and when it became active, here or in a terminal.
 *
 * ```
 * known --opened, active, started--> being read --reset told--> followed --closed, unsubscribed--> known
 *                                        `-- what arrives meanwhile is held, and told behind the reset
 * ```
 *
 * A sub-agent's thread is followed while it works. Otherwise it is only read: to follow it, Codex would load it, without the
 * gate that its own thread put before it.
 */
import * as v from 'valibot';
import type { Item } from '../../../../protocol/session/items.ts';
import type { Turn } from '../../../../protocol/session/thread.ts';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../options.ts';
import { AgentError, type AgentSink } from '../agent.ts';
import type { Asks } from './asks.ts';
import { isForeign, isUnwritten, reasonOf } from './failures.ts';
import { learnGoal } from './goal.ts';
import {
  isEndUnwritten,
  lastTurn,
  mapHistory,
  readForeign,
  readTurns,
  resumeThread,
  type Turns,
} from './history.ts';
import { notice } from './items.ts';
import { type Held, type Known, type KnownThreads, statusAfter } from './known.ts';
import { LiveThread } from './live.ts';
import { titleOf } from './roster.ts';
import type { Rpc } from './rpc.ts';
import { type ThreadSettings, watchAgain } from './watch.ts';

/** Followed threads in which nothing runs; the one unused longest is followed no more, and again when it works. */
const MAX_IDLE = 32;
/** Messages that are held for one thread; beyond it the thread is read anew. */
const MAX_HELD = 20_000;
/** How long Codex may take to send again what it says still asks. */
const ASKS_WITHIN_MS = 2000;
/** What Codex writes comes a moment late: the first turn of a thread, without which it is refused, and how a turn ended. */
const AGAIN_AFTER_MS = [100, 400, 1600];

export interface FollowerOptions {
  known: KnownThreads;
  asks: Asks;
  sink: Pick<AgentSink, 'change' | 'reset'>;
  clock: Clock;
  log: Log;
  gate?: FollowerGate;
}

/** What following has to know of the gate. */
export interface FollowerGate {
  has(thread: string): boolean;
  resumeConfig(rpc: Rpc): Promise<object | null>;
  guards(rpc: Rpc, thread: string): Promise<boolean>;
  /** Keys of what waits at the gate in a thread. */
  keys(thread: string): string[];
}

const Anything = v.looseObject({});

export class Follower {
  readonly #options: FollowerOptions;
  #rpc: Rpc | null = null;

  constructor(options: FollowerOptions) {
    this.#options = options;
  }

  connected(rpc: Rpc): void {
    this.#rpc = rpc;
  }

  /**
   * Follows what is active and what was followed before the connection was lost. Sub-agents first: what they ask is sent again
   * to who follows them, and has to be known as the thread above them says what it asks.
   */
  followActive(): void {
    const active = this.#options.known
      .all()
      .filter((known) => known.native.status === 'working' || known.lost);
    const [subAgents, persons] = [active.filter(isSubAgents), active.filter((known) => !isSubAgents(known))];
    const followPersons = () => {
      for (const known of persons) this.followSoon(known);
    };
    if (subAgents.length === 0) return followPersons();
    const followed = subAgents.map((known) =>
      this.follow(known).catch((error: unknown) => this.#notFollowed(error)),
    );
    void Promise.all(followed).then(followPersons);
  }

  /** @param tooLarge it ended over a message that was too large, so what was being read is read without history */
  connectionLost(tooLarge: boolean): void {
    this.#rpc = null;
    for (const known of this.#options.known.all()) {
      if (tooLarge && known.following !== null) known.small = true;
      known.lost ||= known.live !== null || known.following !== null;
    }
  }

  /** Codex died: what ran in it is over. */
  agentStopped(sentence: string): void {
    const { known: threads, clock } = this.#options;
    for (const known of threads.all()) {
      const voided = known.live?.died(sentence) ?? null;
      known.voided = voided ?? known.voided;
      known.live = null;
      if (voided !== null || known.native.status === 'working')
        threads.update(known, { status: 'failed' }, clock.now());
    }
  }

  /** Reads the thread and tells a reset, one at a time for each thread. Rejects with RpcError or AgentError. */
  follow(known: Known): Promise<void> {
    if (known.following !== null) return known.following;
    const held: Held = { run: [], asking: new Set(), asked: () => {} };
    known.held = held;
    known.following = this.#read(known, held).finally(() => {
      known.following = null;
      known.held = null;
      if (held.run.length < MAX_HELD) for (const run of held.run) run();
      else {
        known.lost = true; // Requests were among what was dropped, and are sent again only on a new beginning.
        this.followSoon(known);
      }
      this.#forgetIdle();
    });
    return known.following;
  }

  /** For a thread that works: nobody waits for the result, and a refusal may pass. */
  followSoon(known: Known, attempt = 0): void {
    const { known: threads, clock } = this.#options;
    this.follow(known).catch((error: unknown) => {
      // Of one whose first words died with Codex, what was said and how it ended stays to be seen.
      if (isUnwritten(error) && known.lost)
        return known.voided === null ? threads.remove(known.native.id) : undefined;
      const wait = AGAIN_AFTER_MS[attempt];
      if (this.#rpc === null || wait === undefined) return this.#notFollowed(error);
      clock.after(wait, () => {
        const follow = known.live === null || known.lost;
        if (follow && this.#rpc !== null && threads.get(known.native.id) === known)
          this.followSoon(known, attempt + 1);
      });
    });
  }

  /** Runs it now, or behind the reset of a thread that is being read. */
  run(known: Known, act: () => void): void {
    if (known.held === null) act();
    else if (known.held.run.length < MAX_HELD) known.held.run.push(act);
  }

  /** A thread that was started here: it is followed from its beginning. */
  begin(known: Known): void {
    this.#live(known, null, { turns: [], more: false });
    this.#options.sink.reset(known.native.id, { items: [], turn: null }, []);
  }

  #read(known: Known, held: Held): Promise<void> {
    const rpc = this.#rpc;
    if (rpc === null) return Promise.reject(unavailable());
    if (known.live !== null && !known.lost) return this.#readAgain(known, known.live, rpc, held);
    return isSubAgents(known) ? this.#readSubAgent(known, rpc, held) : this.#resume(known, rpc, held);
  }

  async #readSubAgent(known: Known, rpc: Rpc, held: Held): Promise<void> {
    const works = () => known.native.status === 'working';
    if (!works()) {
      const turns = await readTurns(rpc, known.native.id);
      known.live = null;
      known.lost = false;
      // It may have begun to work meanwhile.
      if (!works()) return this.#reset(known, this.#history(known, turns), held);
    }
    await this.#whenWritten(() => this.#resume(known, rpc, held));
  }

  /** Codex tells of a sub-agent before it has written anything of it; what arrives until then is held. */
  async #whenWritten(resume: () => Promise<void>): Promise<void> {
    for (const wait of AGAIN_AFTER_MS) {
      try {
        return await resume();
      } catch (error) {
        if (!isUnwritten(error)) throw error;
      }
      await this.#pause(wait);
    }
    return resume();
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.#options.clock.after(ms, resolve));
  }

  #readEndSoon(known: Known, live: LiveThread, rpc: Rpc, turns: Turns): void {
    this.#readEnd(known, live, rpc, turns).catch((error: unknown) => this.#notFollowed(error));
  }

  /** How a turn ended and what was said in it last, where that was not written when it was read: nobody is told of it again. */
  async #readEnd(known: Known, live: LiveThread, rpc: Rpc, { turns }: Turns): Promise<void> {
    const read = turns.at(-1);
    if (read === undefined || !isEndUnwritten(read)) return;
    for (const wait of AGAIN_AFTER_MS) {
      await this.#pause(wait);
      if (this.#rpc !== rpc || known.live !== live || known.lost) return;
      const last = await lastTurn(rpc, known.native.id);
      if (last === undefined || isEndUnwritten(last)) continue;
      if (last.id === read.id && live.turn?.id === read.id) this.run(known, () => live.turnCompleted(last));
      return this.follow(known);
    }
  }

  async #resume(known: Known, rpc: Rpc, held: Held): Promise<void> {
    const { asks, gate, known: threads } = this.#options;
    const { id } = known.native;
    const person = threads.ofPerson(id)?.native.id ?? id;
    const asked = new Promise<void>((resolve) => {
      held.asked = resolve;
    });
    const config = gate?.has(person) ? await gate.resumeConfig(rpc) : null;
    const resumed = await resumeThread(rpc, id, known.small, config).catch((error: unknown) => {
      if (isForeign(error)) return null;
      throw error;
    });
    known.lost = false;
    if (resumed === null) return this.#showForeign(known, rpc);
    const { thread, turns, settings } = resumed;
    if (thread.status.activeFlags.length > 0) await this.#askedAgain(rpc, asked);
    const history = this.#history(known, turns);
    this.#live(known, history.turn, turns);
    if (isSubAgents(known)) {
      threads.update(known, { status: statusAfter(known, thread.status) });
      return this.#reset(known, history, held);
    }
    const gated = await gate?.guards(rpc, id);
    threads.update(known, {
      status: statusAfter(known, thread.status),
      ...(gated !== undefined && { gated }),
    });
    if (settings !== null) await this.#settle(known, rpc, settings);
    void learnGoal(rpc, threads, known);
    asks.followed(id);
    this.#reset(known, history, held);
    this.#readEndSoon(known, known.live!, rpc, turns);
  }

  async #settle(known: Known, rpc: Rpc, settings: ThreadSettings): Promise<void> {
    const { known: threads } = this.#options;
    const { id, cwd, watched } = known.native;
    const again = watched === true && (await watchAgain(rpc, id, cwd, settings));
    threads.settle(known, settings);
    if (again) threads.update(known, { watched: true });
  }

  async #readAgain(known: Known, live: LiveThread, rpc: Rpc, held: Held): Promise<void> {
    const turns = await readTurns(rpc, known.native.id);
    this.#reset(known, live.complete(this.#history(known, turns)), held);
    this.#readEndSoon(known, live, rpc, turns);
  }

  async #showForeign(known: Known, rpc: Rpc): Promise<void> {
    const { id } = known.native;
    const history = this.#history(known, await readForeign(rpc, id));
    const text =
      'Another Codex on this computer works in this thread. What happens there is not followed here.';
    const last = notice('foreign', null, this.#options.clock.now(), 'info', text);
    // That one has no hook of ours.
    if (this.#options.gate !== undefined) this.#options.known.update(known, { gated: false });
    if (known.native.watched === true) this.#options.known.update(known, { watched: false });
    for (const item of history.items) this.#learnFrom(known, item);
    this.#options.sink.reset(id, { ...history, items: [...history.items, last] }, []);
  }

  /**
   * Codex sends again what still asks right behind its answer, all in one go: once one has come, and the answer to a
   * further request behind it, all have.
   */
  async #askedAgain(rpc: Rpc, asked: Promise<void>): Promise<void> {
    let giveUp = () => {};
    const late = new Promise<void>((resolve) => {
      giveUp = this.#options.clock.after(ASKS_WITHIN_MS, resolve);
    });
    await Promise.race([asked, late]);
    giveUp();
    await rpc.request('thread/loaded/list', { limit: 1 }, Anything);
  }

  #history(known: Known, turns: Turns) {
    return mapHistory(turns, {
      cwd: known.native.cwd,
      now: this.#options.clock.now(),
      voided: known.voided,
    });
  }

  #reset(known: Known, history: ReturnType<typeof mapHistory>, held: Held): void {
    const { id } = known.native;
    for (const item of history.items) this.#learnFrom(known, item);
    const { asks, gate } = this.#options;
    const asking = new Set([...asks.keys(id), ...(gate?.keys(id) ?? []), ...held.asking]);
    this.#options.sink.reset(id, history, [...asking]);
  }

  #live(known: Known, turn: Turn | null, { turns }: Turns): void {
    const { clock, sink } = this.#options;
    const { id, cwd } = known.native;
    known.live = new LiveThread(
      {
        cwd,
        now: () => clock.now(),
        change: (change) => {
          if (change.type === 'put') this.#learnFrom(known, change.item);
          sink.change(id, change);
        },
      },
      turn,
      turns,
    );
  }

  /**
   * A thread that begins in a terminal is announced before its first words, which are its title. A sub-agent is told by
   * an item of the thread that began it.
   */
  #learnFrom(known: Known, item: Item): void {
    const { known: threads } = this.#options;
    if (item.type === 'user' && known.native.title === '')
      threads.update(known, { title: titleOf(item.text) });
    if (item.type !== 'subagents') return;
    for (const { thread, name } of item.agents) {
      const began = threads.subAgent(thread, known, name);
      if (began?.native.status === 'working' && began.live === null) this.followSoon(began);
    }
  }

  #notFollowed(error: unknown): void {
    this.#options.log.warn({ reason: reasonOf(error) }, 'codex: a thread could not be followed');
  }

  #forgetIdle(): void {
    const idle = this.#options.known
      .all()
      .filter(({ live, native }) => live !== null && native.status !== 'working' && !live.hasUnfinished());
    idle.sort((a, b) => a.usedAt - b.usedAt);
    for (const known of idle.slice(0, Math.max(0, idle.length - MAX_IDLE))) {
      known.live = null;
      this.#rpc
        ?.request('thread/unsubscribe', { threadId: known.native.id }, Anything)
        .catch(() => this.#options.log.debug({}, 'codex: a thread could not be unsubscribed'));
    }
  }
}

const isSubAgents = ({ native }: Known): boolean => native.parent !== undefined;

const unavailable = (): AgentError => new AgentError('agentUnavailable', 'Codex is not connected.');

/**
 * Codex at the gate: brings the hook to its threads, makes questions of the hook's calls, and stops a turn in which it did
 * not hold. Codex lets an action go ahead when a hook fails, so a hook that failed, and an action that no hook was asked
 * about, are both told to the owner.
 */
import * as v from 'valibot';
import type { Clock } from '../../clock.ts';
import { type Gate, RETURNED_WITHIN_MS } from '../../gate/gate.ts';
import type { Log } from '../../options.ts';
import type { AgentSink, NativeAnswer, NativeAsk } from '../agent.ts';
import { reasonOf } from './failures.ts';
import type { Follower, FollowerGate } from './follow.ts';
import { GatedThreads } from './gated-threads.ts';
import { failedRun } from './hook.ts';
import { HookCalls } from './hook-calls.ts';
import type { Known, KnownThreads } from './known.ts';
import type { ReadRules } from './own-rules.ts';
import type { Rpc } from './rpc.ts';

/** A command that was just beginning is in no list yet as its turn is interrupted (actions.ts). */
const CLEANED_AGAIN_MS = 1000;
/** Turns that are remembered. */
const MAX_TURNS = 500;

const Anything = v.looseObject({});
/** What an agent does by itself; what a person runs in a terminal passes no hook. */
const Action = v.variant('type', [
  v.object({ type: v.literal('commandExecution'), id: v.string(), source: v.optional(v.string(), 'agent') }),
  v.object({ type: v.literal('fileChange'), id: v.string() }),
  v.object({ type: v.literal('mcpToolCall'), id: v.string() }),
]);

export interface CodexGateOptions {
  gate: Gate;
  rules: ReadRules;
  agent: string;
  known: KnownThreads;
  follower: () => Follower;
  sink: AgentSink;
  clock: Clock;
  log: Log;
}

export class CodexGate implements FollowerGate {
  readonly threads: GatedThreads;
  readonly #options: CodexGateOptions;
  readonly #calls: HookCalls;
  /** Turns that began while this host looked: of these it knows what was let through. */
  readonly #watched = new Set<string>();
  readonly #alarmed = new Set<string>();
  #rpc: Rpc | null = null;
  #returned: (() => void) | null = null;
  /** Since when the gate listens to whom it waits for. */
  #waitsSince: number | null = null;

  constructor(options: CodexGateOptions) {
    this.#options = options;
    const { gate, rules, agent, known, follower, sink, clock, log } = options;
    this.threads = new GatedThreads({ gate, agent });
    this.#calls = new HookCalls({
      known,
      sink,
      clock,
      log,
      rules,
      run: (thread, act) => follower().run(thread, act),
    });
    gate.take({
      called: (call) => this.#calls.received(call),
      cut: () => {
        this.#calls.cut();
        sink.gateLost();
      },
    });
  }

  has(thread: string): boolean {
    return this.threads.has(thread);
  }

  resumeConfig(rpc: Rpc): Promise<object | null> {
    return this.threads.resumeConfig(rpc);
  }

  guards(rpc: Rpc, thread: string): Promise<boolean> {
    return this.threads.guards(rpc, thread);
  }

  keys(thread: string): string[] {
    return this.#calls.keys(thread);
  }

  /** Its threads are known. */
  connected(rpc: Rpc, home: string | null): void {
    this.#rpc = rpc;
    this.#calls.connected(rpc, home);
    const { gate, clock, sink } = this.#options;
    const now = clock.now();
    const since = gate.openedAt ?? now;
    if (since === this.#waitsSince) return;
    this.#waitsSince = since;
    this.#returned?.();
    const late = Math.max(0, since + RETURNED_WITHIN_MS - now);
    this.#returned = clock.after(late, () => sink.gateReturned());
  }

  connectionLost(): void {
    this.#rpc = null;
    this.#watched.clear();
    this.#calls.connectionLost();
  }

  agentStopped(): void {
    this.#calls.agentStopped();
  }

  close(): void {
    this.#returned?.();
  }

  /** Whether this is the key of something that waits at the gate. */
  waits(key: string): boolean {
    return this.#calls.has(key);
  }

  /** @returns false when nobody waits for it any more */
  answer(
    key: string,
    answer: NativeAnswer,
    stopTurn: (ask: NativeAsk, turn: string) => Promise<void>,
  ): Promise<boolean> {
    return answer.decision === 'stop' ? this.#calls.stop(key, stopTurn) : this.#calls.answer(key, answer);
  }

  turnStarted(turn: string): void {
    remember(this.#watched, turn);
  }

  itemStarted(threadId: string, turn: string, raw: unknown): void {
    const thread = this.#options.known.ofPerson(threadId);
    if (thread?.native.gated !== true || !this.#watched.has(turn)) return;
    const item = v.safeParse(Action, raw);
    if (!item.success || ('source' in item.output && item.output.source === 'userShell')) return;
    if (!this.#calls.passed(item.output.id)) this.#alarm(thread, threadId, turn, UNASKED);
  }

  hookCompleted(params: unknown): void {
    const failed = failedRun(params);
    if (failed === null) return;
    const thread = this.#options.known.ofPerson(failed.thread);
    if (thread === undefined) return this.#options.log.warn({}, 'codex: a hook of no known thread failed');
    this.#alarm(thread, failed.thread, failed.turn, FAILED);
  }

  #alarm(thread: Known, threadId: string, turn: string | null, sentence: string): void {
    const { clock, sink } = this.#options;
    const { id } = thread.native;
    // A sub-agent's turn, and that of the person who waits for it.
    const turns = new Map([[threadId, turn]]);
    const own = thread.live?.turn;
    if (own?.state === 'running') turns.set(id, own.id);
    for (const [of, each] of turns) if (each !== null) this.#interrupt(of, each);
    const clean = () => {
      for (const of of turns.keys()) this.#request('thread/backgroundTerminals/clean', { threadId: of });
    };
    clean();
    clock.after(CLEANED_AGAIN_MS, clean);
    const once = `${threadId} ${turn}`;
    if (this.#alarmed.has(once)) return;
    remember(this.#alarmed, once);
    thread.live?.notice('warning', sentence, `gate:${once}`.slice(0, 200));
    sink.alarm(id, sentence);
  }

  #interrupt(threadId: string, turnId: string): void {
    this.#options.known.get(threadId)?.live?.stopping(turnId);
    this.#request('turn/interrupt', { threadId, turnId });
  }

  #request(method: string, params: object): void {
    this.#rpc?.request(method, params, Anything).catch((error: unknown) => {
      this.#options.log.info({ reason: reasonOf(error) }, 'codex: what had passed the gate was over already');
    });
  }
}

function remember(turns: Set<string>, turn: string): void {
  turns.add(turn);
  if (turns.size > MAX_TURNS) turns.delete(turns.values().next().value!);
}

const FAILED =
  'Outpost’s gate failed for an action here, and Codex then lets it go ahead. The turn was stopped. Look at what was done before you go on.';
const UNASKED =
  'Codex did something here without asking Outpost’s gate first. The turn was stopped. Look at what was done before you go on.';

/**
 * What waits at the gate: a call of the hook becomes a question of its thread, and the answer goes back to the call. Who
 * answers, a rule or a person, is not known here.
 */
import type { Ask } from '../../../../protocol/session/card.ts';
import type { Clock } from '../../clock.ts';
import { CallerCutOff, type GateCall } from '../../gate/call.ts';
import { LONGEST_WAIT_MS } from '../../gate/gate.ts';
import type { Log } from '../../options.ts';
import { AgentError, type AgentSink, type NativeAnswer, type NativeAsk, type Settled } from '../agent.ts';
import { line } from './bounds.ts';
import { askOfInput, type HookInput, keyOfCall, onlyTalks, readHookInput } from './hook-input.ts';
import type { Known, KnownThreads } from './known.ts';
import { McpTools } from './mcp-tools.ts';
import { mayMeet, ownRules, type ReadRules } from './own-rules.ts';
import type { Rpc } from './rpc.ts';

/** Actions that went through and are remembered, so that one that did not is noticed. */
const MAX_PASSED = 2000;

interface Open {
  call: GateCall;
  ask: NativeAsk;
  turn: string;
  /** The id of the action, which is that of the item that follows. */
  action: string;
  expires: () => void;
}

export interface HookCallsOptions {
  known: KnownThreads;
  sink: Pick<AgentSink, 'ask' | 'settled'>;
  clock: Clock;
  log: Log;
  /** Reads Codex's own rules where it runs. */
  rules: ReadRules;
  /** Runs it now, or behind the reset of a thread that is being read. */
  run(known: Known, act: () => void): void;
}

export class HookCalls {
  readonly #options: HookCallsOptions;
  readonly #open = new Map<string, Open>();
  readonly #passed = new Set<string>();
  readonly #mcp = new McpTools();
  #rpc: Rpc | null = null;
  #home: string | null = null;
  /** Came while the threads were not known. */
  #early: GateCall[] = [];

  constructor(options: HookCallsOptions) {
    this.#options = options;
  }

  /** The threads are known. `home`: Codex's own folder. */
  connected(rpc: Rpc, home: string | null): void {
    this.#rpc = rpc;
    this.#home = home;
    for (const call of this.#early.splice(0)) this.received(call);
  }

  connectionLost(): void {
    this.#rpc = null;
    this.#mcp.forget();
  }

  /** The way to all of them was cut: whoever still waits calls again. */
  cut(): void {
    for (const { expires } of this.#open.values()) expires();
    this.#open.clear();
    this.#early = [];
  }

  received(call: GateCall): void {
    const input = readHookInput(call.text);
    if (input === null) return this.#refuse(call, UNREADABLE);
    if (this.#rpc === null) {
      this.#early.push(call);
      return call.whenGone(() => {
        this.#early = this.#early.filter((other) => other !== call);
      });
    }
    const thread = this.#options.known.ofPerson(input.session_id);
    if (thread === undefined) return this.#refuse(call, UNKNOWN_THREAD);
    const key = keyOfCall(call.text);
    thread.held?.asking.add(key);
    this.#options.run(thread, () => {
      this.#question(call, input, key, thread.native.id).catch((error: unknown) => {
        this.#options.log.error({ error: error instanceof Error ? error.name : 'unknown' }, 'codex: gate');
        this.#refuse(call, UNREADABLE);
      });
    });
  }

  /** Keys of what waits for a person in a thread. */
  keys(thread: string): string[] {
    return [...this.#open].filter(([, { ask }]) => ask.thread === thread).map(([key]) => key);
  }

  has(key: string): boolean {
    return this.#open.has(key);
  }

  /** Whether this action was let through, here or by a person. */
  passed(action: string): boolean {
    return this.#passed.has(action);
  }

  /** @returns whether the answer has arrived; false: nobody waits for it any more. @throws AgentError when the way to it was cut */
  async answer(key: string, answer: NativeAnswer): Promise<boolean> {
    const open = this.#open.get(key);
    if (open === undefined) return false;
    this.#open.delete(key);
    open.expires();
    const { call, action } = open;
    try {
      return await (answer.decision === 'approve'
        ? this.#letGo(call, action)
        : call.answer({ no: wordsOf(answer) }));
    } catch (error) {
      if (error instanceof CallerCutOff) throw new AgentError('agentUnavailable', CUT_OFF);
      throw error;
    }
  }

  /**
   * Takes it back for a person who ends its turn: to be called with what ends that, and which ends the hook before its action
   * could be tried in another way. @returns false when nobody waits for it any more
   */
  async stop(key: string, stopTurn: (ask: NativeAsk, turn: string) => Promise<void>): Promise<boolean> {
    const open = this.#open.get(key);
    if (open === undefined) return false;
    this.#open.delete(key);
    open.expires();
    try {
      await stopTurn(open.ask, open.turn);
    } finally {
      this.#refuse(open.call, DECLINED);
    }
    return true;
  }

  /** Codex died, and whoever waits for it with it. */
  agentStopped(): void {
    for (const [key, { call }] of [...this.#open]) {
      this.#refuse(call, STOPPED);
      this.#settle(key, 'agentStopped');
    }
  }

  /** @param thread of the person */
  async #question(call: GateCall, input: HookInput, key: string, thread: string): Promise<void> {
    const { tool_name: name } = input;
    const actor = input.agent_id ?? input.session_id;
    if (onlyTalks(input)) return void this.#letGo(call, input.tool_use_id).catch(() => {}); // it calls again
    const mcp = name.startsWith('mcp__') ? await this.#mcp.find(this.#rpc, actor, name) : null;
    const shown = askOfInput(input, mcp);
    if (shown === null) return this.#refuse(call, NOT_SHOWN);
    const meaning = (await this.#runsOutside(shown, input.cwd)) ? 'outsideSandbox' : 'insideSandbox';
    const ask: NativeAsk = {
      key,
      thread,
      ...(actor === thread ? {} : { subAgent: line(actor) }),
      source: 'hook',
      meaning,
      reason: null,
      ask: shown,
      session: false,
    };
    this.#ask(call, ask, input);
  }

  #ask(call: GateCall, ask: NativeAsk, { turn_id: turn, tool_use_id: action }: HookInput): void {
    const { clock, sink } = this.#options;
    const { key } = ask;
    this.#open.get(key)?.expires();
    const expires = clock.after(LONGEST_WAIT_MS, () => {
      this.#refuse(call, EXPIRED);
      this.#settle(key, 'expired');
    });
    this.#open.set(key, { call, ask, turn, action, expires });
    sink.ask(ask);
    call.whenGone(() => {
      // A wrapper goes with its turn. One that has called again meanwhile goes on waiting.
      if (this.#open.get(key)?.call === call) this.#settle(key, 'turnEnded');
    });
  }

  /** Whether rules of Codex's own would let this command out of the sandbox, behind a yes at the gate. */
  async #runsOutside(ask: Ask, cwd: string): Promise<boolean> {
    if (ask.kind !== 'command') return false;
    return mayMeet(await ownRules(this.#home, cwd, this.#options.rules), ask.command);
  }

  #settle(key: string, why: Settled): void {
    const open = this.#open.get(key);
    if (open === undefined) return;
    this.#open.delete(key);
    open.expires();
    this.#options.sink.settled(key, why);
  }

  #letGo(call: GateCall, action: string): Promise<boolean> {
    this.#passed.add(action);
    if (this.#passed.size > MAX_PASSED) this.#passed.delete(this.#passed.values().next().value!);
    return call.answer('go');
  }

  #refuse(call: GateCall, words: string): void {
    call.answer({ no: words }).catch(() => {}); // whose way was cut calls again
  }
}

/** What the agent is told of a no, whether a person said it or the policy. */
function wordsOf(answer: NativeAnswer): string {
  const note = 'note' in answer ? answer.note.trim() : '';
  return note === '' ? DECLINED : `${DECLINED} Why: ${note}`;
}

const DECLINED = 'This was declined, so it was not run.';
const CUT_OFF = 'The connection was lost before the agent had this decision.';
const EXPIRED = 'Nobody answered in time, so this was not run.';
const STOPPED = 'The agent has stopped, so this was not run.';
const UNREADABLE = 'Outpost could not read what this is, so it was not run.';
const UNKNOWN_THREAD = 'Outpost does not know this thread, so nobody could allow this, and it was not run.';
const NOT_SHOWN =
  'This is too large, or of a form that Outpost cannot show whole to a person, so it was not run. Try it in smaller parts.';

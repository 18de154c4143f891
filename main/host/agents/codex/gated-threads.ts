/**
 * Threads behind the gate: given its hook when they are started and loaded again, and never put to work before Codex has
 * said that the hook is there, trusted and switched on.
 */
import * as v from 'valibot';
import type { Gate, Hook, NoHook } from '../../gate/gate.ts';
import { AgentError } from '../agent.ts';
import { HooksList, hookConfig, type Standing, standingOf } from './hook.ts';
import { type Rpc, RpcError } from './rpc.ts';

export interface GatedThreadsOptions {
  gate: Gate;
  /** Of the agent, for the memory of the gate. */
  agent: string;
}

const Started = v.object({ thread: v.object({ id: v.string() }) });
const Anything = v.looseObject({});

export class GatedThreads {
  readonly #options: GatedThreadsOptions;
  /** What Codex calls our hook, by connection. */
  readonly #hashes = new WeakMap<Rpc, Promise<string>>();

  constructor(options: GatedThreadsOptions) {
    this.#options = options;
  }

  /** Whether it was started behind the gate, and is not to be continued without. */
  has(thread: string): boolean {
    return this.#options.gate.guarded.has(this.#options.agent, thread);
  }

  /** Why threads are started without it; null: they are not. */
  get absent(): string | null {
    const { hook } = this.#options.gate;
    return 'absent' in hook ? hook.absent : null;
  }

  /** The configuration that a thread in this folder is started with. Rejects with AgentError or RpcError. */
  async startConfig(rpc: Rpc, cwd: string): Promise<object> {
    const hook = this.#hook();
    if (await this.#options.gate.withinReach(cwd)) throw refused(WITHIN_REACH);
    return hookConfig(hook, await this.#hash(rpc, hook));
  }

  /** The configuration that a thread of the gate is loaded with again; a Codex that has it loaded already keeps its own. */
  async resumeConfig(rpc: Rpc): Promise<object | null> {
    const { hook } = this.#options.gate;
    return isHook(hook) ? hookConfig(hook, await this.#hash(rpc, hook)) : null;
  }

  /**
   * Resolves when it is certain that the hook guards this thread, and that this is remembered; else rejects with AgentError.
   * @param writable Folders that its sandbox lets be written beside its own, as the user's configuration has them.
   */
  async begin(rpc: Rpc, thread: string, writable: readonly string[]): Promise<void> {
    await this.check(rpc, thread);
    const { gate, agent } = this.#options;
    for (const folder of writable) if (await gate.withinReach(folder)) throw refused(WRITABLE);
    await gate.guarded.add(agent, thread).catch(() => {
      throw refused(UNWRITTEN);
    });
  }

  /** Before each turn of a thread of the gate. Rejects with AgentError or RpcError. */
  async check(rpc: Rpc, thread: string): Promise<void> {
    const hook = this.#hook();
    const standing = await this.#standing(rpc, thread, hook);
    if (standing.kind === 'guards') return;
    if (standing.kind === 'idle') this.#hashes.delete(rpc);
    throw refused(standing.kind === 'faulty' ? faulty(standing.message) : NOT_THERE[standing.kind]);
  }

  /** Whether the hook guards a thread that is loaded. Never rejects. */
  async guards(rpc: Rpc, thread: string): Promise<boolean> {
    const { hook } = this.#options.gate;
    if (!isHook(hook)) return false;
    try {
      return (await this.#standing(rpc, thread, hook)).kind === 'guards';
    } catch (error) {
      if (error instanceof RpcError) return false;
      throw error;
    }
  }

  #hook(): Hook {
    const { hook } = this.#options.gate;
    if (isHook(hook)) return hook;
    throw refused('problem' in hook ? hook.problem : `${hook.absent} ${GONE}`);
  }

  async #standing(rpc: Rpc, threadId: string, hook: Hook): Promise<Standing> {
    return standingOf(await rpc.request('hooks/list', { threadId }, HooksList), hook);
  }

  /** Learned once for each connection, from a thread that is never used: a hook can only be trusted as it is started. */
  #hash(rpc: Rpc, hook: Hook): Promise<string> {
    let hash = this.#hashes.get(rpc);
    if (hash === undefined) {
      hash = this.#learn(rpc, hook);
      hash.catch(() => this.#hashes.delete(rpc));
      this.#hashes.set(rpc, hash);
    }
    return hash;
  }

  async #learn(rpc: Rpc, hook: Hook): Promise<string> {
    const { folder } = this.#options.gate;
    // It can only read: for a folder that may be written, Codex would note in the user's file that it is trusted.
    const params = { cwd: folder, ephemeral: true, sandbox: 'read-only', config: hookConfig(hook, null) };
    const { thread } = await rpc.request('thread/start', params, Started);
    const standing = await this.#standing(rpc, thread.id, hook);
    rpc.request('thread/unsubscribe', { threadId: thread.id }, Anything).catch(() => {});
    if (standing.kind === 'idle') return standing.hash;
    throw refused(standing.kind === 'faulty' ? faulty(standing.message) : NOT_THERE.absent);
  }
}

const isHook = (hook: Hook | NoHook): hook is Hook => 'command' in hook;

const refused = (sentence: string): AgentError => new AgentError('agentRefused', sentence);

const GONE =
  'This thread was started behind the gate, so nothing is started in it without. Go on in a new one.';
const WITHIN_REACH =
  'This folder holds Outpost’s own data, so the agent could reach the gate that stands in front of it. Nothing was started. Choose a folder below it.';
const WRITABLE =
  'Codex’s configuration lets every thread write to Outpost’s own data, so the agent could reach the gate that stands in front of it. Nothing was started. Look for "writable_roots" in Codex’s config.toml.';
const UNWRITTEN =
  'That this thread is behind the gate could not be written to the disk, so it was not started. Make room on the disk.';
const NOT_THERE = {
  absent:
    'Codex would act here without asking Outpost first: its hooks are off. Nothing was started. Look for "hooks" below [features] in Codex’s config.toml.',
  idle: 'Codex would act here without asking Outpost first: it does not trust Outpost’s hook. Nothing was started. Try again; if this stays, look at "codex" and its hooks in a terminal.',
} as const;
const faulty = (message: string): string =>
  `Codex could not read all of its hooks, so it might act without asking Outpost first. Nothing was started. It says: ${message}`;

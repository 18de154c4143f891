/** What a person can make Codex do in a thread. Everything rejects with AgentError. */
import * as v from 'valibot';
import type { Clock } from '../../clock.ts';
import { AgentError, type Prompt } from '../agent.ts';
import { agentError, foreignThread, isNotLoaded } from './failures.ts';
import type { Follower } from './follow.ts';
import type { GatedThreads } from './gated-threads.ts';
import type { Known, KnownThreads } from './known.ts';
import type { LiveThread } from './live.ts';
import { CodexThread, titleOf } from './roster.ts';
import { type Rpc, RpcError, type RpcFailureKind } from './rpc.ts';
import { unwatch, watch } from './watch.ts';

/** Threads of a host ask before they go beyond a sandbox in which their folder can be written. */
const POLICY = { approvalPolicy: 'on-request', sandbox: 'workspace-write' };

/**
 * Codex says that a command runs up to 0.3 s after its process began, and enters it into its own list still later. A turn
 * that is interrupted in between leaves a command that runs on, is in no list and cannot be ended (measured on a busy
 * machine: 13 of 80). So a stop waits for what may just be beginning; a model that only thinks costs the first wait.
 */
const BEGINS_WITHIN_MS = 500;
const LISTED_WITHIN_MS = 100;

/** How asking for a turn fails when certainly none has begun. */
const NOT_BEGUN: ReadonlySet<RpcFailureKind> = new Set(['refused', 'busy']);

const Started = v.object({
  thread: CodexThread,
  sandbox: v.nullish(v.looseObject({ writableRoots: v.optional(v.array(v.string()), []) }), null),
});
const TurnStarted = v.object({
  turn: v.object({ id: v.pipe(v.string(), v.minLength(1), v.maxLength(200)) }),
});
const Anything = v.looseObject({});

export interface ActionsOptions {
  known: KnownThreads;
  follower: Follower;
  clock: Clock;
  gate?: GatedThreads;
  /** The connection; throws AgentError without one. */
  rpc(): Rpc;
}

export class Actions {
  readonly #options: ActionsOptions;

  constructor(options: ActionsOptions) {
    this.#options = options;
  }

  open(id: string): Promise<void> {
    return this.#acting(() => this.#options.follower.follow(this.#known(id)));
  }

  startThread(cwd: string, prompt: Prompt): Promise<{ thread: string; turn: string }> {
    return this.#acting(async (rpc) => {
      const { known: threads, follower, clock } = this.#options;
      // Where it does not reach, that is said in the thread.
      const absent = this.#options.gate?.absent ?? null;
      const gate = absent === null ? this.#options.gate : undefined;
      const config = gate && { config: await gate.startConfig(rpc, cwd) };
      const started = await rpc.request('thread/start', { cwd, ...POLICY, ...config }, Started);
      const { thread, sandbox } = started;
      await gate?.begin(rpc, thread.id, sandbox?.writableRoots ?? []).catch((error: unknown) => {
        threads.remove(thread.id); // Codex may have announced it.
        rpc.request('thread/unsubscribe', { threadId: thread.id }, Anything).catch(() => {});
        throw error;
      });
      const known = threads.learn(thread);
      if (gate !== undefined) threads.update(known, { gated: true });
      known.usedAt = clock.now();
      threads.update(known, { title: titleOf(prompt.text) }, clock.now());
      follower.begin(known);
      if (absent !== null) known.live?.notice('warning', absent, 'gate:absent');
      try {
        return { thread: thread.id, turn: await this.#startTurn(rpc, thread.id, prompt) };
      } catch (error) {
        // Codex keeps no thread without a turn. Where its answer was lost, the next connection tells whether there is one.
        if (error instanceof RpcError && NOT_BEGUN.has(error.kind)) threads.remove(thread.id);
        throw error;
      }
    });
  }

  /** While a turn runs, Codex takes it as a word to that turn, and answers with its id. */
  startTurn(id: string, prompt: Prompt): Promise<{ turn: string }> {
    return this.#acting(async (rpc) => {
      const known = await this.#followed(id);
      try {
        return { turn: await this.#startTurn(rpc, id, prompt) };
      } catch (error) {
        if (!isNotLoaded(error)) throw error;
        known.live = null; // It was unloaded meanwhile.
        await this.#options.follower.follow(known);
        return { turn: await this.#startTurn(rpc, id, prompt) };
      }
    });
  }

  steer(id: string, turn: string, prompt: Prompt): Promise<void> {
    return this.#acting(async (rpc) => {
      await this.#followed(id);
      await rpc.request('turn/steer', { threadId: id, expectedTurnId: turn, ...input(prompt) }, Anything);
    });
  }

  watch(id: string, on: boolean): Promise<void> {
    return this.#acting(async (rpc) => {
      const known = await this.#followed(id);
      const { gated, watched, cwd } = known.native;
      if (gated === true)
        throw new AgentError('agentRefused', 'This thread asks already: it is behind Outpost’s own gate.');
      // Of one that is not watched, what it may do is no business of a phone.
      if (on === (watched === true)) return;
      await (on ? watch(rpc, id, cwd, known.settings) : unwatch(rpc, id));
      this.#options.known.update(known, { watched: on });
    });
  }

  /** Interrupting ends the turn only; commands that it still runs go on in the background, so they are ended too. */
  stop(id: string, turn: string): Promise<void> {
    return this.#acting(async (rpc) => {
      const { live } = await this.#followed(id);
      const running = live?.hasUnfinished(turn) ?? false;
      live?.stopping(turn);
      if (live !== null && live !== undefined) await this.#pastTheGap(live, turn);
      const refused = await rpc
        .request('turn/interrupt', { threadId: id, turnId: turn }, Anything)
        .then(() => null, agentError);
      // A turn that is over can have left commands behind.
      if (refused !== null && (refused.code !== 'noTurn' || !running)) throw refused;
      await rpc.request('thread/backgroundTerminals/clean', { threadId: id }, Anything);
    });
  }

  async #pastTheGap(live: LiveThread, turn: string): Promise<void> {
    const { clock } = this.#options;
    if (live.turn?.id !== turn || live.turn.state !== 'running') return;
    if (!live.hasUnfinished(turn)) {
      await new Promise<void>((resolve) => {
        const forget = live.whenBegun(turn, () => {
          cancel();
          resolve();
        });
        const cancel = clock.after(BEGINS_WITHIN_MS, () => {
          forget();
          resolve();
        });
      });
    }
    if (live.hasUnfinished(turn))
      await new Promise<void>((resolve) => clock.after(LISTED_WITHIN_MS, resolve));
  }

  async #startTurn(rpc: Rpc, id: string, prompt: Prompt): Promise<string> {
    if (this.#options.gate?.has(id)) await this.#options.gate.check(rpc, id);
    const { turn } = await rpc.request('turn/start', { threadId: id, ...input(prompt) }, TurnStarted);
    return turn.id;
  }

  /** Codex takes words only for a thread that it has loaded. */
  async #followed(id: string): Promise<Known> {
    const known = this.#known(id);
    if (known.live === null || known.lost) await this.#options.follower.follow(known);
    if (known.live === null) throw foreignThread();
    return known;
  }

  #known(id: string): Known {
    const known = this.#options.known.get(id);
    if (known === undefined) throw new AgentError('unknownThread', 'Codex does not have this thread.');
    known.usedAt = this.#options.clock.now();
    return known;
  }

  async #acting<T>(act: (rpc: Rpc) => Promise<T>): Promise<T> {
    try {
      return await act(this.#options.rpc());
    } catch (error) {
      throw agentError(error);
    }
  }
}

/** `clientUserMessageId` comes back as the `clientId` of the message's item. */
const input = ({ text, request }: Prompt) => ({
  input: [{ type: 'text', text, text_elements: [] }],
  ...(request === null ? {} : { clientUserMessageId: request }),
});

/** What a person can make Codex do in a thread. Everything rejects with AgentError. */
import * as v from 'valibot';
import type { FoundFile } from '../../../../protocol/session/found-file.ts';
import type { GoalChange } from '../../../../protocol/session/goal.ts';
import type { Offers } from '../../../../protocol/session/offers.ts';
import type { AgentChoices } from '../../../../protocol/session/options.ts';
import type { Clock } from '../../clock.ts';
import { AgentError, type Attachment, type NativeThread, type Prompt } from '../agent.ts';
import { checkChoice, choicesOf, choose } from './choices.ts';
import { agentError, beginning, foreignThread, isNotLoaded } from './failures.ts';
import { findFiles } from './file-search.ts';
import type { Follower } from './follow.ts';
import type { GatedThreads } from './gated-threads.ts';
import { changeGoal } from './goal.ts';
import { answeredSettings } from './history.ts';
import type { Known, KnownThreads } from './known.ts';
import type { LiveThread } from './live.ts';
import { offersOf } from './offers.ts';
import { CodexThread, listArchived, mapThread, titleOf } from './roster.ts';
import type { Rpc } from './rpc.ts';
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

const Started = v.looseObject({
  thread: CodexThread,
  sandbox: v.nullish(v.looseObject({ writableRoots: v.optional(v.array(v.string()), []) }), null),
});
const TurnStarted = v.object({
  turn: v.object({ id: v.pipe(v.string(), v.minLength(1), v.maxLength(200)) }),
});
const Unarchived = v.object({ thread: CodexThread });
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

  choices(): Promise<Omit<AgentChoices, 'abilities'>> {
    return this.#acting((rpc) => choicesOf(rpc));
  }

  offers(folder: string): Promise<Offers> {
    return this.#acting((rpc) => offersOf(rpc, folder));
  }

  findFiles(folder: string, query: string): Promise<FoundFile[]> {
    return this.#acting((rpc) => findFiles(rpc, folder, query));
  }

  open(id: string): Promise<void> {
    return this.#acting(() => this.#options.follower.follow(this.#known(id)));
  }

  startThread(cwd: string, prompt: Prompt): Promise<{ thread: string; turn: string }> {
    return this.#acting(async (rpc) => {
      const { known: threads, follower, clock } = this.#options;
      if (prompt.options !== undefined) await checkChoice(rpc, prompt.options);
      const { known, absent } = await this.#begun(rpc, 'thread/start', cwd, {});
      const { id: thread } = known.native;
      threads.update(known, { title: titleOf(prompt.text) }, clock.now());
      follower.begin(known);
      if (absent !== null) known.live?.notice('warning', absent, 'gate:absent');
      try {
        return { thread, turn: await this.#startTurn(rpc, known, prompt) };
      } catch (error) {
        // Codex keeps no thread without a turn. Where its answer was lost, the next connection tells whether there is one.
        if (!(error instanceof AgentError && error.code === 'unknownOutcome')) threads.remove(thread);
        throw error;
      }
    });
  }

  /** While a turn runs, Codex takes it as a word to that turn, and answers with its id. */
  startTurn(id: string, prompt: Prompt): Promise<{ turn: string }> {
    return this.#acting(async (rpc) => {
      const known = await this.#followed(id);
      try {
        return { turn: await this.#startTurn(rpc, known, prompt) };
      } catch (error) {
        if (!isNotLoaded(error)) throw error;
        known.live = null; // It was unloaded meanwhile.
        await this.#options.follower.follow(known);
        return { turn: await this.#startTurn(rpc, known, prompt) };
      }
    });
  }

  /** It can do no more than the thread that it is made from: like any that is started, and reading only where that one does. */
  fork(id: string): Promise<{ thread: string }> {
    return this.#acting(async (rpc) => {
      const { known: threads, follower, clock, gate } = this.#options;
      const { native: from } = await this.#followed(id);
      // What is behind the gate is not continued without it, under another name either.
      if (gate?.has(id)) await gate.check(rpc, id);
      const params = { threadId: id, excludeTurns: true };
      const { known, absent } = await this.#begun(rpc, 'thread/fork', from.cwd, params);
      const mode = from.options?.mode;
      if (mode !== undefined) await choose(rpc, known, { mode });
      await follower.follow(known);
      if (absent !== null) known.live?.notice('warning', absent, 'gate:absent');
      threads.update(known, { title: from.title }, clock.now());
      return { thread: known.native.id };
    });
  }

  review(id: string): Promise<{ turn: string }> {
    return this.#acting(async (rpc) => {
      const known = await this.#resting(rpc, id);
      const params = { threadId: id, target: { type: 'uncommittedChanges' } };
      const { turn } = await beginning(rpc.request('review/start', params, TurnStarted));
      known.live?.took(turn.id);
      return { turn: turn.id };
    });
  }

  compact(id: string): Promise<void> {
    return this.#acting(async (rpc) => {
      await this.#resting(rpc, id);
      await beginning(rpc.request('thread/compact/start', { threadId: id }, Anything));
    });
  }

  /** Turns follow one that is set or resumed, so the gate is looked at as before a turn. */
  goal(id: string, change: GoalChange): Promise<void> {
    return this.#acting(async (rpc) => {
      const known = await this.#followed(id);
      if (this.#options.gate?.has(id)) await this.#options.gate.check(rpc, id);
      this.#options.known.update(known, { goal: await changeGoal(rpc, id, change) });
    });
  }

  steer(id: string, turn: string, prompt: Prompt): Promise<void> {
    return this.#acting(async (rpc) => {
      await this.#followed(id);
      await beginning(
        rpc.request('turn/steer', { threadId: id, expectedTurnId: turn, ...input(prompt) }, Anything),
      );
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

  rename(id: string, title: string): Promise<void> {
    return this.#acting(async (rpc) => {
      const known = this.#known(id);
      await rpc.request('thread/name/set', { threadId: id, name: title }, Anything);
      this.#options.known.update(known, { title: titleOf(title) });
    });
  }

  archive(id: string, on: boolean): Promise<void> {
    return this.#acting(async (rpc) => {
      const { known: threads } = this.#options;
      if (!on) {
        const { thread } = await rpc.request('thread/unarchive', { threadId: id }, Unarchived);
        return threads.appeared(thread);
      }
      if (this.#known(id).native.status === 'working')
        throw new AgentError('agentRefused', 'Something runs in this thread. Stop it, then put it away.');
      await rpc.request('thread/archive', { threadId: id }, Anything);
      threads.remove(id);
    });
  }

  archived(): Promise<NativeThread[]> {
    return this.#acting(async (rpc) => (await listArchived(rpc)).map(mapThread));
  }

  /** Interrupting ends the turn only; commands that it still runs go on in the background, so they are ended too. */
  stop(id: string, turn: string): Promise<void> {
    return this.#acting(async (rpc) => {
      const { live, native } = await this.#followed(id);
      // First: a turn that ends by itself meanwhile would be followed by another one.
      if (native.goal?.state === 'active') await changeGoal(rpc, id, { kind: 'pause' });
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

  /**
   * A thread that Codex makes, behind the gate; `absent`: why it is not where the gate does not reach, to be said in the thread.
   * Rejects when it is not behind one that does; then there is no thread.
   */
  async #begun(
    rpc: Rpc,
    method: 'thread/start' | 'thread/fork',
    cwd: string,
    params: object,
  ): Promise<{ known: Known; absent: string | null }> {
    const { known: threads, clock } = this.#options;
    const absent = this.#options.gate?.absent ?? null;
    const gate = absent === null ? this.#options.gate : undefined;
    const config = gate && { config: await gate.startConfig(rpc, cwd) };
    const started = await rpc.request(method, { cwd, ...POLICY, ...params, ...config }, Started);
    const { thread, sandbox } = started;
    await gate?.begin(rpc, thread.id, sandbox?.writableRoots ?? []).catch((error: unknown) => {
      threads.remove(thread.id); // Codex may have announced it.
      rpc.request('thread/unsubscribe', { threadId: thread.id }, Anything).catch(() => {});
      throw error;
    });
    const known = threads.learn(thread);
    if (gate !== undefined) threads.update(known, { gated: true });
    const settings = answeredSettings(started);
    if (settings !== null) threads.settle(known, settings);
    known.usedAt = clock.now();
    return { known, absent };
  }

  /** For what begins a turn of its own kind, which cannot be a word to one that runs. */
  async #resting(rpc: Rpc, id: string): Promise<Known> {
    const known = await this.#followed(id);
    if (known.live?.turn?.state === 'running') throw new AgentError('agentRefused', WORKING);
    if (this.#options.gate?.has(id)) await this.#options.gate.check(rpc, id);
    return known;
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

  async #startTurn(rpc: Rpc, known: Known, prompt: Prompt): Promise<string> {
    const { id } = known.native;
    // Not with the turn: while one runs, Codex takes a new one as a word to that.
    if (prompt.options !== undefined) await choose(rpc, known, prompt.options);
    if (this.#options.gate?.has(id)) await this.#options.gate.check(rpc, id);
    const { turn } = await beginning(
      rpc.request('turn/start', { threadId: id, ...input(prompt) }, TurnStarted),
    );
    known.live?.took(turn.id);
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

/** An image is looked at; of another file the agent is told where it lies. */
const withFiles = (text: string, attachments: readonly Attachment[]): string =>
  [
    text,
    ...attachments.flatMap(({ kind, name, path }) => (kind === 'file' ? [`[${name}](${path})`] : [])),
  ].join('\n\n');

/** `clientUserMessageId` comes back as the `clientId` of the message's item. */
const input = ({ text, request, attachments = [] }: Prompt) => ({
  input: [
    { type: 'text', text: withFiles(text, attachments), text_elements: [] },
    ...attachments.flatMap(({ kind, path }) => (kind === 'image' ? [{ type: 'localImage', path }] : [])),
  ],
  ...(request === null ? {} : { clientUserMessageId: request }),
});

const WORKING =
  'A turn is running in this thread, so this was not begun. Wait until it is over, or stop it, and try again.';

/** What Codex tells unasked, parsed and brought to the thread that it is about. Nothing here can throw. */
import * as v from 'valibot';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../options.ts';
import type { Account } from './account.ts';
import type { Asks } from './asks.ts';
import { known as inTable } from './bounds.ts';
import type { Follower } from './follow.ts';
import type { CodexGate } from './gate.ts';
import { CodexGoal, mapGoal } from './goal.ts';
import { type KnownThreads, statusAfter } from './known.ts';
import type { LiveThread, Stream } from './live.ts';
import { keyOf, type ServerRequest } from './requests.ts';
import { agentPathOf, CodexStatus, CodexThread, isPersons, titleOf } from './roster.ts';
import type { Rpc } from './rpc.ts';
import type { SignIns } from './sign-in.ts';
import { ThreadSettings } from './watch.ts';

const OfThread = v.object({ threadId: v.string() });
const OfTurn = v.object({ threadId: v.string(), turnId: v.string() });
const OfItem = v.object({ threadId: v.string(), turnId: v.string(), item: v.unknown() });
const WithTurn = v.object({
  threadId: v.string(),
  turn: v.looseObject({ id: v.string(), status: v.string() }),
});
const WithThread = v.object({ thread: CodexThread });
const StatusChanged = v.object({ threadId: v.string(), status: CodexStatus });
const Renamed = v.object({ threadId: v.string(), threadName: v.nullish(v.string(), null) });
const Tokens = v.pipe(v.number(), v.integer(), v.minValue(0));
const TokensUsed = v.object({
  threadId: v.string(),
  tokenUsage: v.object({
    total: v.object({ totalTokens: Tokens }),
    last: v.nullish(v.object({ totalTokens: Tokens }), null),
    modelContextWindow: v.nullish(Tokens, null),
  }),
});
const SettingsUpdated = v.object({ threadId: v.string(), threadSettings: ThreadSettings });
const GoalUpdated = v.object({ threadId: v.string(), goal: CodexGoal });
const Resolved = v.object({ threadId: v.string(), requestId: v.union([v.string(), v.number()]) });
const Warned = v.object({ threadId: v.nullish(v.string(), null), message: v.string() });
const Rerouted = v.object({ threadId: v.string(), fromModel: v.string(), toModel: v.string() });
const PartAdded = v.object({
  threadId: v.string(),
  turnId: v.string(),
  itemId: v.string(),
  summaryIndex: v.number(),
});

const STREAMS: Record<string, Stream> = {
  'item/agentMessage/delta': 'agent',
  'item/commandExecution/outputDelta': 'output',
  'item/plan/delta': 'plan',
  'item/reasoning/summaryTextDelta': 'reasoning',
  'item/reasoning/textDelta': 'reasoning',
};

export interface NotificationsOptions {
  known: KnownThreads;
  follower: Follower;
  asks: Asks;
  account: Account;
  signIns: SignIns;
  gate?: CodexGate;
  clock: Clock;
  log: Log;
}

export class Notifications {
  readonly #options: NotificationsOptions;

  constructor(options: NotificationsOptions) {
    this.#options = options;
  }

  received(method: string, params: unknown, rpc: Rpc): void {
    const stream = inTable(STREAMS, method);
    if (stream !== undefined) return this.#streamed(stream, params);
    const { known, follower, asks, account, clock, gate } = this.#options;
    switch (method) {
      case 'item/started':
        if (gate !== undefined)
          this.#parsed(OfItem, params, ({ threadId, turnId, item }) =>
            gate.itemStarted(threadId, turnId, item),
          );
        return this.#live(OfItem, params, (live, { item, turnId }) => live.itemStarted(item, turnId));
      case 'item/completed':
        return this.#live(OfItem, params, (live, { item, turnId }) => live.itemCompleted(item, turnId));
      case 'item/reasoning/summaryPartAdded':
        return this.#live(PartAdded, params, (live, { turnId, itemId, summaryIndex }) => {
          if (summaryIndex > 0) live.append('reasoning', turnId, itemId, '\n\n');
        });
      case 'turn/started':
        if (gate !== undefined) this.#parsed(WithTurn, params, ({ turn }) => gate.turnStarted(turn.id));
        return this.#live(WithTurn, params, (live, { turn }) => live.turnStarted(turn));
      case 'turn/completed':
        this.#ofPerson(WithTurn, params, ({ threadId, turn }) => asks.turnEnded(threadId, turn.id));
        return this.#live(WithTurn, params, (live, { threadId, turn }) => {
          live.turnCompleted(turn);
          const thread = known.get(threadId)!;
          const status = turn.status === 'failed' ? 'failed' : thread.native.status;
          known.update(thread, { status }, clock.now());
        });
      case 'turn/plan/updated':
        return this.#live(OfTurn, params, (live, { turnId }) => live.plan(params, turnId));
      case 'hook/completed':
        return gate?.hookCompleted(params);
      case 'error':
        account.failed(params);
        return this.#live(OfTurn, params, (live, { turnId }) => live.failed(params, turnId));
      case 'warning':
      case 'guardianWarning':
        return this.#parsed(Warned, params, ({ threadId, message }) => {
          if (threadId === null) return this.toWorking(message);
          this.#live(OfThread, { threadId }, (live) => live.notice('warning', message));
        });
      case 'model/rerouted':
        return this.#live(Rerouted, params, (live, { fromModel, toModel }) =>
          live.notice('warning', `Codex went on with the model ${toModel} instead of ${fromModel}.`),
        );
      case 'serverRequest/resolved':
        return this.#ofPerson(Resolved, params, ({ threadId, requestId }) =>
          asks.resolved(threadId, requestId),
        );
      case 'thread/started':
        return this.#parsed(WithThread, params, ({ thread }) => {
          if (isPersons(thread)) return known.appeared(thread);
          const parent = thread.parentThreadId === null ? undefined : known.get(thread.parentThreadId);
          if (parent !== undefined) known.subAgent(thread.id, parent, agentPathOf(thread));
        });
      case 'thread/status/changed':
        return this.#parsed(StatusChanged, params, ({ threadId, status }) => {
          const thread = known.get(threadId);
          if (thread === undefined) return known.early(threadId, status);
          const active = status.type === 'active';
          if (status.type === 'notLoaded') thread.live = null;
          known.update(thread, { status: statusAfter(thread, status) }, active ? clock.now() : undefined);
          if (active && thread.live === null) follower.followSoon(thread);
        });
      case 'thread/name/updated':
        return this.#parsed(Renamed, params, ({ threadId, threadName }) => {
          const thread = known.get(threadId);
          if (thread !== undefined && threadName !== null)
            known.update(thread, { title: titleOf(threadName) });
        });
      case 'thread/tokenUsage/updated':
        return this.#parsed(TokensUsed, params, ({ threadId, tokenUsage }) => {
          const thread = known.get(threadId);
          const { total, last, modelContextWindow: window } = tokenUsage;
          if (thread !== undefined)
            known.update(thread, {
              tokens: total.totalTokens,
              ...(last !== null && { context: { tokens: last.totalTokens, window } }),
            });
        });
      case 'thread/settings/updated':
        return this.#parsed(SettingsUpdated, params, ({ threadId, threadSettings }) => {
          const thread = known.get(threadId);
          if (thread !== undefined) follower.run(thread, () => known.settle(thread, threadSettings));
        });
      case 'thread/goal/updated':
        return this.#parsed(GoalUpdated, params, ({ threadId, goal }) => {
          const thread = known.get(threadId);
          if (thread !== undefined) known.update(thread, { goal: mapGoal(goal) });
        });
      case 'thread/goal/cleared':
        return this.#parsed(OfThread, params, ({ threadId }) => {
          const thread = known.get(threadId);
          if (thread !== undefined) known.update(thread, { goal: null });
        });
      case 'thread/unarchived':
        return this.#parsed(OfThread, params, ({ threadId }) => this.#readThread(threadId, rpc));
      case 'thread/archived':
      case 'thread/deleted':
        return this.#parsed(OfThread, params, ({ threadId }) => known.remove(threadId));
      case 'thread/closed':
        return this.#parsed(OfThread, params, ({ threadId }) => {
          const thread = known.get(threadId);
          if (thread !== undefined) thread.live = null;
        });
      case 'account/login/completed':
        this.#options.signIns.completed(params);
        return account.changed();
      case 'account/updated':
        return account.changed();
      case 'account/rateLimits/updated':
        return account.limits(params);
      default: // Codex tells more than a person needs.
    }
  }

  /** A warning that is of no thread, where somebody may be looking. */
  toWorking(message: string): void {
    const { known, follower } = this.#options;
    for (const thread of known.all())
      if (thread.native.status === 'working' && thread.native.parent === undefined)
        follower.run(thread, () => thread.live?.notice('warning', message));
  }

  /** A request for a person, behind the reset of its thread where that is being read. */
  asked(request: ServerRequest, rpc: Rpc): void {
    const { known, follower, asks } = this.#options;
    const parsed = v.safeParse(OfThread, request.params);
    const asker = parsed.success ? known.get(parsed.output.threadId) : undefined;
    const thread = asker === undefined ? undefined : known.ofPerson(asker.native.id);
    if (asker === undefined || thread === undefined) return asks.received(request, rpc);
    const { id } = thread.native;
    thread.held?.asking.add(keyOf(request));
    for (const { held } of new Set([thread, asker])) held?.asked();
    // Of a sub-agent, behind what was held of that, too: the files that it asks about stand in an item.
    const received = () => follower.run(thread, () => asks.received(request, rpc, id));
    if (asker === thread) received();
    else follower.run(asker, received);
  }

  /** The hot path: no schema, one look at each field, one look-up, one call. */
  #streamed(stream: Stream, params: unknown): void {
    const { threadId, turnId, itemId, delta } = (params ?? {}) as Record<string, unknown>;
    if (typeof threadId !== 'string' || typeof turnId !== 'string') return;
    if (typeof itemId !== 'string' || typeof delta !== 'string') return;
    const thread = this.#options.known.get(threadId);
    if (thread === undefined) return;
    if (thread.held === null) thread.live?.append(stream, turnId, itemId, delta);
    else this.#options.follower.run(thread, () => thread.live?.append(stream, turnId, itemId, delta));
  }

  /** About what is asked: also for a sub-agent, in the thread of the person, and behind what is held of either. */
  #ofPerson<S extends v.GenericSchema<unknown, { threadId: string }>>(
    schema: S,
    params: unknown,
    act: (params: v.InferOutput<S>) => void,
  ): void {
    const { known, follower } = this.#options;
    this.#parsed(schema, params, (output) => {
      const asker = known.get(output.threadId);
      const thread = known.ofPerson(output.threadId);
      if (asker === undefined || thread === undefined) return;
      const told = () =>
        follower.run(thread, () => {
          if (thread.live !== null) act(output);
        });
      if (asker === thread) told();
      else follower.run(asker, told);
    });
  }

  #live<S extends v.GenericSchema<unknown, { threadId: string }>>(
    schema: S,
    params: unknown,
    act: (live: LiveThread, params: v.InferOutput<S>) => void,
  ): void {
    this.#parsed(schema, params, (output) => {
      const thread = this.#options.known.get(output.threadId);
      if (thread === undefined) return;
      this.#options.follower.run(thread, () => {
        if (thread.live !== null) act(thread.live, output);
      });
    });
  }

  #parsed<S extends v.GenericSchema>(
    schema: S,
    params: unknown,
    act: (params: v.InferOutput<S>) => void,
  ): void {
    const parsed = v.safeParse(schema, params);
    if (parsed.success) act(parsed.output);
    else this.#options.log.warn({}, 'codex: a notification in an unknown form');
  }

  #readThread(id: string, rpc: Rpc): void {
    rpc.request('thread/read', { threadId: id }, WithThread).then(
      ({ thread }) => {
        if (isPersons(thread)) this.#options.known.appeared(thread);
      },
      () => this.#options.log.warn({}, 'codex: a thread could not be read'),
    );
  }
}

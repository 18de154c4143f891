/** What a thread held before it was followed: its turns, page by page, made into items. */
import * as v from 'valibot';
import type { Item } from '../../../../protocol/session/items.ts';
import type { Turn } from '../../../../protocol/session/thread.ts';
import type { NativeHistory } from '../agent.ts';
import { CodexTurn, mapItem, mapTurn, notice } from './items.ts';
import type { Voided } from './live.ts';
import { CodexThread } from './roster.ts';
import { type Rpc, RpcError } from './rpc.ts';
import { ThreadSettings } from './watch.ts';

const TURNS_PAGE = 50;
/** Read of one thread at most; what is older stays with Codex. */
const MAX_TURNS = 200;
const MAX_ITEMS = 5000;

const Page = v.object({ data: v.array(v.unknown()), nextCursor: v.nullish(v.string(), null) });
const Resumed = v.looseObject({ thread: CodexThread, initialTurnsPage: v.nullish(Page, null) });
/** As `thread/start` and `thread/resume` name what `thread/settings/updated` calls otherwise. */
const AnsweredSettings = v.looseObject({
  sandbox: v.optional(v.unknown()),
  reasoningEffort: v.optional(v.unknown()),
});
const Read = v.object({ thread: v.object({ turns: v.optional(v.array(v.unknown()), []) }) });

export interface Turns {
  /** Oldest first. */
  turns: CodexTurn[];
  /** Whether there are older ones. */
  more: boolean;
}

/**
 * Loads a thread and follows it. `small`: without its history, after that was too large for one message. `config`: what a
 * thread is loaded with; one that is loaded keeps its own.
 */
export async function resumeThread(
  rpc: Rpc,
  threadId: string,
  small: boolean,
  config: object | null,
): Promise<{ thread: CodexThread; turns: Turns; settings: ThreadSettings | null }> {
  const page = small
    ? {}
    : { initialTurnsPage: { limit: TURNS_PAGE, sortDirection: 'desc', itemsView: 'full' } };
  const resumed = await rpc.request(
    'thread/resume',
    { threadId, excludeTurns: true, ...page, ...(config && { config }) },
    Resumed,
  );
  const turns =
    resumed.initialTurnsPage === null
      ? { turns: [], more: small }
      : await olderTurns(rpc, threadId, resumed.initialTurnsPage);
  return { thread: resumed.thread, turns, settings: answeredSettings(resumed) };
}

/** The settings in the answer to a start or a resume; null when it has none that make sense. */
export function answeredSettings(answer: v.InferInput<typeof AnsweredSettings>): ThreadSettings | null {
  const { sandbox, reasoningEffort } = answer;
  const settings = v.safeParse(ThreadSettings, {
    ...answer,
    sandboxPolicy: sandbox,
    effort: reasoningEffort,
  });
  return settings.success ? settings.output : null;
}

/** The turns of a thread that is followed already. */
export async function readTurns(rpc: Rpc, threadId: string): Promise<Turns> {
  return olderTurns(rpc, threadId, await turnsPage(rpc, threadId, null));
}

/** The last turn of a thread that is followed already. */
export async function lastTurn(rpc: Rpc, threadId: string): Promise<CodexTurn | undefined> {
  return parsed((await turnsPage(rpc, threadId, null, 1)).data)[0];
}

/**
 * Whether Codex has not written how this turn ended. It then calls it interrupted, and may leave out what was said last: also
 * of a turn that ended well a moment ago.
 */
export const isEndUnwritten = ({ status, completedAt }: CodexTurn): boolean =>
  status === 'interrupted' && completedAt === null;

/** What a thread holds that another process works in: it can be read, not followed. */
export async function readForeign(rpc: Rpc, threadId: string): Promise<Turns> {
  const { thread } = await rpc.request('thread/read', { threadId, includeTurns: true }, Read);
  const turns = parsed(thread.turns);
  return { turns: turns.slice(-MAX_TURNS), more: turns.length > MAX_TURNS };
}

export interface HistoryContext {
  cwd: string;
  now: number;
  voided: Voided | null;
}

export function mapHistory({ turns, more }: Turns, { cwd, now, voided }: HistoryContext): NativeHistory {
  const items = turns.flatMap((turn) => {
    const at = turn.startedAt === null ? now : turn.startedAt * 1000;
    const done = turn.status !== 'inProgress';
    return turn.items.flatMap((raw) => {
      const item = mapItem(raw, { turn: turn.id, cwd, done: done || isCompleted(raw), now: Math.round(at) });
      return item === null ? [] : [done ? ended(item) : item];
    });
  });
  const kept = items.slice(-MAX_ITEMS);
  const last = turns.at(-1);
  const turn = voidedAt(last, voided) ?? (last === undefined ? null : mapTurn(last, now));
  if (!more && kept.length === items.length) return { items: kept, turn };
  const text = 'What is older than this is kept by Codex and not shown here.';
  return { items: [notice('older', null, kept[0]?.at ?? now, 'info', text), ...kept], turn };
}

/** The turn at the end where that is the voided one, or the one before it and Codex wrote nothing of what followed. */
const voidedAt = (last: CodexTurn | undefined, voided: Voided | null): Turn | null =>
  voided !== null && (last?.id === voided.turn.id || (last?.id ?? null) === voided.after)
    ? voided.turn
    : null;

async function olderTurns(rpc: Rpc, threadId: string, first: v.InferOutput<typeof Page>): Promise<Turns> {
  const newestFirst = parsed(first.data);
  let cursor = first.nextCursor;
  while (cursor !== null && newestFirst.length < MAX_TURNS) {
    const page = await turnsPage(rpc, threadId, cursor);
    newestFirst.push(...parsed(page.data));
    cursor = page.data.length === 0 ? null : page.nextCursor;
  }
  return { turns: newestFirst.reverse(), more: cursor !== null };
}

async function turnsPage(rpc: Rpc, threadId: string, cursor: string | null, limit = TURNS_PAGE) {
  const params = { threadId, cursor, limit, sortDirection: 'desc', itemsView: 'full' };
  try {
    return await rpc.request('thread/turns/list', params, Page);
  } catch (error) {
    // A thread without a turn has no pages yet.
    if (error instanceof RpcError && error.kind === 'refused') return { data: [], nextCursor: null };
    throw error;
  }
}

const parsed = (turns: readonly unknown[]): CodexTurn[] =>
  turns.flatMap((raw) => {
    const turn = v.safeParse(CodexTurn, raw);
    return turn.success ? [turn.output] : [];
  });

const Completed = v.object({ completedAtMs: v.number() });
const isCompleted = (raw: unknown): boolean => v.is(Completed, raw);

/** Of a turn that is over nothing runs any more, even where Codex never said how it ended. */
const ended = (item: Item): Item =>
  'status' in item && item.status === 'running' ? { ...item, status: 'stopped' } : item;

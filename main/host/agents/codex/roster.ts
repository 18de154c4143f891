/** Which threads there are: Codex's list, less what is not a person's. */
import * as v from 'valibot';
import type { NativeThread } from '../agent.ts';
import { boundedId, head, line } from './bounds.ts';
import type { Rpc } from './rpc.ts';

const PAGE = 100;
/** Threads that are read at most, the latest first. */
const MAX_THREADS = 500;
/** Threads that were put away; what is older is found in a terminal. */
const MAX_ARCHIVED = 200;
const TITLE_LIMIT = 200;

export const CodexStatus = v.object({
  type: v.string(),
  activeFlags: v.optional(v.array(v.string()), []),
});
export type CodexStatus = v.InferOutput<typeof CodexStatus>;

export const CodexThread = v.object({
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  cwd: v.string(),
  preview: v.nullish(v.string(), ''),
  name: v.nullish(v.string(), null),
  ephemeral: v.optional(v.boolean(), false),
  /** Null or `user` for a person's; Codex's helpers name themselves (`thread_title`). */
  threadSource: v.nullish(v.string(), null),
  parentThreadId: v.nullish(v.string(), null),
  /** A word; of a sub-agent's thread its way from the top. */
  source: v.optional(v.unknown()),
  attachedToThreadId: v.nullish(v.string(), null),
  status: CodexStatus,
  /** Seconds since the Unix epoch. */
  createdAt: v.optional(v.number(), 0),
  /** Likewise. */
  updatedAt: v.pipe(v.number(), v.finite(), v.minValue(0)),
});
export type CodexThread = v.InferOutput<typeof CodexThread>;

/** Threads that Codex starts for itself, to name a thread or to let a sub-agent work, are no concern of a person. */
export const isPersons = (thread: CodexThread): boolean =>
  !thread.ephemeral &&
  thread.parentThreadId === null &&
  thread.attachedToThreadId === null &&
  (thread.threadSource === null || thread.threadSource === 'user');

const Spawned = v.object({
  subAgent: v.object({ thread_spawn: v.object({ agent_path: v.nullish(v.string(), null) }) }),
});

/** How Codex names the sub-agent of this thread, as items do; null: it does not. */
export const agentPathOf = ({ source }: CodexThread): string | null =>
  v.is(Spawned, source) ? (source.subAgent.thread_spawn.agent_path ?? null) : null;

export const mapThread = (thread: CodexThread): NativeThread => ({
  id: boundedId(thread.id),
  cwd: line(thread.cwd),
  title: titleOf(thread.name ?? thread.preview ?? ''),
  status: mapStatus(thread.status),
  updatedAt: Math.round(thread.updatedAt * 1000),
});

export const mapStatus = ({ type }: CodexStatus): NativeThread['status'] =>
  type === 'active' ? 'working' : type === 'systemError' ? 'failed' : 'idle';

/** The first line that says something. */
export const titleOf = (text: string): string =>
  head(
    text
      .split('\n')
      .map((part) => part.trim())
      .find((part) => part !== '') ?? '',
    TITLE_LIMIT,
  );

/** Loaded threads that are looked at, to find sub-agents; those that work are loaded. */
const MAX_LOADED = 100;
const Loaded = v.object({ data: v.array(v.string()) });
const Read = v.object({ thread: CodexThread });

/**
 * Threads of sub-agents that work now. Codex leaves them out of its list, as nobody has said anything in them, so they are
 * found among what it has loaded. Rejects with RpcError.
 *
 * @param known threads that need no look
 */
export async function listWorkingSubAgents(rpc: Rpc, known: readonly CodexThread[]): Promise<CodexThread[]> {
  const persons = new Set(known.map(({ id }) => id));
  const { data } = await rpc.request('thread/loaded/list', { limit: MAX_LOADED }, Loaded);
  const others = data.filter((id) => !persons.has(id)).slice(0, MAX_LOADED);
  const read = others.map((threadId) =>
    rpc.request('thread/read', { threadId }, Read).then(
      ({ thread }) => [thread],
      () => [],
    ),
  );
  return (await Promise.all(read))
    .flat()
    .filter(({ parentThreadId, status }) => parentThreadId !== null && mapStatus(status) === 'working');
}

const ListPage = v.object({ data: v.array(v.unknown()), nextCursor: v.nullish(v.string(), null) });

/** All threads of persons, the latest first; one that is malformed is left out. Rejects with RpcError. */
export const listThreads = (rpc: Rpc): Promise<CodexThread[]> => list(rpc, MAX_THREADS, {});

/** The same of those that were put away. */
export const listArchived = async (rpc: Rpc): Promise<CodexThread[]> =>
  (await list(rpc, MAX_ARCHIVED, { archived: true })).slice(0, MAX_ARCHIVED);

async function list(rpc: Rpc, most: number, which: { archived?: true }): Promise<CodexThread[]> {
  const threads: CodexThread[] = [];
  let cursor: string | null = null;
  let read = 0;
  do {
    const params = {
      limit: PAGE,
      cursor,
      sortKey: 'updated_at',
      sortDirection: 'desc',
      modelProviders: [],
      ...which,
    };
    const page: v.InferOutput<typeof ListPage> = await rpc.request('thread/list', params, ListPage);
    for (const raw of page.data) {
      const thread = v.safeParse(CodexThread, raw);
      if (thread.success && isPersons(thread.output)) threads.push(thread.output);
    }
    read += page.data.length;
    cursor = page.data.length === 0 ? null : page.nextCursor;
  } while (cursor !== null && read < most);
  return threads;
}

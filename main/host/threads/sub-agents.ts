/**
 * The threads of sub-agents. Each is a part of the thread that it works for: it stands in no list, can be read while that
 * can, and goes with it. Pure.
 */
import type { Item } from '../../../protocol/session/items.ts';
import type { NestedIn } from '../../../protocol/session/thread.ts';
import { MAX_WORKING_SUB_AGENTS, type WorkingSubAgent } from '../../../protocol/session/values.ts';
import type { NativeThread } from '../agents/agent.ts';

/** Sub-agents of sub-agents. */
const MAX_DEPTH = 20;

/** What of a thread is looked at here. */
interface Nested {
  readonly id: string;
  readonly native: Pick<NativeThread, 'parent' | 'title' | 'status'>;
}

export const isNested = ({ native }: Nested): boolean => native.parent !== undefined;

/**
 * The person's thread at the top: itself, where it is one. Undefined where a thread between them is not known.
 *
 * @param parentOf the thread that a sub-agent's thread names as its parent
 */
export function rootOf<T extends Nested>(thread: T, parentOf: (thread: T) => T | undefined): T | undefined {
  let at: T | undefined = thread;
  for (let depth = 0; at !== undefined && depth < MAX_DEPTH; depth += 1) {
    if (!isNested(at)) return at;
    at = parentOf(at);
  }
  return undefined;
}

export const nestedIn = (thread: Nested, parent: Nested, root: Nested): NestedIn => ({
  parent: parent.id,
  root: root.id,
  name: nameOf(thread),
});

/** The item, with where each sub-agent's thread is opened; `idOf` answers null for one that cannot be. */
export function withThreads(item: Item, idOf: (native: string) => string | null): Item {
  if (item.type !== 'subagents') return item;
  const agents = item.agents.map((agent) => {
    const open = idOf(agent.thread);
    return open === null ? agent : { ...agent, open };
  });
  return { ...item, agents };
}

/** Those of them that work, the one that was told of first on top. */
export const workingOf = <T extends Nested>(
  subAgents: readonly T[],
  waits: (id: string) => boolean,
): WorkingSubAgent[] =>
  subAgents
    .filter(({ native }) => native.status === 'working')
    .slice(0, MAX_WORKING_SUB_AGENTS)
    .map((each) => ({
      thread: each.id,
      name: nameOf(each),
      status: waits(each.id) ? 'waiting' : 'working',
    }));

const nameOf = ({ native }: Nested): string => native.title.slice(0, 200);

/** What a turn does now, in one line for lists: read from the end of its thread's log. Pure. */
import type { Item } from '../../../protocol/session/items.ts';
import type { Turn } from '../../../protocol/session/thread.ts';
import { DOING_LIMIT, type Doing } from '../../../protocol/session/values.ts';

/** Items at the end that are looked at; what runs longer behind so many others is not what a person asks about. */
const LOOKED_AT = 40;

/** @returns null while no turn runs. */
export function doingOf(items: readonly Item[], turn: Turn | null): Doing | null {
  if (turn?.state !== 'running') return null;
  for (const item of items.slice(-LOOKED_AT).reverse()) {
    if (item.turn !== turn.id) continue;
    const doing = ofItem(item);
    if (doing !== null) return { kind: doing.kind, what: lineOf(doing.what), since: item.at };
  }
  return { kind: 'thinking', what: '', since: turn.startedAt };
}

const lineOf = (text: string): string => text.trim().split('\n', 1)[0]!.slice(0, DOING_LIMIT);

/** Null for one that is over, or that is no work. */
function ofItem(item: Item): Pick<Doing, 'kind' | 'what'> | null {
  switch (item.type) {
    case 'command':
      return item.status === 'running' ? { kind: 'command', what: item.command } : null;
    case 'change':
      return item.status === 'running' ? { kind: 'change', what: item.changes[0]?.path ?? '' } : null;
    case 'tool':
      return item.status === 'running' ? { kind: 'tool', what: item.name } : null;
    case 'subagents':
      return item.status === 'running' ? { kind: 'agents', what: item.action } : null;
    case 'search':
      return item.done ? null : { kind: 'search', what: item.query };
    case 'reasoning':
      return item.done ? null : { kind: 'thinking', what: '' };
    case 'agent':
    case 'proposal':
      return item.done ? null : { kind: 'writing', what: '' };
    default:
      return null;
  }
}

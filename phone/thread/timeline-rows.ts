/** What stands in a thread from top to bottom, as rows: the items, what was decided between them, what was said last. Pure. */
import type { Approval } from '../../protocol/session/approvals.ts';
import type { Item } from '../../protocol/session/items.ts';
import type { Outgoing } from '../state/outbox.ts';
import { closedPlaces } from './closed-places.ts';

/** `index`: of the item in its log. `key`: the same as long as the row is, whatever is put in front of it. */
export type TimelineRow =
  | { kind: 'item'; key: string; index: number }
  | { kind: 'decided'; key: string; approval: Approval }
  | { kind: 'said'; key: string; outgoing: Outgoing }
  | { kind: 'turn'; key: string };

export interface TimelineContents {
  epoch: string;
  /** Index of the first item that is held. */
  first: number;
  items: readonly { at: number }[];
  closed: readonly Approval[];
  outgoing: readonly Outgoing[];
}

/** @returns the rows, oldest first; the last one says how the turn stands. */
export function timelineRows({ epoch, first, items, closed, outgoing }: TimelineContents): TimelineRow[] {
  const places = closedPlaces(closed, items);
  const rows: TimelineRow[] = [];
  const decided = (at: number) => {
    for (const approval of places.get(at) ?? [])
      rows.push({ kind: 'decided', key: `decided/${approval.id}`, approval });
  };
  for (let at = 0; at < items.length; at += 1) {
    if (places.size > 0) decided(at);
    rows.push({ kind: 'item', key: `${epoch}/${first + at}`, index: first + at });
  }
  decided(items.length);
  for (const each of outgoing) rows.push({ kind: 'said', key: `said/${each.requestId}`, outgoing: each });
  rows.push({ kind: 'turn', key: 'turn' });
  return rows;
}

/** What the agent does stands together as a list; its words stand apart. */
const DOING: ReadonlySet<Item['type']> = new Set([
  'command',
  'tool',
  'search',
  'reasoning',
  'subagents',
  'image',
  'other',
]);

/** How far an item stands from the one above it; `before`: that one's type, undefined where there is none. */
export function distance(
  before: Item['type'] | undefined,
  type: Item['type'],
): 'none' | 'near' | 'wide' | 'far' {
  if (before === undefined) return 'none';
  if (type === 'user') return 'far';
  if (DOING.has(before) && DOING.has(type)) return 'none';
  if ((DOING.has(before) && type === 'agent') || (before === 'agent' && DOING.has(type))) return 'near';
  return 'wide';
}

const LINE = 24;
/** Pixels of a line that is folded. */
const FOLDED = 44;

/**
 * About how high an item will be, in pixels, before it was ever drawn: what is far away is placed by it.
 * @param width Characters that fit on a line.
 */
export function likelyHeight(item: Item, width = 44): number {
  const lines = (text: string) => Math.ceil(text.length / width) + 1;
  switch (item.type) {
    case 'user':
      return 40 + Math.min(lines(item.text), 200) * LINE + (item.pictures === undefined ? 0 : 150);
    case 'agent':
    case 'proposal':
      return 16 + Math.min(lines(item.text), 400) * LINE;
    case 'plan':
      return 70 + item.steps.length * 28;
    case 'change':
      return 40 + Math.min(item.changes.length, 50) * FOLDED;
    case 'notice':
      return 40 + lines(item.text) * LINE;
    default:
      return FOLDED;
  }
}

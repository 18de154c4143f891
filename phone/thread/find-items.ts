/** Looks for words in a thread: the browser's own search sees only what is drawn. Pure. */
import type { Item } from '../../protocol/session/items.ts';
import { plainOutput } from './plain-output.ts';

export interface FoundItem {
  /** In the log. */
  index: number;
  id: string;
  /** What was found is folded away until somebody unfolds the item. */
  folded: boolean;
}

/** Found at most; more are as good as none. */
const MOST = 500;

/** @returns the items that have the words, the newest first. `first`: index of the first of `items`. */
export function findItems(items: readonly Item[], first: number, query: string): FoundItem[] {
  const wanted = query.trim().toLowerCase();
  const found: FoundItem[] = [];
  if (wanted === '') return found;
  for (let at = items.length - 1; at >= 0 && found.length < MOST; at -= 1) {
    const item = items[at]!;
    const has = (text: string) => text.toLowerCase().includes(wanted);
    const open = shownText(item).some(has);
    if (open || foldedText(item).some(has)) found.push({ index: first + at, id: item.id, folded: !open });
  }
  return found;
}

/** What stands on the screen without a tap. */
function shownText(item: Item): string[] {
  switch (item.type) {
    case 'user':
    case 'agent':
    case 'proposal':
    case 'notice':
      return [item.text];
    case 'command':
      return [item.command];
    case 'change':
      return item.changes.map(({ path }) => path);
    case 'tool':
    case 'other':
      return [item.name];
    case 'search':
      return [item.query];
    case 'plan':
      return item.steps.map(({ text }) => text);
    case 'subagents':
      return [item.action];
    case 'image':
      return [item.path];
    case 'reasoning':
      return [];
    default:
      return item satisfies never;
  }
}

function foldedText(item: Item): string[] {
  switch (item.type) {
    case 'reasoning':
    case 'other':
      return [item.text];
    case 'command':
      return [plainOutput(item.output)];
    case 'tool':
      return [item.input, item.output];
    case 'change':
      return item.changes.map(({ diff }) => diff);
    case 'subagents':
      return [item.prompt, ...item.agents.flatMap(({ name, message }) => [name ?? '', message ?? ''])];
    default:
      return [];
  }
}

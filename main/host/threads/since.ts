/** What happened in a thread since somebody looked at it, counted in its log. Pure. */

import type { Item } from '../../../protocol/session/items.ts';
import type { Tally } from '../../../protocol/session/since.ts';

/** Times are the host's own, in milliseconds. */
export function happenedSince(
  items: readonly Item[],
  since: number,
): { turns: Tally; files: Tally; failedCommands: Tally } {
  const turns = new Tallied();
  const files = new Tallied();
  const failedCommands = new Tallied();
  for (const [index, item] of items.entries()) {
    if (!isNews(item, since)) continue;
    if (item.turn !== null) turns.add(item.turn, item, index);
    if (item.type === 'change' && item.status === 'done')
      for (const { path } of item.changes) files.add(path, item, index);
    if (item.type === 'command' && item.status === 'failed') failedCommands.add(item.id, item, index);
  }
  return { turns: turns.tally(), files: files.tally(), failedCommands: failedCommands.tally() };
}

/**
 * Approvals are not in the log; whoever jumps to one is shown what was last in the thread as the first of them was asked.
 *
 * @param asked when each was asked or answered
 */
export function approvalsTally(items: readonly Item[], asked: readonly number[]): Tally {
  if (asked.length === 0) return { count: 0, first: null };
  const at = Math.min(...asked);
  const index = items.findLastIndex((item) => item.at <= at);
  const item = items[index];
  return { count: asked.length, first: item === undefined ? null : { item: item.id, index } };
}

/** A command that began before and ended after is news too: how it ended was not seen. */
const isNews = (item: Item, since: number): boolean =>
  item.at > since || (item.type === 'command' && item.at + (item.durationMs ?? 0) > since);

/** Distinct things by name, and the item of the first. */
class Tallied {
  readonly #names = new Set<string>();
  #first: Tally['first'] = null;

  add(name: string, { id }: Item, index: number): void {
    this.#names.add(name);
    this.#first ??= { item: id, index };
  }

  tally(): Tally {
    return { count: this.#names.size, first: this.#first };
  }
}

/** What the view of what waits shows, and where its keys lead. */
import type { Closed } from '../../main/contract/activity.ts';
import type { HostState, Waiting } from '../../main/contract/state.ts';
import { closedWords } from '../../ui/closed-words.ts';
import { relativeTime } from './relative-time.ts';

/** An approval that is shown with its card. */
export type Opened = Pick<Waiting, 'id' | 'title'>;

/**
 * What was opened and waits no more: what became of it. Undefined while it waits, or when nothing is open.
 * `known`: false when the host has forgotten it since, which holds the last ten.
 */
export function goneOf(
  opened: Opened | undefined,
  { waiting, activity }: Pick<HostState, 'waiting' | 'activity'>,
): { title: string; closed: Closed | undefined } | undefined {
  if (opened === undefined || waiting.some(({ id }) => id === opened.id)) return undefined;
  return { title: opened.title, closed: activity.closed.find(({ id }) => id === opened.id) };
}

/** `Approved by Ada’s iPhone`; `mine`: it was decided in this very window. */
export function goneWords(closed: Closed | undefined, mine: boolean) {
  if (closed === undefined) return { state: 'away', word: 'It does not wait any more' } as const;
  return closedWords(mine ? { ...closed, by: null } : closed);
}

/** While nothing waits: since when, in a sentence. */
export function quietSince({ host, activity }: Pick<HostState, 'host' | 'activity'>, now: number): string {
  const [last] = activity.closed;
  if (last === undefined)
    return `Nothing was asked since Outpost started ${relativeTime(host.startedAt, now)}.`;
  return `The last one, “${last.title}”, was closed ${relativeTime(last.at, now)}. ${closedWords(last).word}.`;
}

/** Where an arrow key leads in a list of this many; undefined: not ours. */
export function moved(key: string, at: number, count: number): number | undefined {
  if (count === 0) return undefined;
  switch (key) {
    case 'ArrowDown':
      return Math.min(count - 1, at + 1);
    case 'ArrowUp':
      return Math.max(0, at - 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

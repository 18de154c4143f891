/** What the view of what waits shows, and where its keys lead. */
import type { Closed } from '../../main/contract/activity.ts';
import type { HostState, Waiting } from '../../main/contract/state.ts';
import { closedWords } from '../../ui/closed-words.ts';
import { relativeTime } from './relative-time.ts';

/** An approval that is shown with its card. */
export type Opened = Pick<Waiting, 'id' | 'title'>;

/** What the view holds beside the host's state. */
export interface Desk {
  readonly opened: Opened | undefined;
  /** It was open when it was closed; what became of it is said until something else is opened. */
  readonly left: Opened | undefined;
  /** Ids of those that waited when the view looked last. */
  readonly known: readonly string[];
}

/** The only one that waits is open at once, also one that comes while nothing else waits. */
export const lookedAt = (waiting: HostState['waiting']): Desk =>
  follow({ opened: undefined, left: undefined, known: [] }, waiting);

/** After the list has changed. One that waited before is never opened by itself: it would come up under a press. */
export function follow(desk: Desk, waiting: HostState['waiting']): Desk {
  const waits = desk.opened !== undefined && waiting.some(({ id }) => id === desk.opened?.id);
  const [only] = waiting;
  const fresh =
    only !== undefined && waiting.length === 1 && !desk.known.includes(only.id) ? only : undefined;
  return {
    opened: waits ? desk.opened : fresh,
    left: waits ? desk.left : (desk.opened ?? desk.left),
    known: waiting.map(({ id }) => id),
  };
}

export const toggled = (desk: Desk, each: Opened): Desk => ({
  ...desk,
  opened: desk.opened?.id === each.id ? undefined : each,
  left: undefined,
});

/** `Approved by Ada’s iPhone`. `mine`: it was decided in this very window; `closed`: undefined when the host has forgotten it since. */
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

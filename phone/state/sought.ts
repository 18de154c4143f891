/** What somebody looks for in the lists: words, and a place. Pure. */
import type { ThreadSummary } from '../../protocol/session/values.ts';
import { agentOf, type HomeState, projectOf } from './home.ts';

export interface Wanted {
  words: string;
  /** `project:ID` or `environment:ID`; null: everywhere. */
  place: string | null;
}

export const EVERYTHING: Wanted = { words: '', place: null };

export const isEverything = ({ words, place }: Wanted): boolean => words.trim() === '' && place === null;

export interface Sought {
  /** Whether a thread, or something else that stands for it (`title`), is what is looked for. */
  matches(thread: ThreadSummary | undefined, title?: string): boolean;
}

/** Letters without their case and accents. */
const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLocaleLowerCase();

/** Each of the words has to stand somewhere in what the row says. A place that is gone is no place. */
export function sought(home: HomeState, wanted: Wanted): Sought {
  const words = plain(wanted.words).split(/\s+/u).filter(Boolean);
  const place = existing(home, wanted.place);
  const isThere = (thread: ThreadSummary | undefined): boolean =>
    place === null || (thread !== undefined && thread[place.kind] === place.id);
  const says = (thread: ThreadSummary | undefined, title: string): string => {
    if (thread === undefined) return plain(title);
    const environment = home.environments.find(({ id }) => id === thread.environment);
    const parts = [
      title,
      thread.title,
      projectOf(home, thread)?.name,
      agentOf(home, thread)?.name,
      environment?.name,
      thread.doing?.what,
    ];
    return plain(parts.filter(Boolean).join('\n'));
  };
  return {
    matches(thread, title = '') {
      if (!isThere(thread)) return false;
      if (words.length === 0) return true;
      const text = says(thread, title);
      return words.every((word) => text.includes(word));
    },
  };
}

function existing(
  home: HomeState,
  place: string | null,
): { kind: 'project' | 'environment'; id: string } | null {
  if (place === null) return null;
  const colon = place.indexOf(':');
  const id = place.slice(colon + 1);
  const kind = place.slice(0, colon) === 'project' ? 'project' : 'environment';
  const known: readonly { id: string }[] = kind === 'project' ? home.projects : home.environments;
  return known.some((each) => each.id === id) ? { kind, id } : null;
}

/** The entries that the view of what happened holds: how pages come together, what a filter shows, day by day. */
import type { ActivityEntry, ActivityPage, Who } from '../../main/contract/activity.ts';
import { whoName } from '../../main/contract/activity-words.ts';
import type { MarkState } from '../../ui/state-mark.tsx';

export interface Held {
  /** Whether what the policy answered by itself is among them; otherwise it is counted. */
  readonly rules: boolean;
  /** The newest first. */
  readonly entries: readonly ActivityEntry[];
  /** Where older ones begin; null: there are none. */
  readonly before: number | null;
  /** Place of the newest line that was looked at. */
  readonly newest: number;
  readonly byRule: number;
  readonly damaged: number;
  readonly unreadable: readonly string[];
}

/**
 * With the page of what came after it. Where that page is full before it reaches what is held, that is let go, so that there is
 * never a gap.
 */
export function withNewest(held: Held, page: ActivityPage): Held {
  if (page.before !== null) return { ...page, rules: held.rules };
  return { ...together(page, held), newest: page.newest, before: held.before, rules: held.rules };
}

export const withOlder = (held: Held, page: ActivityPage): Held => ({
  ...together(held, page),
  newest: held.newest,
  before: page.before,
  rules: held.rules,
});

type Part = Pick<Held, 'entries' | 'byRule' | 'damaged' | 'unreadable'>;
const together = (newer: Part, older: Part): Part => ({
  entries: [...newer.entries, ...older.entries],
  byRule: newer.byRule + older.byRule,
  damaged: newer.damaged + older.damaged,
  unreadable: [...new Set([...newer.unreadable, ...older.unreadable])],
});

export interface Filter {
  readonly kind: ActivityEntry['kind'] | 'all';
  /** One that {@link people} gives, or `all`. */
  readonly who: string;
}

const keyOf = (who: Who): string => (who.kind === 'phone' ? `phone ${who.id}` : who.kind);

export const filtered = (
  entries: readonly ActivityEntry[],
  { kind, who }: Filter,
): readonly ActivityEntry[] =>
  entries.filter(
    (entry) => (kind === 'all' || entry.kind === kind) && (who === 'all' || keyOf(entry.who) === who),
  );

/** Who did any of it; a phone by the name that it had last. */
export function people(entries: readonly ActivityEntry[]): readonly { key: string; name: string }[] {
  const names = new Map<string, string>();
  for (const { who } of entries) if (!names.has(keyOf(who))) names.set(keyOf(who), whoName(who));
  return [...names].map(([key, name]) => ({ key, name })).sort((a, b) => a.name.localeCompare(b.name));
}

const midnight = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

/** In their order, under the day of each: `Today`, `Yesterday`, then its date. */
export function byDay(
  entries: readonly ActivityEntry[],
  now: number,
  locale?: string,
): readonly { day: string; entries: readonly ActivityEntry[] }[] {
  const today = midnight(now);
  const yesterday = midnight(today - 1);
  const name = (start: number): string => {
    if (start === today) return 'Today';
    if (start === yesterday) return 'Yesterday';
    return new Intl.DateTimeFormat(locale, { dateStyle: 'full' }).format(start);
  };
  const days: { start: number; day: string; entries: ActivityEntry[] }[] = [];
  for (const entry of entries) {
    const start = midnight(entry.at);
    const last = days.at(-1);
    if (last?.start === start) last.entries.push(entry);
    else days.push({ start, day: name(start), entries: [entry] });
  }
  return days;
}

export function markOf(entry: ActivityEntry): MarkState {
  if (entry.kind === 'phone') return entry.act === 'suspended' ? 'trouble' : 'away';
  return entry.outcome === 'approved' || entry.outcome === 'answered' ? 'done' : 'away';
}

/**
 * When the desk is told that something waits: a pure step from what was told before and what waits now. One notification at
 * most is up, however much waits and however often that changes.
 */

/** So long a phone that is connected has to answer before the desk is told too. */
const PHONE_FIRST_MS = 20_000;
/** Between two notifications, for an agent that asks and takes back. */
const APART_MS = 10_000;

/** What was told. */
export interface Told {
  /** Approvals that wait, each with the time at which it was first seen. */
  readonly since: ReadonlyMap<string, number>;
  /** Those that the person was told of, or saw in the window. */
  readonly known: ReadonlySet<string>;
  /** `up`: not yet closed by the person, as far as the system says. */
  readonly notification: 'none' | 'up' | 'dismissed';
  readonly lastAt: number;
}

export const NOTHING_TOLD: Told = {
  since: new Map(),
  known: new Set(),
  notification: 'none',
  lastAt: Number.NEGATIVE_INFINITY,
};

export interface Now {
  readonly now: number;
  /** Ids of what waits. */
  readonly waiting: readonly string[];
  readonly phoneConnected: boolean;
  /** The setting `notifications`. */
  readonly wanted: boolean;
  /** The panel is in front: what waits stands there. */
  readonly atDesk: boolean;
}

export interface Step {
  readonly told: Told;
  readonly act: 'show' | 'withdraw' | 'none';
  /** When to look again, though nothing changes until then; null: not by itself. */
  readonly again: number | null;
}

export function notify(before: Told, { now, waiting, phoneConnected, wanted, atDesk }: Now): Step {
  // After a clock that was put back, the waits begin anew: what was told by the old one lies in the future.
  const since = new Map(waiting.map((id) => [id, Math.min(before.since.get(id) ?? now, now)]));
  const lastAt = Math.min(before.lastAt, now);
  const withdrawn = (known: Iterable<string>): Step => ({
    told: { ...before, since, lastAt, known: new Set(known), notification: 'none' },
    act: before.notification === 'none' ? 'none' : 'withdraw',
    again: null,
  });
  if (waiting.length === 0 || !wanted) return withdrawn([]);
  if (atDesk) return withdrawn(waiting);
  // It says that something waits, not what: it is true of whatever comes while it is up.
  if (before.notification === 'up')
    return { told: { ...before, since, lastAt, known: new Set(waiting) }, act: 'none', again: null };

  const known = new Set(waiting.filter((id) => before.known.has(id)));
  const fresh = waiting.filter((id) => !known.has(id)).map((id) => since.get(id) ?? now);
  if (fresh.length === 0) return { told: { ...before, since, lastAt, known }, act: 'none', again: null };
  const due = Math.max(Math.min(...fresh) + (phoneConnected ? PHONE_FIRST_MS : 0), lastAt + APART_MS);
  if (due > now) return { told: { ...before, since, lastAt, known }, act: 'none', again: due };
  return {
    told: { since, known: new Set(waiting), notification: 'up', lastAt: now },
    act: 'show',
    again: null,
  };
}

/** The person closed it, or the system did after a while: what it told of is known. */
export const dismissed = (told: Told): Told =>
  told.notification === 'up' ? { ...told, notification: 'dismissed' } : told;

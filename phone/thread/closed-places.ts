/** Where closed approvals stand among the items of a thread: behind what had happened when they were decided. Pure. */
import type { Approval } from '../../protocol/session/approvals.ts';

/** @returns approvals by the index of the item that they stand in front of; `length` is the end. */
export function closedPlaces(
  closed: readonly Approval[],
  items: readonly { at: number }[],
): ReadonlyMap<number, Approval[]> {
  const places = new Map<number, Approval[]>();
  for (const approval of [...closed].sort((a, b) => when(a) - when(b))) {
    const found = items.findIndex(({ at }) => at > when(approval));
    // Decided before anything that is shown here: it belongs to an older page.
    if (found === 0) continue;
    const index = found < 0 ? items.length : found;
    places.set(index, [...(places.get(index) ?? []), approval]);
  }
  return places;
}

const when = ({ decidedAt, at }: Approval): number => decidedAt ?? at;

/** Finds what a person named, among things that have a name and an id. Pure. */
import { printable } from './printable.ts';

export interface Named {
  readonly id: string;
  readonly name: string;
}

/** Fewer characters of an id could be meant as a name. */
const SHORTEST_PREFIX = 4;

/** An id wins over a name, so that nothing can take the name of another's id. Names differ by more than case. */
export function findNamed<Thing extends Named>(things: readonly Thing[], wanted: string): readonly Thing[] {
  const byId = things.filter((thing) => thing.id === wanted);
  if (byId.length > 0) return byId;
  const folded = fold(wanted);
  const byName = things.filter((thing) => fold(thing.name) === folded);
  const byPrefix =
    wanted.length >= SHORTEST_PREFIX ? things.filter((thing) => thing.id.startsWith(wanted)) : [];
  return [...new Set([...byName, ...byPrefix])];
}

/** Why there is not one, and what can be named instead. */
export function notOne(kind: string, wanted: string, found: readonly Named[], all: readonly Named[]): string {
  const list = (things: readonly Named[]) =>
    things.map((thing) => `\n  ${printable(thing.name)}  ${printable(thing.id)}`).join('');
  const name = printable(wanted);
  if (found.length > 1)
    return `More than one ${kind} is meant by "${name}". Say which by its id:${list(found)}`;
  if (all.length === 0) return `There is no ${kind} "${name}", and none at all.`;
  return `There is no ${kind} "${name}". There are:${list(all)}`;
}

const fold = (text: string): string => printable(text).normalize('NFC').trim().toLowerCase();

/** Where the owner is needed next, when they are done with one thread. Pure. */
import type { HomeState } from './home.ts';
import { inbox } from './inbox.ts';
import { EVERYTHING, sought } from './sought.ts';

export interface NextNeed {
  thread: string;
  /** What is asked there; null: it failed, and nobody has looked yet. */
  approval: string | null;
  /** How many places outside of the thread need the owner, this one too. */
  count: number;
}

/** @returns the first in the order of the inbox that is not in `thread`; null where none is */
export function nextNeed(home: HomeState, thread: string): NextNeed | null {
  const { waiting, failed } = inbox(home, sought(home, EVERYTHING));
  const needs = [
    ...waiting.map(({ approval }) => ({ thread: approval.thread, approval: approval.id })),
    ...failed.map(({ id }) => ({ thread: id, approval: null })),
  ].filter((need) => need.thread !== thread);
  const [first] = needs;
  return first === undefined ? null : { ...first, count: needs.length };
}

/** How often a window that crashes is opened again by itself. */

const WITHIN_MS = 60_000;
const AT_MOST = 3;

/** @param crashes when it crashed, in ms since 1970, the last one included. False: something is wrong that opening does not cure. */
export const mayReopen = (crashes: readonly number[], now: number): boolean =>
  crashes.filter((at) => now - at < WITHIN_MS).length <= AT_MOST;

/** Crashes that still count, with one of now: never more than decide. */
export const withCrash = (crashes: readonly number[], now: number): readonly number[] =>
  [...crashes, now].slice(-(AT_MOST + 1));

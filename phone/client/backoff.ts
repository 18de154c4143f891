/** How long to wait before trying again. */

const FIRST_MS = 500;
export const LONGEST_WAIT_MS = 15_000;

/**
 * Doubles from half a second to fifteen, and takes between half of that and all of it, so that the devices of a
 * relay that was away do not come back at one moment.
 * @param attempt 0 for the first wait. @param random from 0 up to 1.
 */
export function backoff(attempt: number, random: number): number {
  const most = Math.min(LONGEST_WAIT_MS, FIRST_MS * 2 ** attempt);
  return most * (0.5 + random / 2);
}

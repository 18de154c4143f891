/** Time and chance, handed in, so that tests decide about both. */

export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Runs `task` once, in `ms` milliseconds; @returns a function that takes it back. */
  after(ms: number, task: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, task) {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
};

/**
 * The wait before try number `attempt` (from 0): doubles from `first` up to `most`, and a random half of it is left
 * out so that many that were cut together do not come back together.
 */
export function backoff(attempt: number, first: number, most: number, random: () => number): number {
  const whole = Math.min(most, first * 2 ** Math.min(attempt, 20));
  return whole / 2 + (whole / 2) * random();
}

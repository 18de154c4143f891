/** The banner that says which leg of the way to the host is broken. */
import type { LegState } from '../views/connection-words.ts';

export const way = 'The way to the agent';
export const leg: Record<LegState, string> = {
  good: 'works',
  trying: 'being tried',
  broken: 'broken here',
  unknown: 'not known',
};
export const banner = 'Connection';
/** Since when it is broken; `age`: as in `3 min ago`. */
export const since = (age: string): string => age.charAt(0).toLocaleUpperCase() + age.slice(1);
/** Of what stands below; `age`: as in `3 h ago`. */
export const known = (age: string): string => `Below is what was known ${age}.`;
export const tryNow = 'Try now';

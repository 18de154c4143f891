/** Elsewhere the owner is needed, too. */
import { plural } from './plural.ts';

export const waiting = (count: number): string =>
  plural(count, { one: '# more thing waits for you', other: '# more things wait for you' });
export const next = 'Next';

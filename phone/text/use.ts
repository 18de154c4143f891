/** How much a thread and its account have used, in words. */
import type { TokenUse, UseLimit } from '../../protocol/session/values.ts';
import { LANGUAGE, plural } from './plural.ts';

/** `840`, `12,600`, `1.3 million`: as exact as anybody wants it. */
export function tokens(count: number): string {
  if (count < 1_000_000) {
    const rounded = count < 10_000 ? count : Math.round(count / 100) * 100;
    return plural(rounded, { one: '# token', other: '# tokens' });
  }
  const millions = new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 1 }).format(count / 1_000_000);
  return `${millions} million tokens`;
}

export const inMind = ({ context, window }: TokenUse): string | null =>
  context === null || window === null || window === 0
    ? null
    : `What it can keep in mind is ${percent((context / window) * 100)} full.`;

const percent = (part: number): string => `${Math.min(999, Math.round(part))} %`;

/** `5 hours`, `1 week`; a stretch that is no round number of them in the next smaller unit. */
export function stretch(minutes: number): string {
  const units = [
    [7 * 24 * 60, { one: '# week', other: '# weeks' }],
    [24 * 60, { one: '# day', other: '# days' }],
    [60, { one: '# hour', other: '# hours' }],
  ] as const;
  for (const [size, forms] of units)
    if (minutes >= size && minutes % size === 0) return plural(minutes / size, forms);
  return plural(minutes, { one: '# minute', other: '# minutes' });
}

/** One limit in a sentence. `resets`: when, as a person says it; null: not known. */
export const limit = ({ used, minutes }: UseLimit, resets: string | null): string => {
  const of = minutes === null ? 'Of the limit' : `Of the limit for ${stretch(minutes)}`;
  return `${of}, ${percent(used)} is used${resets === null ? '' : `; it begins anew ${resets}`}.`;
};
export const at = (time: string): string => `at ${time}`;
export const on = (day: string, time: string): string => `on ${day} at ${time}`;

/** The line that unfolds into the rest. */
export const summary = (tokens: string | null, most: UseLimit | null): string =>
  [tokens, most === null ? null : `${percent(most.used)} of a limit used`]
    .filter((it) => it !== null)
    .join(' · ');
export const soFar = (tokens: string): string => `This thread has used ${tokens} so far.`;

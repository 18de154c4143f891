/** How much of an account's use is left, from what Codex tells of it, in words. */
import * as v from 'valibot';
import type { UseLimit } from '../../../../protocol/session/values.ts';

const Finite = v.pipe(v.number(), v.finite());
const Window = v.nullish(
  v.object({
    usedPercent: Finite,
    windowDurationMins: v.nullish(Finite, null),
    resetsAt: v.nullish(Finite, null),
  }),
  null,
);
export const RateLimits = v.object({
  rateLimits: v.object({
    limitId: v.nullish(v.string(), null),
    primary: Window,
    secondary: Window,
    rateLimitReachedType: v.nullish(v.string(), null),
  }),
});
export type RateLimits = v.InferOutput<typeof RateLimits>['rateLimits'];

const MOST_LIMITS = 10;

/** A limit that is used up. */
export interface Reached {
  /** Milliseconds since the Unix epoch; null: Codex did not say. */
  resetsAt: number | null;
}

/** Updates are sparse: most leave out what has not changed. */
export const tellsOfUse = ({ primary, secondary, rateLimitReachedType }: RateLimits): boolean =>
  primary !== null || secondary !== null || rateLimitReachedType !== null;

/** What is left of `before` where an update says nothing of it. A limit without a name is the only one. */
export const withUpdate = (before: RateLimits | undefined, update: RateLimits): RateLimits => ({
  ...update,
  primary: update.primary ?? before?.primary ?? null,
  secondary: update.secondary ?? before?.secondary ?? null,
});

/** How much is used, the shortest stretch first. */
export function limitsUsed(limits: Iterable<RateLimits>): UseLimit[] {
  const windows = [...limits].flatMap(({ primary, secondary }) => [primary, secondary]);
  return windows
    .flatMap((window) => (window === null ? [] : [limitUsed(window)]))
    .sort((a, b) => (a.minutes ?? Number.POSITIVE_INFINITY) - (b.minutes ?? Number.POSITIVE_INFINITY))
    .slice(0, MOST_LIMITS);
}

const limitUsed = ({
  usedPercent,
  windowDurationMins,
  resetsAt,
}: NonNullable<RateLimits['primary']>): UseLimit => ({
  used: Math.min(1000, Math.max(0, Math.round(usedPercent * 10) / 10)),
  minutes: whole(windowDurationMins),
  resetsAt: whole(resetsAt === null ? null : resetsAt * 1000),
});

/** Null for what no time can be. */
const whole = (value: number | null): number | null => {
  const rounded = Math.round(value ?? -1);
  return Number.isSafeInteger(rounded) && rounded >= 0 ? rounded : null;
};

/** What Codex told of one limit; null while some of it is left. A time that is past says nothing. */
export function reachedLimit(
  { primary, secondary, rateLimitReachedType }: RateLimits,
  now: number,
): Reached | null {
  const used = [primary, secondary].filter((window) => window !== null && window.usedPercent >= 100);
  if (used.length === 0 && rateLimitReachedType === null) return null;
  const times = used.flatMap((window) => (window?.resetsAt == null ? [] : [window.resetsAt * 1000]));
  // With both used up, the later one decides.
  const resetsAt = times.length === 0 ? null : Math.max(...times);
  return resetsAt !== null && resetsAt <= now ? null : { resetsAt };
}

/** `locale` and `timeZone`: those of the computer, unless a test says otherwise. */
export function limitSentence({ resetsAt }: Reached, now: number, timeZone?: string): string {
  const what = 'Codex’s usage limit is reached, so it does not work on.';
  if (resetsAt === null) return `${what} Codex does not say when it resets.`;
  const zone = timeZone === undefined ? {} : { timeZone };
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { ...options, ...zone }).format(resetsAt);
  const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'short', ...zone });
  const time = format({ hour: '2-digit', minute: '2-digit' });
  const when =
    day.format(resetsAt) === day.format(now)
      ? time
      : `${time} on ${format({ day: 'numeric', month: 'long' })}`;
  return `${what} It resets at ${when} by the clock of the computer.`;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const units = (n: number, unit: string): string => (n === 1 ? `1 ${unit} ago` : `${n} ${unit}s ago`);

/** Relative up to a day, then the date. A time that lies ahead, by a clock that was set back, counts as now. */
export function relativeTime(at: number, now: number, locale?: string): string {
  const age = now - at;
  if (age < MINUTE) return 'just now';
  if (age < HOUR) return units(Math.floor(age / MINUTE), 'minute');
  if (age < DAY) return units(Math.floor(age / HOUR), 'hour');
  return `on ${new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(at)}`;
}

/** For how long something has been so: `for 3 hours`, after a day `since 12 Nov 2026`. */
export function lasting(since: number, now: number, locale?: string): string {
  const age = now - since;
  if (age < MINUTE) return 'for less than a minute';
  if (age >= DAY) return `since ${new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(since)}`;
  const [n, unit] = age < HOUR ? [Math.floor(age / MINUTE), 'minute'] : [Math.floor(age / HOUR), 'hour'];
  return `for ${n} ${unit}${n === 1 ? '' : 's'}`;
}

/** `4:32`; `0:00` when it is over. Rounded up, so that the last second is still shown as one. */
export function countdown(until: number, now: number): string {
  const seconds = Math.max(0, Math.ceil((until - now) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

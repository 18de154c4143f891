/** When a phone that nobody uses is forgotten, in words, and what can be chosen. */
import type { DeviceView } from '../../main/contract/state.ts';

const OFFERED: readonly number[] = [7, 30, 90, 365];

/** `1 year`, `30 days`, `never` for 0. */
export function daysWords(days: number): string {
  if (days === 0) return 'never';
  if (days % 365 === 0) return days === 365 ? '1 year' : `${days / 365} years`;
  return days === 1 ? '1 day' : `${days} days`;
}

export interface ExpiryChoice {
  /** As `device/expire` takes it. */
  readonly days: number | null;
  readonly label: string;
}

/** @param own What the phone has now, which may be none of those that are offered. @param setting What holds for all. */
export function expiryChoices(own: number | null, setting: number): readonly ExpiryChoice[] {
  const days = own === null || own === 0 || OFFERED.includes(own) ? OFFERED : [own, ...OFFERED];
  return [
    { days: null, label: `As in settings: ${setting === 0 ? 'never' : `after ${daysWords(setting)}`}` },
    ...days.toSorted((a, b) => a - b).map((each) => ({ days: each, label: `After ${daysWords(each)}` })),
    { days: 0, label: 'Never' },
  ];
}

/** What becomes of it, as one sentence. */
export function expiryWords(
  { connected, expiresAfterDays, expiresAt }: DeviceView,
  setting: number,
  now: number,
  locale?: string,
): string {
  const days = expiresAfterDays ?? setting;
  if (days === 0) return 'It stays paired until you revoke it.';
  if (connected || expiresAt === null)
    return `It has to be paired again when it was not used for ${daysWords(days)}.`;
  if (expiresAt <= now) return 'It is forgotten within the hour, unless it is used.';
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(expiresAt);
  return `It is forgotten on ${date}, unless it is used before.`;
}

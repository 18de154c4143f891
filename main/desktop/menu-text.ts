/** Words as a menu can show them: one line, no longer than a menu is wide, and times that are true while it is up. */

/** Of a name. */
const MAX_NAME = 40;
/** Of a sentence: about the width of the widest entry that is ours. */
const MAX_LINE = 72;

/**
 * Text that comes from a phone or an agent: one line, no control or direction characters, and never empty, since an entry
 * without a label cannot be read out or chosen.
 */
export function menuLine(text: string, max: number = MAX_LINE): string {
  // What is far too long is not looked at to its end.
  const line = text
    .slice(0, max * 8)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  if (line === '') return '(no name)';
  const letters = [...line];
  return letters.length > max
    ? `${letters
        .slice(0, max - 1)
        .join('')
        .trimEnd()}…`
    : line;
}

export const menuName = (name: string): string => menuLine(name, MAX_NAME);

export const count = (n: number, one: string, many: string): string =>
  n === 1 ? `1 ${one}` : `${n} ${many}`;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * When something was, in a menu.
 *
 * @param now of the moment in which the menu opens; null where the system keeps the menu and shows it at any time: then
 *   it is a date, which stays true without a timer that redraws it
 */
export function menuTime(at: number, now: number | null, locale?: string): string {
  if (now !== null) {
    const age = now - at;
    if (age < MINUTE) return 'just now';
    if (age < HOUR) return `${count(Math.floor(age / MINUTE), 'minute', 'minutes')} ago`;
    if (age < DAY) return `${count(Math.floor(age / HOUR), 'hour', 'hours')} ago`;
  }
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(at);
}

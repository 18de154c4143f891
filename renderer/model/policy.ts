/** What the view of the policy offers and understands. Pure. */
import { DAYS, durationOf, type PolicyChoices, type RuleText } from '../../main/contract/policy.ts';
import type { Handling } from '../../protocol/session/tiers.ts';

const TIMES = ['30m', '1h', '4h', '8h', '16h', '23h'];
const TIME_WORDS: Readonly<Record<string, string>> = { '30m': '30 minutes', '1h': 'an hour' };

/** Times that a question may stay open, the shortest first, and the one that holds among them. */
export const timesWith = (held: string): readonly string[] =>
  [...new Set([...TIMES, held])].sort((a, b) => (durationOf(a) ?? 0) - (durationOf(b) ?? 0));

/** `8 hours`, `90 minutes`. */
export function timeWords(time: string): string {
  const known = TIME_WORDS[time];
  if (known !== undefined) return known;
  return time.endsWith('h') ? `${time.slice(0, -1)} hours` : `${time.slice(0, -1)} minutes`;
}

const DAY_NAMES: Readonly<Record<(typeof DAYS)[number], string>> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
};

/** On which days the quiet hours begin, as the end of a sentence. */
export function dayWords(days: NonNullable<PolicyChoices['quietHours']>['days']): string {
  if (days === undefined || days.length === DAYS.length) return 'every day';
  const names = DAYS.filter((day) => days.includes(day)).map((day) => DAY_NAMES[day]);
  return `on ${new Intl.ListFormat('en-GB').format(names)}`;
}

/** What a rule is typed about. */
export type RuleSubject = 'command' | 'files';

/** @param text words of a command, in quotes where they hold spaces; or patterns of files @returns undefined for none */
export function typedRule(subject: RuleSubject, text: string, answer: Handling): RuleText | undefined {
  const words = wordsOf(text);
  const [program, ...args] = words;
  if (program === undefined) return undefined;
  if (subject === 'files') return { answer, paths: words.map((word) => word.replace(/,$/, '')) };
  return { answer, program, ...(args.length > 0 && { arguments: args }) };
}

/** As a person quotes: nothing is expanded, and a quote that is not closed ends with the text. */
function wordsOf(text: string): string[] {
  return [...text.matchAll(/"([^"]*)"?|'([^']*)'?|[^\s"']+/g)].map(
    ([whole, double, single]) => double ?? single ?? whole,
  );
}

/** `outpost activity`: who decided what, and what became of the phones. */
import { PAGE_LIMIT } from '../contract/activity.ts';
import { leftOut } from '../contract/activity-words.ts';
import type { HostApi } from '../contract/contract.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { printable, printableLine } from './printable.ts';
import { complain, say, type Terminal } from './terminal.ts';
import { activityLines } from './texts.ts';

export interface ActivityFlags {
  /** One JSON value a line. */
  readonly json: boolean;
  /** At most so many of the newest; undefined: all. */
  readonly limit: number | undefined;
  /** Also what the policy answered by itself; otherwise it is counted. */
  readonly rules: boolean;
}

/** The newest first, page by page as they are read: the log may be long. */
export async function activity(
  api: HostApi,
  { json, rules, limit = Number.POSITIVE_INFINITY }: ActivityFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  let left = limit;
  const missed = { damaged: 0, unreadable: new Set<string>() };
  let before: number | null | undefined;
  let any = false;
  let byRule = 0;
  while (left > 0 && before !== null) {
    const outcome = await api.run('activity/list', {
      limit: Math.min(left, PAGE_LIMIT),
      ...(rules && { rules }),
      ...(before !== undefined && { before }),
    });
    if (!outcome.ok) {
      complain(terminal, printable(outcome.refusal.message));
      return EXIT.refused;
    }
    const page = outcome.value;
    const entries = page.entries.slice(0, left);
    say(terminal, json ? entries.map(printableLine) : activityLines(entries));
    any ||= entries.length > 0;
    left -= entries.length;
    byRule += page.byRule;
    missed.damaged += page.damaged;
    for (const name of page.unreadable) missed.unreadable.add(name);
    before = page.before;
  }
  if (!any && !json && byRule === 0) say(terminal, ['Nothing has happened yet.']);
  if (byRule === 1) complain(terminal, '1 answer by rule is not listed: --rules lists it too.');
  if (byRule > 1) complain(terminal, `${byRule} answers by rule are not listed: --rules lists them too.`);
  for (const sentence of leftOut({ ...missed, unreadable: [...missed.unreadable] }))
    complain(terminal, printable(sentence));
  return EXIT.ok;
}

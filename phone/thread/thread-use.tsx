import { Gauge } from 'lucide-react';
import type { ReactNode } from 'react';
import type { TokenUse, UseLimit } from '../../protocol/session/values.ts';
import { LANGUAGE } from '../text/plural.ts';
import * as words from '../text/use.ts';
import { useNow } from '../views/use-now.ts';
import { Fold } from './fold.tsx';
import css from './thread-use.module.css';

/** What a thread has used, and how much of its account's limits is gone; one line that unfolds. */
export function ThreadUse({
  tokens,
  limits,
}: {
  tokens: TokenUse | undefined;
  limits: readonly UseLimit[];
}): ReactNode {
  const now = useNow('minutes');
  // One whose time is over says nothing any more.
  const current = limits.filter(({ resetsAt }) => resetsAt === null || resetsAt > now);
  if (tokens === undefined && current.length === 0) return null;
  const most = current.reduce<UseLimit | null>((a, b) => (a === null || b.used > a.used ? b : a), null);
  const used = tokens === undefined ? null : words.tokens(tokens.total);
  const mind = tokens === undefined ? null : words.inMind(tokens);
  return (
    <Fold
      id="use"
      summary={
        <>
          <Gauge size={16} aria-hidden="true" />
          <span>{words.summary(used, most)}</span>
        </>
      }
    >
      {() => (
        <ul className={css.use}>
          {used !== null && <li>{words.soFar(used)}</li>}
          {mind !== null && <li>{mind}</li>}
          {current.map((limit) => (
            <li key={`${limit.minutes}/${limit.resetsAt}`}>
              {words.limit(limit, limit.resetsAt === null ? null : resets(limit.resetsAt, now))}
            </li>
          ))}
        </ul>
      )}
    </Fold>
  );
}

/** By the clock of this phone, with the day where it is another. */
function resets(at: number, now: number): string {
  const time = new Date(at).toLocaleTimeString(LANGUAGE, { timeStyle: 'short' });
  if (new Date(at).toDateString() === new Date(now).toDateString()) return words.at(time);
  return words.on(new Date(at).toLocaleDateString(LANGUAGE, { day: 'numeric', month: 'long' }), time);
}

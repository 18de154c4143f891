import type { ReactNode } from 'react';
import type { ReachView } from '../../main/contract/state.ts';
import { Button } from '../../ui/button.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { wayMark } from '../model/reach.ts';
import css from './reach-list.module.css';

/** Every way on which phones reach this computer: how it stands, what it means, what to do. */
export function ReachList({
  ways,
  busy,
  onRetry,
}: {
  ways: readonly ReachView[];
  busy: boolean;
  onRetry: (way: ReachView['way']) => void;
}): ReactNode {
  return (
    <ul className={css.ways} aria-label="Ways to this computer">
      {ways.map((way) => (
        <WayRow key={`${way.way} ${way.title}`} way={way} busy={busy} onRetry={() => onRetry(way.way)} />
      ))}
    </ul>
  );
}

function WayRow({ way, busy, onRetry }: { way: ReachView; busy: boolean; onRetry: () => void }): ReactNode {
  const { mark, word, canRetry } = wayMark(way);
  return (
    <li className={css.way}>
      <div className={css.head}>
        <h3>{way.title}</h3>
        <StateMark state={mark} word={word} />
      </div>
      {way.url !== null && (
        <p>
          <code className={css.url} data-selectable>
            {way.url}
          </code>
        </p>
      )}
      <p className={css.detail} data-selectable>
        {way.detail}
      </p>
      {way.remedy !== null && (
        <div className={css.remedy}>
          <p data-selectable>{way.remedy}</p>
          {canRetry && (
            <Button aria-label={`Try ${way.title} again`} disabled={busy} onClick={onRetry}>
              Try again
            </Button>
          )}
        </div>
      )}
    </li>
  );
}

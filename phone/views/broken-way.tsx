import { Fragment, type ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import type { ConnectionState } from '../client/types.ts';
import * as words from '../text/connection.ts';
import { ago } from '../text/time.ts';
import css from './connection-banner.module.css';
import { type Leg, legs } from './legs.ts';
import { useNow } from './use-now.ts';

/** The way to the host, leg by leg. */
export function Legs({ legs: each }: { legs: readonly Leg[] }): ReactNode {
  return (
    <ol className={css.legs} aria-label={words.way}>
      {each.map(({ name, state }, index) => (
        <Fragment key={name}>
          <li className={`${css.leg} ${css[state]}`}>
            {index > 0 && <span className={css.wire} aria-hidden="true" />}
            <span className={css.dot} aria-hidden="true" />
            <span className={css.name}>{words.legName[name]}</span>
            <span className="visually-hidden">: {words.leg[state]}</span>
          </li>
        </Fragment>
      ))}
    </ol>
  );
}

/** The leg that is broken, what it means, and a way to try at once. */
export function BrokenWay({
  state,
  name,
  knownAt,
  onTry,
}: {
  state: Extract<ConnectionState, { kind: 'broken' }>;
  name: string;
  /** When what is shown below was known to be so; null: nothing is. */
  knownAt: number | null;
  onTry: () => void;
}): ReactNode {
  const now = useNow('seconds');
  const { what, means } = words.broken(state.leg, name);
  return (
    <section className={css.banner} aria-label={words.banner} data-connection>
      <Legs legs={legs(state, 'unknown')} />
      <p role="status">
        <b>{what}.</b> {means}
        {knownAt !== null && ` ${words.known(ago(knownAt, now))}`}
      </p>
      <div className={css.foot}>
        <span className={css.since}>
          <span>
            {words.since(ago(state.since, now))}
            {state.nextTryAt !== null && ' · '}
          </span>
          {state.nextTryAt !== null && <span>{words.retry(state.nextTryAt - now)}</span>}
        </span>
        <Button onClick={onTry}>{words.tryNow}</Button>
      </div>
    </section>
  );
}

import { Fragment, type ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import type { ConnectionState } from '../client/types.ts';
import { useActions } from './actions.ts';
import css from './connection-banner.module.css';
import { brokenWords, type Leg, legs, retryWords } from './connection-words.ts';
import { ago } from './time.ts';
import { useNow } from './use-now.ts';
import { useStore } from './use-store.ts';

const LEG_WORD = {
  good: 'works',
  trying: 'being tried',
  broken: 'broken here',
  unknown: 'not known',
} as const;

/** The way to the host, leg by leg. */
export function Legs({ legs: each }: { legs: readonly Leg[] }): ReactNode {
  return (
    <ol className={css.legs} aria-label="The way to the agent">
      {each.map(({ name, state }, index) => (
        <Fragment key={name}>
          <li className={`${css.leg} ${css[state]}`}>
            {index > 0 && <span className={css.wire} aria-hidden="true" />}
            <span className={css.dot} aria-hidden="true" />
            <span className={css.name}>{name}</span>
            <span className="visually-hidden">: {LEG_WORD[state]}</span>
          </li>
        </Fragment>
      ))}
    </ol>
  );
}

/** Nothing while all is well; otherwise the leg that is broken, what it means, and a way to try at once. */
export function ConnectionBanner({
  inHead = false,
}: {
  /** The head of the screen says by itself that the host is being reached, so that nothing moves when it is. */
  inHead?: boolean;
} = {}): ReactNode {
  const { session } = useActions();
  const state = useStore(session.state);
  const { name } = useStore(session.facts);
  const home = useStore(session.home);
  if (state.kind === 'connected' || state.kind === 'refused') return null;
  if (state.kind === 'connecting') {
    if (inHead) return null;
    return (
      <p className={css.connecting} role="status">
        Connecting to {name}…
      </p>
    );
  }
  return <Broken state={state} name={name} known={home !== null} onTry={session.wake} />;
}

function Broken({
  state,
  name,
  known,
  onTry,
}: {
  state: Extract<ConnectionState, { kind: 'broken' }>;
  name: string;
  /** Whether something is shown below that was known before. */
  known: boolean;
  onTry: () => void;
}): ReactNode {
  const now = useNow('seconds');
  const { what, means } = brokenWords(state.leg, name);
  return (
    <section className={css.banner} aria-label="Connection">
      <Legs legs={legs(state, 'unknown')} />
      <p role="status">
        <b>{what}.</b> {means}
        {known && ' Below is what was known last.'}
      </p>
      <div className={css.foot}>
        <span className={css.since}>
          {ago(state.since, now).replace(/^j/, 'J')}
          {state.nextTryAt !== null && ` · ${retryWords(state.nextTryAt, now)}`}
        </span>
        <Button onClick={onTry}>Try now</Button>
      </div>
    </section>
  );
}

import type { ReactNode } from 'react';
import * as words from '../text/connecting.ts';
import { useActions } from './actions.ts';
import css from './connection-banner.module.css';
import { BrokenWay } from './parts.tsx';
import { useStore } from './use-store.ts';

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
  const knownAt = useStore(session.knownAt);
  if (state.kind === 'connected' || state.kind === 'refused') return null;
  if (state.kind === 'connecting') {
    if (inHead) return null;
    return (
      <p className={css.connecting} role="status" data-connection>
        {words.connecting(name)}
      </p>
    );
  }
  return <BrokenWay state={state} name={name} knownAt={knownAt} onTry={session.wake} />;
}

import { useEffect, useState } from 'react';
import type { HostApi } from '../main/contract/contract.ts';
import { followState } from '../main/contract/follow.ts';
import type { HostState } from '../main/contract/state.ts';

export type HostStateView =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly retry: () => void }
  | { readonly kind: 'shown'; readonly state: HostState };

/** The host's state, live for as long as the component is. */
export function useHostState(api: HostApi): HostStateView {
  const [attempt, setAttempt] = useState(0);
  const [view, setView] = useState<HostStateView>({ kind: 'loading' });

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt is a reason to start again.
  useEffect(() => {
    let ended = false;
    let end = (): void => {
      ended = true;
    };
    followState(api, (state) => {
      if (!ended) setView({ kind: 'shown', state });
    }).then(
      (unsubscribe) => {
        if (ended) unsubscribe();
        else end = unsubscribe;
      },
      () => {
        if (!ended) setView({ kind: 'failed', retry: () => setAttempt((n) => n + 1) });
      },
    );
    return () => end();
  }, [api, attempt]);

  return view;
}

import { useCallback, useSyncExternalStore } from 'react';
import type { OlderState, ThreadStore } from '../state/thread-store.ts';

export interface Shape {
  epoch: string;
  /** Index of the first item that is held. */
  first: number;
  length: number;
  older: OlderState;
}

/** Which items there are, and whether there are older ones. */
export function useShape(store: ThreadStore): Shape {
  const subscribe = useCallback(
    (listener: () => void) => {
      const off = [store.subscribe('shape', listener), store.subscribe('state', listener)];
      return () => {
        for (const each of off) each();
      };
    },
    [store],
  );
  const epoch = useSyncExternalStore(subscribe, () => store.page?.epoch ?? '');
  const first = useSyncExternalStore(subscribe, () => store.page?.first ?? 0);
  const length = useSyncExternalStore(subscribe, () => store.page?.items.length ?? 0);
  const older = useSyncExternalStore(subscribe, () => store.older);
  return { epoch, first, length, older };
}

import { useCallback, useSyncExternalStore } from 'react';
import type { ThreadStore, Topic } from '../state/thread-store.ts';

/** What `read` finds, anew with each change to one of `topics`, which is the same array at each drawing. */
export function useThread<T>(store: ThreadStore, topics: readonly Topic[], read: () => T): T {
  const subscribe = useCallback(
    (listener: () => void) => {
      const off = topics.map((topic) => store.subscribe(topic, listener));
      return () => {
        for (const each of off) each();
      };
    },
    [store, topics],
  );
  return useSyncExternalStore(subscribe, read);
}

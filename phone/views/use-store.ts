import { useSyncExternalStore } from 'react';
import type { Readable } from '../state/store.ts';

/** The value of a store, and a new drawing when it changes. */
export function useStore<T>(store: Readable<T>): T {
  return useSyncExternalStore(store.subscribe, store.get);
}

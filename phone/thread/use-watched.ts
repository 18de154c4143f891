import { useEffect, useState } from 'react';
import type { ThreadStore } from '../state/thread-store.ts';
import { threadsOf } from '../state/threads.ts';
import { useActions } from '../views/actions.ts';

/** A thread that the host tells about for as long as it is on screen; null before the first drawing. */
export function useWatched(id: string): ThreadStore | null {
  const { session } = useActions();
  const [store, setStore] = useState<ThreadStore | null>(null);
  useEffect(() => {
    const { store, release } = threadsOf(session).watch(id);
    setStore(store);
    return release;
  }, [session, id]);
  return store;
}

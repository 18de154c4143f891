import { useEffect, useState, useSyncExternalStore } from 'react';
import type { ThreadSince } from '../../protocol/session/catalogue.ts';
import type { Looks } from '../state/looks.ts';
import { type Readable, Store } from '../state/store.ts';

const NOTHING: Readable<ThreadSince | null> = new Store<ThreadSince | null>(null);

/** While the screen shows a thread to somebody: what happened since they last looked, or null. */
export function useLook(looks: Looks, thread: string): ThreadSince | null {
  const [news, setNews] = useState(NOTHING);
  useEffect(() => {
    let here = false;
    const look = () => {
      const visible = document.visibilityState === 'visible';
      if (visible === here) return;
      here = visible;
      if (visible) setNews(looks.arrive(thread));
      else looks.leave(thread);
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      if (here) looks.leave(thread);
    };
  }, [looks, thread]);
  return useSyncExternalStore(news.subscribe, news.get);
}

import { useEffect, useState, useSyncExternalStore } from 'react';
import type { ThreadSince } from '../../protocol/session/since.ts';
import { type LookedAt, Looks } from '../state/looks.ts';
import { partOf } from '../state/part.ts';
import { type Readable, Store } from '../state/store.ts';

const NOTHING: Readable<ThreadSince | null> = new Store<ThreadSince | null>(null);
const looksOf = partOf((host: LookedAt) => new Looks(host, () => Date.now()));

/** While the screen shows a thread to somebody: what happened since they last looked, or null. */
export function useLook(host: LookedAt, thread: string): { news: ThreadSince | null; dismiss: () => void } {
  const looks = looksOf(host);
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
  return { news: useSyncExternalStore(news.subscribe, news.get), dismiss: () => looks.dismiss(thread) };
}

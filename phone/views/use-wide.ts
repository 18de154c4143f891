import { useSyncExternalStore } from 'react';

/** As in shell.module.css: from here on list and thread stand side by side. */
const WIDE = '(min-width: 48em)';

/** Whether there is room for two panes. */
export function useWide(): boolean {
  return useSyncExternalStore(subscribe, () => matchMedia(WIDE).matches);
}

function subscribe(listener: () => void): () => void {
  const query = matchMedia(WIDE);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

import { useEffect, useRef } from 'react';
import { useActions } from './actions.ts';

/** While this is drawn, a step back takes it away instead of leading to another place. */
export function useBack(away: () => void): void {
  const { navigation } = useActions();
  const latest = useRef(away);
  latest.current = away;
  useEffect(() => navigation.raise(() => latest.current()), [navigation]);
}

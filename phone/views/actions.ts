import { createContext, useContext } from 'react';
import type { Navigation } from '../navigation.ts';
import type { Awake } from '../state/awake.ts';
import type { HostSession } from '../state/host-session.ts';
import type { Wanted } from '../state/sought.ts';
import type { Store } from '../state/store.ts';

/** What any screen of a paired phone may do. */
export interface Actions {
  session: HostSession;
  navigation: Navigation;
  /** What is looked for in the lists; the same in all of them. */
  wanted: Store<Wanted>;
  /** Shows what can be done with a thread as a whole. */
  more: (thread: string) => void;
  /** Keeps the screen on, where it was asked for. */
  awake: Awake;
  /** Drops the host from this phone; its keys are gone then. */
  forget: () => Promise<void>;
}

export const ActionsContext = createContext<Actions | null>(null);

export function useActions(): Actions {
  const actions = useContext(ActionsContext);
  if (actions === null) throw new Error('a screen outside the shell');
  return actions;
}

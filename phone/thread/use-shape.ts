import type { OlderState, ThreadStore } from '../state/thread-store.ts';
import { useThread } from './use-thread.ts';

export interface Shape {
  epoch: string;
  /** Index of the first item that is held. */
  first: number;
  length: number;
  older: OlderState;
}

const TOPICS = ['shape', 'state'] as const;

/** Which items there are, and whether there are older ones. */
export function useShape(store: ThreadStore): Shape {
  const epoch = useThread(store, TOPICS, () => store.page?.epoch ?? '');
  const first = useThread(store, TOPICS, () => store.page?.first ?? 0);
  const length = useThread(store, TOPICS, () => store.page?.items.length ?? 0);
  const older = useThread(store, TOPICS, () => store.older);
  return { epoch, first, length, older };
}

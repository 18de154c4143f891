/** The host's state as a surface shows it: a snapshot, then its changes. */
import type { Change, HostApi } from './contract.ts';
import type { HostState } from './state.ts';

const apply = (state: HostState, change: Change): HostState => ({ ...state, [change.slice]: change.value });

/**
 * Calls `show` with the state now and after every change. Subscribes before it asks for the snapshot, so that nothing
 * that happens in between is missed: a change holds its whole slice, so that applying one twice does no harm.
 *
 * @returns a function that ends it. @throws what the snapshot throws; nothing stays subscribed then
 */
export async function followState(
  api: Pick<HostApi, 'snapshot' | 'subscribe'>,
  show: (state: HostState) => void,
): Promise<() => void> {
  let state: HostState | undefined;
  const early: Change[] = [];
  const unsubscribe = api.subscribe((change) => {
    if (state === undefined) {
      early.push(change);
      return;
    }
    state = apply(state, change);
    show(state);
  });
  try {
    state = early.reduce(apply, await api.snapshot());
  } catch (error) {
    unsubscribe();
    throw error;
  }
  show(state);
  return unsubscribe;
}

import type { ActionStatus } from '../../protocol/session/items.ts';
import type { MarkState } from '../../ui/state-mark.tsx';

/** How an action of the agent stands, as colour and shape. */
export const MARK: Record<ActionStatus, MarkState> = {
  running: 'working',
  done: 'done',
  failed: 'trouble',
  declined: 'away',
  stopped: 'away',
};

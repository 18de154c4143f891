/** The approvals that were closed last, so that a screen which showed one can say what became of it. */
import type { Approval } from '../../../protocol/session/approvals.ts';
import type { Closed } from '../../contract/activity.ts';

const KEPT = 10;

export class ClosedApprovals {
  #closed: Closed[] = [];

  /** Nothing for one that is open. */
  add({ id, title, state, by, note, at, decidedAt }: Approval): void {
    if (state === 'open') return;
    this.#closed = [{ id, title, state, by, note, at: decidedAt ?? at }, ...this.#closed].slice(0, KEPT);
  }

  /** The newest first. */
  list(): readonly Closed[] {
    return this.#closed;
  }
}

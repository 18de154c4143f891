/**
 * What the person said and the host has not shown yet. Each carries its request id from the first tap on, so it may be
 * sent again after any cut and is done once. Pure; outgoing.ts sends.
 *
 * ```
 * queued → sending → sent → (gone: its item stands in the thread)
 *    ↑  cut  ↲  ↘ failed ↲ → (again, as a new request · discarded)
 * ```
 */
import type { ErrorCode } from '../../protocol/session/errors.ts';
import type { TurnOptions } from '../../protocol/session/options.ts';

export interface Outgoing {
  readonly requestId: string;
  readonly to: { kind: 'thread'; thread: string } | { kind: 'new'; project: string; agent: string };
  readonly text: string;
  /** How it wants its turn to go; absent: as before. */
  readonly options?: TurnOptions;
  /** Ids of what goes with it; it is on the host already. */
  readonly attachments?: readonly string[];
  /** To be said when the turn that runs has ended: it waits at the host, not here. */
  readonly later?: boolean;
  /** Milliseconds, by this phone's clock. */
  readonly at: number;
  readonly state: 'queued' | 'sending' | 'sent' | 'failed';
  /** `notTaken`: its turn ended before the agent had read it. */
  readonly problem: { code: ErrorCode | 'protocol' | 'notTaken'; message: string } | null;
  /** The thread that a `new` one became. */
  readonly thread: string | null;
}

export type Outbox = readonly Outgoing[];

export type OutboxEvent =
  | ({ type: 'said'; requestId: string; at: number } & Pick<
      Outgoing,
      'to' | 'text' | 'options' | 'attachments' | 'later'
    >)
  | { type: 'sending'; requestId: string }
  /** The connection broke: nobody knows what arrived, so all of it is due again. */
  | { type: 'cut' }
  | { type: 'sent'; requestId: string; thread: string }
  | { type: 'failed'; requestId: string; problem: NonNullable<Outgoing['problem']> }
  /** Its item stands in the thread. */
  | { type: 'shown'; requestId: string }
  /** What this thread was sent before then, and has taken, is not shown beside it any more. */
  | { type: 'aged'; thread: string; before: number }
  | { type: 'again'; requestId: string; newRequestId: string; at: number }
  | { type: 'discarded'; requestId: string };

export function changeOutbox(outbox: Outbox, event: OutboxEvent): Outbox {
  const change = (requestId: string, fields: Partial<Outgoing>) =>
    outbox.map((each) => (each.requestId === requestId ? { ...each, ...fields } : each));
  switch (event.type) {
    case 'said': {
      const { type: _, ...said } = event;
      const thread = said.to.kind === 'thread' ? said.to.thread : null;
      return [...outbox, { ...said, state: 'queued', problem: null, thread }];
    }
    case 'sending':
      return change(event.requestId, { state: 'sending' });
    case 'cut':
      return outbox.some(({ state }) => state === 'sending')
        ? outbox.map((each) => (each.state === 'sending' ? { ...each, state: 'queued' } : each))
        : outbox;
    case 'sent':
      return change(event.requestId, { state: 'sent', thread: event.thread });
    case 'failed':
      return change(event.requestId, { state: 'failed', problem: event.problem });
    case 'again':
      return change(event.requestId, {
        requestId: event.newRequestId,
        state: 'queued',
        problem: null,
        at: event.at,
      });
    case 'aged': {
      const aged = ({ state, thread, at }: Outgoing) =>
        state === 'sent' && thread === event.thread && at < event.before;
      return outbox.some(aged) ? outbox.filter((each) => !aged(each)) : outbox;
    }
    case 'shown':
    case 'discarded':
      return outbox.some(({ requestId }) => requestId === event.requestId)
        ? outbox.filter(({ requestId }) => requestId !== event.requestId)
        : outbox;
    default:
      return event satisfies never;
  }
}

/** What may be sent now: the first that is queued for each thread where nothing is on its way; new threads at once. */
export function due(outbox: Outbox): Outgoing[] {
  const busy = new Set(outbox.filter(({ state }) => state === 'sending').map(({ thread }) => thread));
  busy.delete(null);
  return outbox.filter((each) => {
    if (each.state !== 'queued') return false;
    if (each.thread === null) return true;
    if (busy.has(each.thread)) return false;
    busy.add(each.thread);
    return true;
  });
}

export const outgoingTo = (outbox: Outbox, thread: string): Outgoing[] =>
  outbox.filter((each) => each.thread === thread);

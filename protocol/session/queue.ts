/** What waits at the host to be said to a thread: one after the other, each when the turn before it has ended well. */
import * as v from 'valibot';

/** Of one thread. */
export const MAX_QUEUED = 20;

/** Why what waits is not started by itself any more, until somebody says so. */
export const QueueHeld = v.picklist([
  /** The turn before it was stopped. */
  'stopped',
  /** The turn before it failed, or its agent died. */
  'failed',
  /** The agent did not take the first of it. */
  'refused',
  /** The host stopped, or lost the agent, while the first of it was being said, so that may stand in the thread already. */
  'unsure',
]);
export type QueueHeld = v.InferOutput<typeof QueueHeld>;

export const Queued = v.object({
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  /** The beginning of it, in one line. */
  text: v.pipe(v.string(), v.maxLength(200)),
  /** The name of the device that said it. */
  by: v.pipe(v.string(), v.maxLength(64)),
  /** Milliseconds since the Unix epoch, by the host's clock. */
  at: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
export type Queued = v.InferOutput<typeof Queued>;

export const Queue = v.object({
  entries: v.pipe(v.array(Queued), v.maxLength(MAX_QUEUED)),
  held: v.nullable(QueueHeld),
});
export type Queue = v.InferOutput<typeof Queue>;

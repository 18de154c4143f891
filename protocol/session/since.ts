/** What happened in a thread while its owner looked elsewhere. */
import * as v from 'valibot';
import { Epoch } from './thread.ts';
import { Count, Id, Millis } from './values.ts';

/** How much of something there was, and where in the thread it began; `first` is null where that is not in its log. */
export const Tally = v.object({
  count: Count,
  first: v.nullable(v.object({ item: Id, index: Count })),
});
export type Tally = v.InferOutput<typeof Tally>;

/** What happened in a thread since its owner looked at it last. */
export const ThreadSince = v.object({
  since: Millis,
  /** Of the log that `first` of each tally points into. */
  epoch: Epoch,
  turns: Tally,
  files: Tally,
  failedCommands: Tally,
  /** Asked of a person, whether it still waits or not. */
  approvals: Tally,
  /** Null: not known. */
  tokens: v.nullable(Count),
});
export type ThreadSince = v.InferOutput<typeof ThreadSince>;

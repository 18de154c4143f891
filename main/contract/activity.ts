/** What happened on this host, for its owner: who decided what, and what became of the phones. Values only. */
import * as v from 'valibot';
import { ApprovalKind, Scope } from '../../protocol/session/approvals.ts';
import { Count, Line, Millis } from '../../protocol/session/values.ts';

/** Entries of one page. */
export const PAGE_LIMIT = 200;

/**
 * `desk`: the owner at this computer · `terminal`: somebody in the agent's own terminal · `policy`: a rule of the owner's, by its
 * place in the policy, or `expired` where nobody answered in time · `host`: by itself.
 */
export const Who = v.variant('kind', [
  v.object({ kind: v.literal('phone'), id: Line, name: Line }),
  v.object({ kind: v.literal('desk') }),
  v.object({ kind: v.literal('terminal') }),
  v.object({ kind: v.literal('policy'), rule: Line }),
  v.object({ kind: v.literal('host') }),
]);
export type Who = v.InferOutput<typeof Who>;

/** `void`: nobody needed to answer any more · `stricter`: it stayed open, and the policy became stricter about it. */
export const Outcome = v.picklist(['approved', 'declined', 'answered', 'stopped', 'void', 'stricter']);
export type Outcome = v.InferOutput<typeof Outcome>;

/** `owner`: whose it is; `right`: what it may do; `expiry`: for how long it is kept unused. `suspended`: a copy of its keys was seen. `unconfirmed`: it never came back. */
export const PHONE_ACTS = [
  'paired',
  'replaced',
  'renamed',
  'owner',
  'right',
  'expiry',
  'suspended',
  'restored',
  'revoked',
  'left',
  'unconfirmed',
  'expired',
] as const;
export type PhoneAct = (typeof PHONE_ACTS)[number];

export const ActivityEntry = v.variant('kind', [
  v.object({
    kind: v.literal('approval'),
    /** Where it stands in the log: the same entry has the same number for ever, and a later one a larger. */
    id: Count,
    at: Millis,
    who: Who,
    approval: Line,
    ask: ApprovalKind,
    title: Line,
    outcome: Outcome,
    scope: Scope,
    /** A word to the agent, why nobody needed to answer, or how it is answered now; answers themselves are left out. */
    note: v.string(),
    thread: Line,
    project: v.nullable(Line),
  }),
  v.object({
    kind: v.literal('phone'),
    id: Count,
    at: Millis,
    who: Who,
    device: Line,
    name: Line,
    act: v.picklist(PHONE_ACTS),
    /** `renamed`: the name before. `owner`, `right`, `expiry`: what it is now; of `expiry` in days, empty for the rule of all. */
    detail: Line,
  }),
]);
export type ActivityEntry = v.InferOutput<typeof ActivityEntry>;

export const ActivityPage = v.object({
  /** The newest first. */
  entries: v.array(ActivityEntry),
  /** Asks for the page of older ones; null: there are none. A page may be short, or empty, and still have older ones. */
  before: v.nullable(Count),
  /** Place of the newest line that was looked at: `after` asks for what came since. */
  newest: Count,
  /** What the policy answered by itself in this part of the log, where that was not asked for. */
  byRule: Count,
  /** Lines of this part of the log that could not be read. */
  damaged: Count,
  /** Files of the log that could not be read, in whole or in part. */
  unreadable: v.array(Line),
});
export type ActivityPage = v.InferOutput<typeof ActivityPage>;

/** An approval that was closed since the host started. */
export const Closed = v.object({
  id: Line,
  title: Line,
  state: v.picklist(['approved', 'declined', 'answered', 'stopped', 'void', 'unknown']),
  /** As phones are told it; null: by nobody. */
  by: v.nullable(Line),
  note: v.nullable(Line),
  at: Millis,
});
export type Closed = v.InferOutput<typeof Closed>;

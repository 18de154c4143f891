/**
 * What the tabs of one browser say to each other about the connection to one host, over a channel that only they hear. The tab
 * that leads has the connection; the others are its guests. A tab of another version may be among them, so what is not
 * understood is passed over.
 */
import * as v from 'valibot';
import type { ConnectionState, HostConnection, HostFacts } from './types.ts';

/** What a tab is to the others. */
export interface TabRole extends Pick<HostConnection, 'call' | 'wake'> {
  /** What is known by it; null: nothing yet. */
  told(): { readonly state: ConnectionState; readonly facts: HostFacts } | null;
  /** Takes what another tab said. */
  receive(data: unknown): void;
  /** The calls under way are cut. @param leaving whether the tab goes, and does not only change its role. */
  close(leaving: boolean): void;
}

/** Rises with each change that an older page would get wrong; such tabs are on channels of their own. */
export const TABS_VERSION = 1;

/** A random number: who a tab is, for as long as its page lives. */
export type TabId = number;
const TabId = v.pipe(v.number(), v.safeInteger());

/** Made by a guest, for its own calls. */
const CallId = v.pipe(v.number(), v.safeInteger());

export const FromGuest = v.variant('kind', [
  /** It has come, or looks whether somebody still leads. Answered by `state`. */
  v.object({ kind: v.literal('asks'), tab: TabId }),
  /** A person looks at it, or its network is back: as `HostConnection.wake`. Answered by `state`. */
  v.object({ kind: v.literal('wakes'), tab: TabId }),
  /** Answered by `heard` at once, and by `answer` or `failure` in the end, unless another tab leads before that. */
  v.object({ kind: v.literal('calls'), tab: TabId, id: CallId, method: v.string(), params: v.unknown() }),
  v.object({ kind: v.literal('leaves'), tab: TabId }),
]);
export type FromGuest = v.InferOutput<typeof FromGuest>;

/** `leader`: who says it; another one than before means that what was under way is cut. */
export const FromLeader = v.variant('kind', [
  v.object({
    kind: v.literal('state'),
    leader: TabId,
    state: v.custom<ConnectionState>((value) => typeof value === 'object' && value !== null),
    facts: v.custom<HostFacts>((value) => typeof value === 'object' && value !== null),
  }),
  /** `tab`: of whom a thread's subscription is; null: for everybody. */
  v.object({
    kind: v.literal('event'),
    leader: TabId,
    tab: v.nullable(TabId),
    name: v.string(),
    params: v.unknown(),
  }),
  v.object({ kind: v.literal('heard'), leader: TabId, tab: TabId, id: CallId }),
  v.object({ kind: v.literal('answer'), leader: TabId, tab: TabId, id: CallId, result: v.unknown() }),
  v.object({
    kind: v.literal('failure'),
    leader: TabId,
    tab: TabId,
    id: CallId,
    code: v.string(),
    message: v.string(),
  }),
]);
export type FromLeader = v.InferOutput<typeof FromLeader>;

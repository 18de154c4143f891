/** What a host tells a device unasked. */
import * as v from 'valibot';
import { Approval } from './approvals.ts';
import { LogEntry, ThreadPage } from './thread.ts';
import { AgentInfo, Count, Environment, Id, Line, Project, Right, ThreadSummary } from './values.ts';

/** By name. All need `view`. */
export const EVENTS = {
  /** All of them, in the order of the first snapshot's. */
  'environments/changed': v.object({ environments: v.array(Environment) }),
  'agent/changed': v.object({ agent: AgentInfo }),
  'project/changed': v.object({ project: Project }),
  'project/removed': v.object({ id: Id }),
  'thread/changed': v.object({ thread: ThreadSummary }),
  'thread/removed': v.object({ id: Id }),
  'approval/changed': v.object({ approval: Approval }),
  /** One entry of the log of the thread opened as `sub`. */
  'thread/event': v.object({ sub: Count, ...LogEntry.entries }),
  /** The log of `sub` does not continue: what the device holds of it is replaced by this page. */
  'thread/reset': v.object({ sub: Count, page: ThreadPage }),
  'device/changed': v.object({ name: Line, right: Right }),
  /** Where the host can be found, in order; kept by the device. */
  'routes/changed': v.object({ routes: v.pipe(v.array(Line), v.maxLength(16)) }),
  /** The session ends on purpose; a close without it is a cut. */
  'session/bye': v.object({ reason: v.picklist(['hostStopping', 'revoked', 'replaced', 'expired', 'left']) }),
} as const;

export type EventName = keyof typeof EVENTS;
export type EventParams<E extends EventName> = v.InferOutput<(typeof EVENTS)[E]>;
export type SessionEvent = { [E in EventName]: { method: E; params: EventParams<E> } }[EventName];
export const isEvent = (name: string): name is EventName => Object.hasOwn(EVENTS, name);

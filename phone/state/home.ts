/** What a host told about itself: one snapshot on connecting, changed by its events. Pure. */
import type { Approval } from '../../protocol/session/approvals.ts';
import type { SessionEvent } from '../../protocol/session/events.ts';
import type { Home } from '../../protocol/session/home.ts';
import type { AgentInfo, Project, ThreadSummary } from '../../protocol/session/values.ts';

/** The environment that every host is itself. */
const LOCAL = 'local';
/** Closed approvals that are remembered, so that a screen can say who decided. */
const CLOSED_KEPT = 50;

export interface HomeState extends Home {
  /** Open ones first in the order of their making, then those that closed while this page was open. */
  approvals: Approval[];
}

/** The part of the host's events that changes its home. */
export type HomeEvent = Extract<
  SessionEvent,
  {
    method:
      | 'environments/changed'
      | 'agent/changed'
      | 'project/changed'
      | 'project/removed'
      | 'thread/changed'
      | 'thread/removed'
      | 'approval/changed'
      | 'device/changed';
  }
>;

/** A snapshot takes the place of what was known, except for who decided what this page had seen open. */
export function openHome(before: HomeState | null, snapshot: Home): HomeState {
  const open = new Set(snapshot.approvals.map(({ id }) => id));
  const closed = (before?.approvals ?? []).filter(({ id, state }) => state !== 'open' && !open.has(id));
  return { ...snapshot, approvals: [...snapshot.approvals, ...closed] };
}

export function changeHome(home: HomeState, event: HomeEvent): HomeState {
  switch (event.method) {
    case 'environments/changed':
      return { ...home, environments: event.params.environments };
    case 'agent/changed': {
      const { agent } = event.params;
      return { ...home, agents: put(home.agents, agent, (each) => sameAgent(each, agent)) };
    }
    case 'project/changed': {
      const { project } = event.params;
      return { ...home, projects: put(home.projects, project, ({ id }) => id === project.id) };
    }
    case 'project/removed':
      return { ...home, projects: home.projects.filter(({ id }) => id !== event.params.id) };
    case 'thread/changed': {
      const { thread } = event.params;
      return { ...home, threads: put(home.threads, thread, ({ id }) => id === thread.id) };
    }
    case 'thread/removed':
      return {
        ...home,
        threads: home.threads.filter(({ id }) => id !== event.params.id),
        approvals: home.approvals.filter(({ thread }) => thread !== event.params.id),
      };
    case 'approval/changed': {
      const { approval } = event.params;
      const approvals = put(home.approvals, approval, ({ id }) => id === approval.id);
      return { ...home, approvals: forgetOldest(approvals) };
    }
    case 'device/changed':
      return { ...home, device: event.params };
    default:
      return event satisfies never;
  }
}

/** The agents of two environments may share an id. */
const sameAgent = (
  a: Pick<AgentInfo, 'id' | 'environment'>,
  b: Pick<AgentInfo, 'id' | 'environment'>,
): boolean => a.id === b.id && a.environment === b.environment;

export const agentOf = (home: HomeState, thread: ThreadSummary): AgentInfo | undefined =>
  home.agents.find((agent) => sameAgent(agent, { id: thread.agent, environment: thread.environment }));

/** The name of the environment, where it is not the host itself. */
export const elsewhereOf = (home: HomeState, environment: string): string | null =>
  environment === LOCAL ? null : (home.environments.find(({ id }) => id === environment)?.name ?? 'SSH');

export const projectOf = (home: HomeState, thread: ThreadSummary): Project | undefined =>
  home.projects.find(({ id }) => id === thread.project);

export const openApprovals = (home: HomeState): Approval[] =>
  home.approvals.filter(({ state }) => state === 'open').sort((a, b) => a.at - b.at);

function put<T>(list: readonly T[], value: T, same: (each: T) => boolean): T[] {
  const at = list.findIndex(same);
  return at < 0 ? [...list, value] : list.with(at, value);
}

function forgetOldest(approvals: Approval[]): Approval[] {
  const closed = approvals.filter(({ state }) => state !== 'open');
  if (closed.length <= CLOSED_KEPT) return approvals;
  const oldest = closed.reduce((a, b) => ((a.decidedAt ?? a.at) <= (b.decidedAt ?? b.at) ? a : b));
  return approvals.filter(({ id }) => id !== oldest.id);
}

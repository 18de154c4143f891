/** The order of the first screen: what waits for the owner, what runs, the rest. Pure. */
import type { Approval } from '../../protocol/session/approvals.ts';
import type { ThreadSummary } from '../../protocol/session/values.ts';
import type { HomeState } from './home.ts';
import { openApprovals } from './home.ts';

export interface Inbox {
  /** Open approvals and questions, the one that has waited longest first. */
  waiting: { approval: Approval; thread: ThreadSummary | undefined }[];
  running: ThreadSummary[];
  rest: ThreadSummary[];
}

export function inbox(home: HomeState): Inbox {
  const threads = [...home.threads].sort((a, b) => b.updatedAt - a.updatedAt);
  const byId = new Map(threads.map((thread) => [thread.id, thread]));
  const waiting = openApprovals(home).map((approval) => ({ approval, thread: byId.get(approval.thread) }));
  const shown = new Set(waiting.map(({ approval }) => approval.thread));
  const runs = ({ status }: ThreadSummary) => status === 'working' || status === 'waiting';
  return {
    waiting,
    running: threads.filter((thread) => runs(thread) && !shown.has(thread.id)),
    rest: threads.filter((thread) => !runs(thread) && !shown.has(thread.id)),
  };
}

/** Threads by project, the one with the latest news first; `project` is null for those of none that is open. */
export function byProject(
  home: HomeState,
): { project: HomeState['projects'][number] | null; threads: ThreadSummary[] }[] {
  const groups = new Map<string | null, ThreadSummary[]>();
  for (const thread of [...home.threads].sort((a, b) => b.updatedAt - a.updatedAt)) {
    const key = home.projects.some(({ id }) => id === thread.project) ? thread.project : null;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [thread]);
    else group.push(thread);
  }
  return [...groups].map(([id, threads]) => ({
    project: home.projects.find((project) => project.id === id) ?? null,
    threads,
  }));
}

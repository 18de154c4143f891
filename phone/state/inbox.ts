/** The order of the first screen, and what of it somebody looks for. Pure. */
import type { Approval } from '../../protocol/session/approvals.ts';
import type { Environment, Project, ThreadSummary } from '../../protocol/session/values.ts';
import type { HomeState } from './home.ts';
import { openApprovals } from './home.ts';
import type { Sought } from './sought.ts';

export interface Inbox {
  /** Open approvals and questions, the one that has waited longest first. */
  waiting: { approval: Approval; thread: ThreadSummary | undefined }[];
  /** Failed, and nobody has looked yet. */
  failed: ThreadSummary[];
  /** The one that began last on top; none moves while it runs. */
  running: ThreadSummary[];
  /** Finished, and nobody has looked yet. */
  unseen: ThreadSummary[];
  rest: ThreadSummary[];
  /** What waits, and is not shown because something else is looked for. */
  waitingElsewhere: number;
}

const runs = ({ status }: ThreadSummary): boolean => status === 'working' || status === 'waiting';
/** A host that does not say who has looked leaves what failed in sight. */
const isNews = ({ status, unseen }: ThreadSummary): boolean => unseen ?? status === 'failed';

export function inbox(home: HomeState, sought: Sought): Inbox {
  const asked = openApprovals(home);
  const askedIn = new Set(asked.map(({ thread }) => thread));
  const byId = new Map(home.threads.map((thread) => [thread.id, thread]));
  const waiting = asked
    .map((approval) => ({ approval, thread: byId.get(approval.thread) }))
    .filter(({ approval, thread }) => sought.matches(thread, approval.title));

  const shown = home.threads.filter((thread) => !askedIn.has(thread.id) && sought.matches(thread));
  const still = shown.filter((thread) => !runs(thread)).sort((a, b) => b.updatedAt - a.updatedAt);
  const failed = still.filter((thread) => thread.status === 'failed' && isNews(thread));
  const unseen = still.filter((thread) => thread.status !== 'failed' && isNews(thread));
  return {
    waiting,
    failed,
    running: shown.filter(runs).sort((a, b) => began(b) - began(a)),
    unseen,
    rest: still.filter((thread) => !isNews(thread)),
    waitingElsewhere: asked.length - waiting.length,
  };
}

const began = ({ runningSince, updatedAt }: ThreadSummary): number => runningSince ?? updatedAt;

/** How much waits for the owner: what is asked, and what failed that nobody has looked at. */
export const waitingCount = (home: HomeState): number => {
  const asked = openApprovals(home);
  const failed = home.threads.filter(
    (thread) =>
      thread.status === 'failed' &&
      isNews(thread) &&
      !asked.some((approval) => approval.thread === thread.id),
  );
  return asked.length + failed.length;
};

/** Threads by project, the one with the latest news first; `project` is null for those of none that is open. */
export function byProject(
  home: HomeState,
  sought: Sought,
): { project: Project | null; threads: ThreadSummary[] }[] {
  const groups = new Map<string | null, ThreadSummary[]>();
  const threads = home.threads.filter((thread) => sought.matches(thread));
  for (const thread of threads.sort((a, b) => b.updatedAt - a.updatedAt)) {
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

/** Where threads can be, as a person chooses among it: each environment with its projects; this computer first. */
export function places(home: HomeState): { environment: Environment; projects: Project[] }[] {
  return home.environments
    .map((environment) => ({
      environment,
      projects: home.projects.filter((project) => project.environment === environment.id),
    }))
    .filter(({ environment, projects }) => projects.length > 0 || environment.id === 'local');
}

import { SquarePen } from 'lucide-react';
import { type ReactNode, useCallback, useMemo } from 'react';
import type { Approval } from '../../protocol/session/approvals.ts';
import type { ThreadSummary } from '../../protocol/session/values.ts';
import { IconButton } from '../../ui/button.tsx';
import { Empty, Loading } from '../../ui/empty.tsx';
import { Notice } from '../../ui/notice.tsx';
import { agentOf, elsewhereOf, type HomeState, projectOf } from '../state/home.ts';
import { inbox } from '../state/inbox.ts';
import { useActions } from './actions.ts';
import { ConnectionBanner } from './connection-banner.tsx';
import css from './list.module.css';
import { ApprovalRow, ThreadRow } from './rows.tsx';
import { useStore } from './use-store.ts';

/** The first screen: does anything need me, what runs, what else is there. */
export function InboxView(): ReactNode {
  const { session } = useActions();
  const home = useStore(session.home);
  const { name } = useStore(session.facts);
  const broken = useStore(session.state).kind === 'broken';
  const waiting = home === null ? 0 : home.approvals.filter(({ state }) => state === 'open').length;
  return (
    <>
      <header className={css.head}>
        <div>
          <h1>{home === null ? 'Inbox' : headline(waiting, broken)}</h1>
          <p className={css.sub}>{name}</p>
        </div>
        <NewThreadButton />
      </header>
      <ConnectionBanner />
      {home === null ? <Waiting /> : <Content home={home} />}
    </>
  );
}

/** Without a connection nobody knows that nothing waits. */
const headline = (waiting: number, broken: boolean): string =>
  waiting === 0
    ? broken
      ? 'Not connected'
      : 'Nothing waits for you'
    : waiting === 1
      ? '1 thing waits for you'
      : `${waiting} things wait for you`;

export function NewThreadButton({ project = null }: { project?: string | null }): ReactNode {
  const { session, navigation } = useActions();
  const home = useStore(session.home);
  if (home === null || home.projects.length === 0 || !session.may('start')) return null;
  return (
    <IconButton
      label="New thread"
      icon={<SquarePen size={22} />}
      onClick={() => navigation.open({ view: 'new', project })}
    />
  );
}

/** Shown until the host has been reached once; the banner above says where it is stuck. */
export function Waiting(): ReactNode {
  const { session } = useActions();
  const state = useStore(session.state);
  const { name } = useStore(session.facts);
  return state.kind === 'broken' ? null : <Loading what={`Waiting for ${name}`} />;
}

function Content({ home }: { home: HomeState }): ReactNode {
  const { session, navigation } = useActions();
  const { detail } = useStore(navigation.place);
  const current = detail?.view === 'thread' ? detail.thread : null;
  const { waiting, running, rest } = useMemo(() => inbox(home), [home]);
  const openThread = useCallback(
    (thread: string) => navigation.open({ view: 'thread', thread, approval: null }),
    [navigation],
  );
  const openApproval = useCallback(
    ({ thread, id }: Approval) => navigation.open({ view: 'thread', thread, approval: id }),
    [navigation],
  );
  const rows = (threads: readonly ThreadSummary[]) => (
    <ul className={css.rows}>
      {threads.map((thread) => (
        <ThreadRow
          key={thread.id}
          thread={thread}
          place={placeOf(home, thread)}
          current={thread.id === current}
          onOpen={openThread}
        />
      ))}
    </ul>
  );
  return (
    <>
      <AgentTroubles home={home} />
      {waiting.length > 0 && (
        <section className={css.group} aria-label="Waiting for you">
          <ul className={css.rows}>
            {waiting.map(({ approval, thread }) => (
              <ApprovalRow
                key={approval.id}
                approval={approval}
                threadTitle={thread?.title || 'Untitled'}
                onOpen={openApproval}
              />
            ))}
          </ul>
        </section>
      )}
      {running.length > 0 && (
        <section className={css.group}>
          <h2>Running</h2>
          {rows(running)}
        </section>
      )}
      {rest.length > 0 && (
        <section className={css.group}>
          <h2>Recent</h2>
          {rows(rest)}
        </section>
      )}
      {home.threads.length === 0 && waiting.length === 0 && (
        <NoThreads home={home} mayStart={session.may('start')} />
      )}
    </>
  );
}

/** `lighthouse on devbox`, or the agent's name where there is no project; the demo says what it is. */
export function placeOf(home: HomeState, thread: ThreadSummary): string {
  const agent = agentOf(home, thread);
  const place = projectOf(home, thread)?.name ?? agent?.name ?? '';
  const elsewhere = elsewhereOf(home, thread.environment);
  if (elsewhere !== null) return `${place} on ${elsewhere}`;
  return agent?.demo === true ? `${place} · Demo` : place;
}

/** Agents that cannot work, or not for now, in the host's own words. */
function AgentTroubles({ home }: { home: HomeState }): ReactNode {
  // An SSH host that is not connected is no trouble, and its agent cannot work then; Hosts shows both.
  const isUp = (id: string) => home.environments.find((each) => each.id === id)?.state === 'up';
  const troubles = home.agents.filter(
    ({ state, detail, environment }) => state !== 'starting' && detail !== '' && isUp(environment),
  );
  if (troubles.length === 0) return null;
  return (
    <div className={css.notices}>
      {troubles.map(({ id, environment, name, detail }) => (
        <Notice key={`${environment}/${id}`} level="warning">
          <b>
            {name}
            {elsewhereOf(home, environment) === null ? '' : ` on ${elsewhereOf(home, environment)}`}:
          </b>{' '}
          {detail}
        </Notice>
      ))}
    </div>
  );
}

export function NoThreads({ home, mayStart }: { home: HomeState; mayStart: boolean }): ReactNode {
  if (home.projects.length === 0) {
    return (
      <Empty title="No project is open to phones">
        An agent works in a folder that you open on the computer: in Outpost’s window under Projects, or with{' '}
        <code>outpost projects add FOLDER</code>.
      </Empty>
    );
  }
  if (!mayStart) {
    return <Empty title="No threads yet">Threads that are started on the host show here.</Empty>;
  }
  return (
    <Empty title="No threads yet">Start one with the pen above: choose a project and say what to do.</Empty>
  );
}

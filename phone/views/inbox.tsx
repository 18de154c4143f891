import { SquarePen } from 'lucide-react';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import type { Approval } from '../../protocol/session/approvals.ts';
import type { ThreadSummary } from '../../protocol/session/values.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Empty, Loading } from '../../ui/empty.tsx';
import { Notice } from '../../ui/notice.tsx';
import { agentOf, elsewhereOf, type HomeState, projectOf } from '../state/home.ts';
import { inbox, waitingCount } from '../state/inbox.ts';
import { EVERYTHING, isEverything, sought } from '../state/sought.ts';
import * as words from '../text/lists.ts';
import { untitled } from '../text/rows.ts';
import { ago } from '../text/time.ts';
import { useActions } from './actions.ts';
import { ConnectionBanner } from './connection-banner.tsx';
import css from './list.module.css';
import { ApprovalRow, ThreadRow } from './rows.tsx';
import { Seek } from './seek.tsx';
import { useNow } from './use-now.ts';
import { useStore } from './use-store.ts';

/** The first screen: does anything need me, what runs, what else is there. */
export function InboxView(): ReactNode {
  const { session } = useActions();
  const home = useStore(session.home);
  const broken = useStore(session.state).kind === 'broken';
  return (
    <>
      <header className={css.head}>
        <div>
          <h1>{home === null ? words.inbox : headline(waitingCount(home), broken)}</h1>
          <HostLine />
        </div>
        <NewThreadButton />
      </header>
      <ConnectionBanner inHead />
      {home === null ? <Waiting /> : <Content home={home} />}
    </>
  );
}

/** Without a connection nobody knows that nothing waits. */
function headline(waiting: number, broken: boolean): string {
  if (waiting > 0) return words.waiting(waiting);
  return broken ? words.notConnected : words.nothingWaits;
}

/** Whose threads these are and, while that host is being reached, from when. It takes the same room all the while. */
export function HostLine(): ReactNode {
  const { session } = useActions();
  const { name } = useStore(session.facts);
  const { kind } = useStore(session.state);
  const knownAt = useStore(session.knownAt);
  const now = useNow('minutes');
  return (
    <p className={css.sub} role="status">
      <span>{name}</span>
      {kind === 'connecting' && (
        <span>{knownAt === null ? words.connecting : words.knownFrom(ago(knownAt, now))}</span>
      )}
    </p>
  );
}

export function NewThreadButton({ project = null }: { project?: string | null }): ReactNode {
  const { session, navigation } = useActions();
  const home = useStore(session.home);
  if (home === null || home.projects.length === 0 || !session.may('start')) return null;
  return (
    <IconButton
      label={words.newThread}
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
  return state.kind === 'broken' ? null : <Loading what={words.waitingForHost(name)} />;
}

function Content({ home }: { home: HomeState }): ReactNode {
  const { session, navigation, wanted } = useActions();
  const look = useStore(wanted);
  const { waiting, failed, running, unseen, rest, waitingElsewhere } = useMemo(
    () => inbox(home, sought(home, look)),
    [home, look],
  );
  const openApproval = useCallback(
    ({ thread, id }: Approval) => navigation.open({ view: 'thread', thread, approval: id }),
    [navigation],
  );
  const groups = [
    [words.group.failed, failed],
    [words.group.running, running],
    [words.group.unseen, unseen],
    [words.group.rest, rest],
  ] as const;
  const found = waiting.length + groups.reduce((sum, [, threads]) => sum + threads.length, 0);
  return (
    <>
      <AgentTroubles home={home} />
      {home.threads.length > 0 && <Seek home={home} wanted={wanted} />}
      {waitingElsewhere > 0 && (
        <div className={css.elsewhere}>
          {words.waitElsewhere(waitingElsewhere)}
          <Button tone="quiet" onClick={() => wanted.set(EVERYTHING)}>
            {words.showAll}
          </Button>
        </div>
      )}
      {waiting.length > 0 && (
        <section className={css.group} aria-label={words.group.waiting}>
          <ul className={css.rows}>
            {waiting.map(({ approval, thread }) => (
              <ApprovalRow
                key={approval.id}
                approval={approval}
                threadTitle={thread?.title || untitled}
                onOpen={openApproval}
              />
            ))}
          </ul>
        </section>
      )}
      {groups.map(
        ([name, threads]) =>
          threads.length > 0 && (
            <section key={name} className={css.group}>
              <h2>{name}</h2>
              <Rows home={home} threads={threads} />
            </section>
          ),
      )}
      {found === 0 &&
        (isEverything(look) ? <NoThreads home={home} mayStart={session.may('start')} /> : <NothingFound />)}
    </>
  );
}

/** Rows of one list that are drawn at once, and with each asking for more: a host may have hundreds. */
const ROWS = 25;
const MORE_ROWS = 100;

/** Threads as rows of one list, which open in place or beside it. */
export function Rows({ home, threads }: { home: HomeState; threads: readonly ThreadSummary[] }): ReactNode {
  const { navigation, more } = useActions();
  const { detail } = useStore(navigation.place);
  const current = detail?.view === 'thread' ? detail.thread : null;
  const open = useCallback(
    (thread: string) => navigation.open({ view: 'thread', thread, approval: null }),
    [navigation],
  );
  const [most, setMost] = useState(ROWS);
  const further = threads.length - most;
  return (
    <ul className={css.rows}>
      {threads.slice(0, most).map((thread) => (
        <ThreadRow
          key={thread.id}
          thread={thread}
          place={placeOf(home, thread)}
          current={thread.id === current}
          onOpen={open}
          onMore={more}
        />
      ))}
      {further > 0 && (
        <li className={css.further}>
          <Button tone="quiet" wide onClick={() => setMost(most + MORE_ROWS)}>
            {words.showMore(further)}
          </Button>
        </li>
      )}
    </ul>
  );
}

/** `lighthouse on devbox`, or the agent's name where there is no project; the demo says what it is. */
export function placeOf(home: HomeState, thread: ThreadSummary): string {
  const agent = agentOf(home, thread);
  const place = projectOf(home, thread)?.name ?? agent?.name ?? '';
  const elsewhere = elsewhereOf(home, thread.environment);
  if (elsewhere !== null) return words.placedOn(place, elsewhere);
  return agent?.demo === true ? words.demo(place) : place;
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
      {troubles.map(({ id, environment, name, detail }) => {
        const elsewhere = elsewhereOf(home, environment);
        return (
          <Notice key={`${environment}/${id}`} level="warning">
            <b>{elsewhere === null ? name : words.placedOn(name, elsewhere)}:</b> {detail}
          </Notice>
        );
      })}
    </div>
  );
}

export function NothingFound(): ReactNode {
  const { wanted } = useActions();
  const { words: text } = useStore(wanted);
  const [title, meaning] =
    text.trim() === ''
      ? [words.nothingThere, words.nothingThereMeaning]
      : [words.nothingFound, words.nothingFoundMeaning];
  return (
    <Empty title={title} action={<Button onClick={() => wanted.set(EVERYTHING)}>{words.showAll}</Button>}>
      {meaning}
    </Empty>
  );
}

export function NoThreads({ home, mayStart }: { home: HomeState; mayStart: boolean }): ReactNode {
  if (home.projects.length === 0) {
    const [before, after] = words.noProjectsHow;
    return (
      <Empty title={words.noProjects}>
        {before}
        <code>{words.openProjectCommand}</code>
        {after}
      </Empty>
    );
  }
  return <Empty title={words.noThreads}>{mayStart ? words.startOne : words.startedOnHost}</Empty>;
}

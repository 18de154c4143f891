import { type ReactNode, useCallback, useMemo } from 'react';
import type { Approval } from '../../protocol/session/approvals.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { elsewhereOf, type HomeState } from '../state/home.ts';
import { inbox, waitingCount } from '../state/inbox.ts';
import { EVERYTHING, sought } from '../state/sought.ts';
import * as words from '../text/lists.ts';
import { untitled } from '../text/rows.ts';
import { useActions } from './actions.ts';
import css from './list.module.css';
import { ListScreen } from './list-screen.tsx';
import { NothingListed } from './nothing-listed.tsx';
import { ApprovalRow } from './rows.tsx';
import { Seek } from './seek.tsx';
import { ThreadRows } from './thread-rows.tsx';
import { useStore } from './use-store.ts';

/** The first screen: does anything need me, what runs, what else is there. */
export function InboxView(): ReactNode {
  const { session } = useActions();
  const home = useStore(session.home);
  const broken = useStore(session.state).kind === 'broken';
  return (
    <ListScreen heading={home === null ? words.inbox : headline(waitingCount(home), broken)}>
      {(home) => <Content home={home} />}
    </ListScreen>
  );
}

/** Without a connection nobody knows that nothing waits. */
function headline(waiting: number, broken: boolean): string {
  if (waiting > 0) return words.waiting(waiting);
  return broken ? words.notConnected : words.nothingWaits;
}

function Content({ home }: { home: HomeState }): ReactNode {
  const { navigation, wanted } = useActions();
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
              <ThreadRows home={home} threads={threads} />
            </section>
          ),
      )}
      {found === 0 && <NothingListed home={home} />}
    </>
  );
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

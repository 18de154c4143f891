import { ChevronLeft } from 'lucide-react';
import { type ReactNode, useCallback, useEffect, useMemo } from 'react';
import type { Approval } from '../../protocol/session/approvals.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Loading } from '../../ui/empty.tsx';
import { Notice, Problem } from '../../ui/notice.tsx';
import { type MarkState, StateMark } from '../../ui/state-mark.tsx';
import type { Outgoing } from '../state/outbox.ts';
import type { ThreadStore } from '../state/thread-store.ts';
import { threadsOf } from '../state/threads.ts';
import * as words from '../text/conversation.ts';
import { useActions } from '../views/actions.ts';
import { ConnectionBanner } from '../views/connection-banner.tsx';
import { ApprovalSheet } from '../views/parts.tsx';
import { useArrival } from '../views/use-arrival.ts';
import { useEscape } from '../views/use-escape.ts';
import { useStore } from '../views/use-store.ts';
import { Asks } from './asks.tsx';
import css from './conversation.module.css';
import { type Folds, FoldsContext } from './folds.ts';
import { OutgoingText } from './outgoing-view.tsx';
import { Timeline } from './timeline.tsx';
import type { Goal } from './use-jump.ts';
import { useRaised } from './use-raised.ts';
import { useThread } from './use-thread.ts';

const STATE = ['state'] as const;

export interface ConversationProps {
  id: string;
  store: ThreadStore;
  folds: Folds;
  title: string;
  /** Under the title: how it stands, and where. */
  about: string;
  /** Null: nobody knows how it stands. */
  mark: { state: MarkState; word: string } | null;
  /** What is said where it does not show. */
  instead: { opening: string; openingLater: string; notShown: string };
  running: boolean;
  /** What it asks, and what was asked in it. */
  approvals: readonly Approval[];
  /** The approval with which it was opened. */
  asked: string | null;
  /** Whether what waits rises by itself. */
  rises: boolean;
  outgoing: readonly Outgoing[];
  goal: Goal | null;
  /** At the end of the head. */
  tools?: ReactNode;
  /** Over what is said of the connection. */
  above?: ReactNode;
  /** Under it. */
  notices?: ReactNode;
  /** Instead of a timeline in which nothing stands. */
  empty?: ReactNode;
  /** In the footer, under what waits. */
  children: ReactNode;
}

/** A thread on a screen of its own, whoever speaks in it: its head, what is wrong with it, what was said, what it asks. */
export function Conversation(props: ConversationProps): ReactNode {
  const { id, store, folds, title, about, mark, instead, running, approvals, asked, rises } = props;
  const { session, navigation, awake } = useActions();
  const heading = useArrival();
  useEscape();
  const connected = useStore(session.state).kind === 'connected';
  const ready = useThread(store, STATE, () => store.page !== null);
  const problem = useThread(store, STATE, () => store.problem);
  const open = approvals.filter(({ state }) => state === 'open');
  const closed = useMemo(() => approvals.filter(({ state }) => state !== 'open'), [approvals]);
  const sheet = useRaised(approvals, asked, ready, rises);
  const older = useCallback(() => void threadsOf(session).older(id), [session, id]);
  useEffect(() => {
    awake.watch(id, running);
    return () => awake.leave(id);
  }, [awake, id, running]);

  return (
    <article className={css.screen} aria-label={title}>
      <header className={css.head}>
        <IconButton
          className={css.back}
          label={words.back}
          icon={<ChevronLeft size={26} />}
          onClick={navigation.back}
        />
        <div className={css.name}>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          <p>{about}</p>
        </div>
        {mark !== null && (
          <span className={css.mark}>
            <StateMark {...mark} quiet />
          </span>
        )}
        {props.tools}
      </header>
      <div className={css.above}>
        {props.above}
        <div className={css.banner}>
          <ConnectionBanner />
        </div>
        {props.notices}
        {problem !== null && ready && (
          <div className={css.notice} role="alert">
            <Notice level="warning">{words.knownLast(problem.message)}</Notice>
          </div>
        )}
      </div>
      {problem !== null && !ready ? (
        <div className={css.instead}>
          <Problem
            title={instead.notShown}
            meaning={problem.message}
            action={<Button onClick={navigation.back}>{words.back}</Button>}
          />
        </div>
      ) : ready ? (
        <FoldsContext value={folds}>
          {props.empty ?? (
            <Timeline
              thread={id}
              store={store}
              outgoing={props.outgoing}
              closed={closed}
              connected={connected && problem === null}
              goal={props.goal}
              onOlder={older}
            />
          )}
        </FoldsContext>
      ) : (
        <div className={css.instead}>
          <Loading what={connected ? instead.opening : instead.openingLater} />
          {props.outgoing.map((each) => (
            <OutgoingText key={each.requestId} outgoing={each} />
          ))}
        </div>
      )}
      <footer className={css.foot} hidden={problem !== null && !ready}>
        {open.map((approval) => (
          <Asks key={approval.id} approval={approval} onOpen={() => sheet.raise(approval.id)} />
        ))}
        {props.children}
      </footer>
      {sheet.approval !== undefined && (
        <ApprovalSheet key={sheet.approval.id} approval={sheet.approval} onClose={sheet.lower} />
      )}
    </article>
  );
}

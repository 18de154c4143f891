import { ChevronLeft, Ellipsis, Search } from 'lucide-react';
import {
  lazy,
  type ReactNode,
  Suspense,
  useCallback,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';
import type { ThreadSummary } from '../../protocol/session/values.ts';
import { NOT_GATED, WATCHED } from '../../ui/approval-words.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Loading } from '../../ui/empty.tsx';
import { Notice, Problem } from '../../ui/notice.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { agentOf, elsewhereOf, type HomeState, projectOf } from '../state/home.ts';
import { outgoingTo } from '../state/outbox.ts';
import type { ThreadStore } from '../state/thread-store.ts';
import * as findWords from '../text/find.ts';
import { more as moreAbout, untitled } from '../text/rows.ts';
import * as words from '../text/thread.ts';
import { useActions } from '../views/actions.ts';
import { ConnectionBanner } from '../views/connection-banner.tsx';
import { ConnectEnvironment } from '../views/environments.tsx';
import list from '../views/list.module.css';
import { ApprovalSheet } from '../views/parts.tsx';
import { markOf } from '../views/rows.tsx';
import { useArrival } from '../views/use-arrival.ts';
import { useStore } from '../views/use-store.ts';
import { Asks } from './asks.tsx';
import { Folds, FoldsContext } from './folds.ts';
import { NextNeedBar } from './next-need.tsx';
import { OutgoingText } from './outgoing-view.tsx';
import { PausedBar } from './paused-bar.tsx';
import { SinceLastLook } from './since.tsx';
import { Speak } from './speak.tsx';
import css from './thread-screen.module.css';
import { Timeline } from './timeline.tsx';
import type { Goal } from './use-jump.ts';
import { useLook } from './use-look.ts';
import { useRaised } from './use-raised.ts';
import { WatchThread } from './watch-thread.tsx';

const FindBar = lazy(() => import('./find-bar.tsx'));

/** One thread, live. `approval`: rises at once. */
export function ThreadScreen({ id, approval }: { id: string; approval: string | null }): ReactNode {
  const { session } = useActions();
  const [store, setStore] = useState<ThreadStore | null>(null);
  useEffect(() => {
    const { store, release } = session.threads.watch(id);
    setStore(store);
    return release;
  }, [session, id]);
  const home = useStore(session.home);
  if (store === null) return null;
  return <Opened id={id} store={store} home={home} raised={approval} />;
}

function Opened({
  id,
  store,
  home,
  raised,
}: {
  id: string;
  store: ThreadStore;
  home: HomeState | null;
  raised: string | null;
}): ReactNode {
  const { session, navigation, awake, more } = useActions();
  const { name: host } = useStore(session.facts);
  const heading = useArrival();
  const [folds] = useState(() => new Folds());
  const connected = useStore(session.state).kind === 'connected';
  const outbox = useStore(session.outgoing.outbox);
  const outgoing = useMemo(() => outgoingTo(outbox, id), [outbox, id]);
  const subscribe = useCallback(
    (listener: () => void) => {
      const off = [store.subscribe('shape', listener), store.subscribe('state', listener)];
      return () => {
        for (const each of off) each();
      };
    },
    [store],
  );
  const ready = useSyncExternalStore(subscribe, () => store.page !== null);
  const problem = useSyncExternalStore(subscribe, () => store.problem);

  const thread = home?.threads.find((each) => each.id === id);
  const agent = home !== null && thread !== undefined ? agentOf(home, thread) : undefined;
  const project = home !== null && thread !== undefined ? projectOf(home, thread) : undefined;
  const place = (home !== null && thread !== undefined && elsewhereOf(home, thread.environment)) || host;
  const away = home?.environments.find(({ id, state }) => id === thread?.environment && state !== 'up');
  const approvals = useMemo(() => home?.approvals.filter((each) => each.thread === id) ?? [], [home, id]);
  const open = approvals.filter(({ state }) => state === 'open');
  const closed = useMemo(() => approvals.filter(({ state }) => state !== 'open'), [approvals]);
  const { news, dismiss } = useLook(session, id);
  const [goal, setGoal] = useState<Goal | null>(null);
  const [finding, setFinding] = useFindKey();
  const sheet = useRaised(approvals, raised, ready);
  const older = useCallback(() => void session.threads.older(id), [session, id]);
  const mark = thread === undefined ? undefined : markOf(thread);
  const running = thread?.status === 'working' || thread?.status === 'waiting';
  useEffect(() => {
    awake.watch(id, running);
    return () => awake.leave(id);
  }, [awake, id, running]);

  return (
    <article className={css.screen} aria-label={thread?.title ?? words.thread}>
      <header className={css.head}>
        <IconButton
          className={css.back}
          label={words.back}
          icon={<ChevronLeft size={26} />}
          onClick={navigation.back}
        />
        <div className={css.name}>
          <h1 ref={heading} tabIndex={-1}>
            {thread === undefined ? words.thread : thread.title || untitled}
          </h1>
          <p>
            {[mark?.word, thread && standing(thread), project?.name, agent?.name, place]
              .filter(Boolean)
              .join(' · ')}
          </p>
        </div>
        {mark !== undefined && (
          <span className={css.mark}>
            <StateMark {...mark} quiet />
          </span>
        )}
        <IconButton
          // Its place is kept, or what stands beside it would move as the thread comes.
          className={ready ? undefined : css.soon}
          label={findWords.open}
          aria-expanded={finding}
          icon={<Search size={20} />}
          onClick={() => setFinding(!finding)}
        />
        {thread !== undefined && (
          <IconButton
            label={moreAbout(thread.title || untitled)}
            icon={<Ellipsis size={22} />}
            aria-haspopup="dialog"
            onClick={() => more(id)}
          />
        )}
      </header>
      <div className={css.above}>
        {finding && (
          <Suspense fallback={null}>
            <FindBar
              store={store}
              folds={folds}
              onGoal={setGoal}
              onOlder={older}
              onClose={() => setFinding(false)}
            />
          </Suspense>
        )}
        {agent?.demo === true && <p className={list.demo}>{words.demo}</p>}
        {thread?.gated === false && <WatchThread thread={thread} />}
        <Spaced>
          <ConnectionBanner />
        </Spaced>
        {away !== undefined ? (
          <div className={css.notice}>
            <ConnectEnvironment environment={away} />
          </div>
        ) : (
          agent !== undefined &&
          agent.detail !== '' && (
            <div className={css.notice}>
              <Notice level="warning">{agent.detail}</Notice>
            </div>
          )
        )}
        {news !== null && ready && (
          <SinceLastLook
            news={news}
            jumpTo={(index) => setGoal({ epoch: news.epoch, index })}
            onDismiss={dismiss}
          />
        )}
        {problem !== null && ready && (
          <div className={css.notice} role="alert">
            <Notice level="warning">{words.knownLast(problem.message)}</Notice>
          </div>
        )}
      </div>
      {problem !== null && !ready ? (
        <div className={css.instead}>
          <Problem
            title={words.notShown}
            meaning={problem.message}
            action={<Button onClick={navigation.back}>{words.back}</Button>}
          />
        </div>
      ) : ready ? (
        <FoldsContext value={folds}>
          <Timeline
            thread={id}
            store={store}
            outgoing={outgoing}
            closed={closed}
            connected={connected && problem === null}
            goal={goal}
            onOlder={older}
          />
        </FoldsContext>
      ) : (
        <div className={css.instead}>
          <Loading what={connected ? words.opening : words.openingLater} />
          {outgoing.map((each) => (
            <OutgoingText key={each.requestId} outgoing={each} />
          ))}
        </div>
      )}
      <footer className={css.foot} hidden={problem !== null && !ready}>
        {open.map((approval) => (
          <Asks key={approval.id} approval={approval} onOpen={() => sheet.raise(approval.id)} />
        ))}
        {open.length === 0 && home !== null && <NextNeedBar home={home} thread={id} />}
        {thread?.paused === true && <PausedBar thread={id} />}
        {thread !== undefined && <Speak thread={thread} store={store} />}
      </footer>
      {sheet.approval !== undefined && (
        <ApprovalSheet key={sheet.approval.id} approval={sheet.approval} onClose={sheet.lower} />
      )}
    </article>
  );
}

/** Whether the search of the thread is open. The keys of the browser's own search open it, which sees only what is drawn. */
function useFindKey(): [boolean, (open: boolean) => void] {
  const [finding, setFinding] = useState(false);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'f' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      event.preventDefault();
      setFinding(true);
    };
    // Pressed again, they are the browser's.
    if (finding) return;
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [finding]);
  return [finding, setFinding];
}

/** What a thread that is not behind the gate is. */
const standing = ({ gated, watched }: ThreadSummary): string | false =>
  gated === false && (watched === true ? WATCHED : NOT_GATED);

const Spaced = ({ children }: { children: ReactNode }): ReactNode => (
  <div className={css.banner}>{children}</div>
);

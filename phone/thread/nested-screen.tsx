import { ChevronLeft, CornerLeftUp } from 'lucide-react';
import { type ReactNode, useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { ThreadPage } from '../../protocol/session/thread.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Loading } from '../../ui/empty.tsx';
import { Notice, Problem } from '../../ui/notice.tsx';
import { type MarkState, StateMark } from '../../ui/state-mark.tsx';
import type { ThreadStore } from '../state/thread-store.ts';
import * as words from '../text/nested.ts';
import { untitled } from '../text/rows.ts';
import * as timelineWords from '../text/timeline.ts';
import { useActions } from '../views/actions.ts';
import { ConnectionBanner } from '../views/connection-banner.tsx';
import { ApprovalSheet } from '../views/parts.tsx';
import { useArrival } from '../views/use-arrival.ts';
import { useStore } from '../views/use-store.ts';
import { Asks } from './asks.tsx';
import { Folds, FoldsContext } from './folds.ts';
import nested from './nested-screen.module.css';
import css from './thread-screen.module.css';
import { Timeline } from './timeline.tsx';
import { useRaised } from './use-raised.ts';

/** The thread of a sub-agent, live, to be read. `from`: the thread behind it in the history, or null. */
export function NestedScreen({ id, from }: { id: string; from: string | null }): ReactNode {
  const { session } = useActions();
  const [store, setStore] = useState<ThreadStore | null>(null);
  useEffect(() => {
    const { store, release } = session.threads.watch(id);
    setStore(store);
    return release;
  }, [session, id]);
  return store === null ? null : <Opened id={id} from={from} store={store} />;
}

const NOTHING_SAID: readonly never[] = [];

function Opened({ id, from, store }: { id: string; from: string | null; store: ThreadStore }): ReactNode {
  const { session, navigation, awake } = useActions();
  const home = useStore(session.home);
  const heading = useArrival();
  const [folds] = useState(() => new Folds());
  const connected = useStore(session.state).kind === 'connected';
  const { ready, empty, turn, place, problem } = useOpened(store);

  const approvals = useMemo(
    () => home?.approvals.filter(({ subAgent }) => subAgent?.thread === id) ?? [],
    [home, id],
  );
  const open = approvals.filter(({ state }) => state === 'open');
  const closed = useMemo(() => approvals.filter(({ state }) => state !== 'open'), [approvals]);
  // It was put aside, or seen, in the thread above: whoever comes here wants to see what it is about.
  const sheet = useRaised(approvals, null, ready, false);
  const older = useCallback(() => void session.threads.older(id), [session, id]);
  const running = turn?.state === 'running';
  useEffect(() => {
    awake.watch(id, running);
    return () => awake.leave(id);
  }, [awake, id, running]);

  const name = place?.name || words.unnamed;
  const mark = markOf(turn, open.length > 0, connected);
  return (
    <article className={css.screen} aria-label={name}>
      <header className={css.head}>
        <IconButton
          className={css.back}
          label={words.back}
          icon={<ChevronLeft size={26} />}
          onClick={navigation.back}
        />
        <div className={css.name}>
          <h1 ref={heading} tabIndex={-1}>
            {name}
          </h1>
          <p>{[mark?.word, place !== null && words.unnamed].filter(Boolean).join(' · ')}</p>
        </div>
        {mark !== null && (
          <span className={css.mark}>
            <StateMark {...mark} quiet />
          </span>
        )}
      </header>
      <div className={css.above}>
        {place !== null && <WayUp parent={place.parent} root={place.root} from={from} />}
        <div className={css.banner}>
          <ConnectionBanner />
        </div>
        {problem !== null && ready && (
          <div className={css.notice} role="alert">
            <Notice level="warning">{words.knownLast(problem.message)}</Notice>
          </div>
        )}
      </div>
      {ready ? (
        <FoldsContext value={folds}>
          {empty ? (
            <p className={nested.empty}>{words.nothingYet}</p>
          ) : (
            <Timeline
              thread={id}
              store={store}
              outgoing={NOTHING_SAID}
              closed={closed}
              connected={connected && problem === null}
              goal={null}
              onOlder={older}
            />
          )}
        </FoldsContext>
      ) : (
        <div className={css.instead}>
          {problem === null ? (
            <Loading what={connected ? words.opening : words.openingLater} />
          ) : (
            <Problem
              title={words.notShown}
              meaning={problem.message}
              action={<Button onClick={navigation.back}>{words.back}</Button>}
            />
          )}
        </div>
      )}
      <footer className={css.foot} hidden={!ready}>
        {open.map((approval) => (
          <Asks key={approval.id} approval={approval} onOpen={() => sheet.raise(approval.id)} />
        ))}
        <p className={nested.readOnly}>{words.readOnly}</p>
      </footer>
      {sheet.approval !== undefined && (
        <ApprovalSheet key={sheet.approval.id} approval={sheet.approval} onClose={sheet.lower} />
      )}
    </article>
  );
}

/** What the screen shows of the store, beside the items. */
function useOpened(store: ThreadStore) {
  const subscribe = useCallback(
    (listener: () => void) => {
      const off = (['shape', 'state', 'turn'] as const).map((topic) => store.subscribe(topic, listener));
      return () => {
        for (const each of off) each();
      };
    },
    [store],
  );
  return {
    ready: useSyncExternalStore(subscribe, () => store.page !== null),
    empty: useSyncExternalStore(subscribe, () => store.page?.items.length === 0 && store.page.turn === null),
    turn: useSyncExternalStore(subscribe, () => store.page?.turn ?? null),
    place: useSyncExternalStore(subscribe, () => store.nested),
    problem: useSyncExternalStore(subscribe, () => store.problem),
  };
}

/** The thread that began it; from a thread that lies behind this one in the history it is a step back. */
function WayUp({ parent, root, from }: { parent: string; root: string; from: string | null }): ReactNode {
  const { session, navigation } = useActions();
  const home = useStore(session.home);
  const thread = home?.threads.find(({ id }) => id === root);
  const title = thread === undefined ? words.above : thread.title || untitled;
  const go = () => {
    if (from === parent) navigation.back();
    else if (parent === root) navigation.replace({ view: 'thread', thread: root, approval: null });
    else navigation.replace({ view: 'nested', thread: parent, from: null });
  };
  return (
    <nav className={nested.up} aria-label={words.partOf}>
      <button type="button" onClick={go}>
        <CornerLeftUp size={16} aria-hidden="true" />
        <span className="visually-hidden">{words.up}</span>
        <bdi>{title}</bdi>
      </button>
    </nav>
  );
}

/** Null: nobody knows yet. */
function markOf(
  turn: ThreadPage['turn'],
  waits: boolean,
  connected: boolean,
): { state: MarkState; word: string } | null {
  if (waits) return { state: 'waiting', word: words.status.waiting };
  if (turn === null) return null;
  switch (turn.state) {
    case 'running':
      return connected
        ? { state: 'working', word: words.status.working }
        : { state: 'away', word: timelineWords.workingLastSeen };
    case 'completed':
      return { state: 'done', word: timelineWords.done(null) };
    case 'interrupted':
      return { state: 'away', word: timelineWords.stopped(null) };
    case 'failed':
      return { state: 'trouble', word: timelineWords.failed(null) };
    case 'void':
      return { state: 'trouble', word: timelineWords.agentStopped };
  }
}

import { Ellipsis } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import type { ThreadSummary } from '../../protocol/session/values.ts';
import { NOT_GATED, WATCHED } from '../../ui/approval-words.ts';
import { IconButton } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { agentOf, elsewhereOf, type HomeState, projectOf } from '../state/home.ts';
import { outgoingTo } from '../state/outbox.ts';
import type { ThreadStore } from '../state/thread-store.ts';
import { more as moreAbout, untitled } from '../text/rows.ts';
import * as words from '../text/thread.ts';
import { useActions } from '../views/actions.ts';
import { ConnectEnvironment } from '../views/environments.tsx';
import list from '../views/list.module.css';
import { markOf } from '../views/rows.tsx';
import { useStore } from '../views/use-store.ts';
import frame from './conversation.module.css';
import { Conversation } from './conversation.tsx';
import { useFinding } from './finding.tsx';
import { Folds } from './folds.ts';
import { NextNeedBar } from './next-need.tsx';
import { PausedBar } from './paused-bar.tsx';
import { SinceLastLook } from './since.tsx';
import { Speak } from './speak.tsx';
import type { Goal } from './use-jump.ts';
import { useLook } from './use-look.ts';
import { useNotTaken } from './use-not-taken.ts';
import { useThread } from './use-thread.ts';
import { useWatched } from './use-watched.ts';
import { WatchThread } from './watch-thread.tsx';

const STATE = ['state'] as const;
const TURN = ['turn', 'state'] as const;

/** One thread, live. `approval`: rises at once. */
export function ThreadScreen({ id, approval }: { id: string; approval: string | null }): ReactNode {
  const { session } = useActions();
  const store = useWatched(id);
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
  const { session, more } = useActions();
  const { name: host } = useStore(session.facts);
  const [folds] = useState(() => new Folds());
  const outbox = useStore(session.outgoing.outbox);
  const outgoing = useMemo(() => outgoingTo(outbox, id), [outbox, id]);
  const ready = useThread(store, STATE, () => store.page !== null);

  const thread = home?.threads.find((each) => each.id === id);
  const agent = home !== null && thread !== undefined ? agentOf(home, thread) : undefined;
  const project = home !== null && thread !== undefined ? projectOf(home, thread) : undefined;
  const place = (home !== null && thread !== undefined && elsewhereOf(home, thread.environment)) || host;
  const away = home?.environments.find(({ id, state }) => id === thread?.environment && state !== 'up');
  const approvals = useMemo(() => home?.approvals.filter((each) => each.thread === id) ?? [], [home, id]);
  const waits = approvals.some(({ state }) => state === 'open');
  const { news, dismiss } = useLook(session, id);
  const [goal, setGoal] = useState<Goal | null>(null);
  const finding = useFinding({ id, store, folds, onGoal: setGoal });
  const mark = thread === undefined ? null : markOf(thread);
  const running = thread?.status === 'working' || thread?.status === 'waiting';
  const connected = useStore(session.state).kind === 'connected';
  const rests = useThread(
    store,
    TURN,
    () => store.page !== null && store.problem === null && store.page.turn?.state !== 'running',
  );
  useNotTaken(session, outgoing, connected && rests && !running && away === undefined);

  return (
    <Conversation
      id={id}
      store={store}
      folds={folds}
      title={thread === undefined ? words.thread : thread.title || untitled}
      about={[mark?.word, thread && standing(thread), project?.name, agent?.name, place]
        .filter(Boolean)
        .join(' · ')}
      mark={mark}
      instead={words}
      running={running}
      approvals={approvals}
      asked={raised}
      rises
      outgoing={outgoing}
      goal={goal}
      tools={
        <>
          {finding.button}
          {thread !== undefined && (
            <IconButton
              label={moreAbout(thread.title || untitled)}
              icon={<Ellipsis size={22} />}
              aria-haspopup="dialog"
              onClick={() => more(id)}
            />
          )}
        </>
      }
      above={
        <>
          {finding.bar}
          {agent?.demo === true && <p className={list.demo}>{words.demo}</p>}
          {thread?.gated === false && <WatchThread thread={thread} />}
        </>
      }
      notices={
        <>
          {away !== undefined ? (
            <div className={frame.notice}>
              <ConnectEnvironment environment={away} />
            </div>
          ) : (
            agent !== undefined &&
            agent.detail !== '' && (
              <div className={frame.notice}>
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
        </>
      }
    >
      {!waits && home !== null && <NextNeedBar home={home} thread={id} />}
      {thread?.paused === true && <PausedBar thread={id} />}
      {thread !== undefined && <Speak thread={thread} store={store} />}
    </Conversation>
  );
}

/** What a thread that is not behind the gate is. */
const standing = ({ gated, watched }: ThreadSummary): string | false =>
  gated === false && (watched === true ? WATCHED : NOT_GATED);

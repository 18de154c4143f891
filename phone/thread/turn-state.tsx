import type { ReactNode } from 'react';
import { StateMark } from '../../ui/state-mark.tsx';
import { agentOf } from '../state/home.ts';
import type { ThreadStore } from '../state/thread-store.ts';
import { duration } from '../text/time.ts';
import * as words from '../text/timeline.ts';
import { useActions } from '../views/actions.ts';
import { useStore } from '../views/use-store.ts';
import { Running } from './running.tsx';
import { ThreadUse } from './thread-use.tsx';
import css from './timeline.module.css';
import { useThread } from './use-thread.ts';
import { WholeTurn } from './whole-turn.tsx';

const TURN = ['turn'] as const;

/** How the latest turn stands. */
export function TurnState({
  thread,
  store,
  connected,
}: {
  thread: string;
  store: ThreadStore;
  connected: boolean;
}): ReactNode {
  const turn = useThread(store, TURN, () => store.page?.turn ?? null);
  if (turn === null) return null;
  const took = turn.endedAt === null ? null : duration(turn.endedAt - turn.startedAt);
  return (
    <>
      {turn.state !== 'running' && (
        <>
          <WholeTurn store={store} turn={turn} />
          <Use thread={thread} />
        </>
      )}
      <div className={css.turn} role="status">
        {turn.state === 'running' && !connected && <StateMark state="away" word={words.workingLastSeen} />}
        {turn.state === 'running' && connected && (
          <>
            <StateMark state="working" word={words.working} />
            <span className={css.time} aria-hidden="true">
              <Running since={turn.startedAt} />
            </span>
          </>
        )}
        {turn.state === 'completed' && <StateMark state="done" word={words.done(took)} />}
        {turn.state === 'interrupted' && <StateMark state="away" word={words.stopped(took)} />}
        {turn.state === 'void' && (
          <>
            <StateMark state="trouble" word={words.agentStopped} />
            <p className={css.error}>{words.agentStoppedMeaning}</p>
          </>
        )}
        {turn.state === 'failed' && (
          <>
            <StateMark state="trouble" word={words.failed(took)} />
            {turn.error !== null && <p className={css.error}>{turn.error}</p>}
          </>
        )}
      </div>
    </>
  );
}

function Use({ thread: id }: { thread: string }): ReactNode {
  const home = useStore(useActions().session.home);
  const thread = home?.threads.find((each) => each.id === id);
  if (home === null || thread === undefined) return null;
  return <ThreadUse tokens={thread.tokens} limits={agentOf(home, thread)?.limits ?? []} />;
}

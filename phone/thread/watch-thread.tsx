import { type ReactNode, useState } from 'react';
import type { ThreadSummary } from '../../protocol/session/values.ts';
import { NOT_GATED_MEANS } from '../../ui/approval-words.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { CallError } from '../client/types.ts';
import { useActions } from '../views/actions.ts';
import { Fold } from './fold.tsx';
import css from './watch-thread.module.css';

/** For a thread that was begun in a terminal: what it asks about, and whether it is to ask about everything. */
export function WatchThread({ thread }: { thread: ThreadSummary }): ReactNode {
  const { session } = useActions();
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const watched = thread.watched === true;
  const set = async () => {
    setAsking(true);
    setProblem(null);
    try {
      await session.watch(thread.id, !watched);
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      setProblem(error.code === 'cut' ? CUT : error.message);
    } finally {
      setAsking(false);
    }
  };
  return (
    <div className={css.watch}>
      <Fold summary={watched ? 'Watched: it asks first' : 'Not gated: it asks about little'}>
        {() => (
          <>
            <p>
              {watched
                ? 'It asks before every command and patch, here and in the terminal. When you stop, it acts inside its sandbox without asking, from its next turn on.'
                : `${NOT_GATED_MEANS} Watched, it asks before every command and patch, here and in the terminal, from its next turn on.`}
            </p>
            {session.may('start') ? (
              <div>
                <Button aria-disabled={asking} onClick={() => asking || void set()}>
                  {watched ? 'Stop watching' : 'Watch this thread'}
                </Button>
              </div>
            ) : (
              <p>This phone may not change that.</p>
            )}
            {problem !== null && (
              <div role="alert">
                <Notice level="error">{problem}</Notice>
              </div>
            )}
          </>
        )}
      </Fold>
    </div>
  );
}

const CUT =
  'The connection broke, so it may be changed or not. What is shown above is true when the host is back.';

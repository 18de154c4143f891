import { type ReactNode, useState } from 'react';
import type { ThreadSummary } from '../../protocol/session/values.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { CallError } from '../client/types.ts';
import * as words from '../text/watching.ts';
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
      setProblem(error.code === 'cut' ? words.cut : error.message);
    } finally {
      setAsking(false);
    }
  };
  return (
    <div className={css.watch}>
      <Fold summary={watched ? words.watched : words.notGated}>
        {() => (
          <>
            <p>{watched ? words.watchedMeaning : words.notGatedMeaning}</p>
            {session.may('start') ? (
              <div>
                <Button aria-disabled={asking} onClick={() => asking || void set()}>
                  {watched ? words.stop : words.watch}
                </Button>
              </div>
            ) : (
              <p>{words.mayNot}</p>
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

import type { ReactNode } from 'react';
import type { ThreadSummary } from '../../protocol/session/values.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import * as words from '../text/watching.ts';
import { useActions } from '../views/actions.ts';
import { useAct } from '../views/use-act.ts';
import { Fold } from './fold.tsx';
import css from './watch-thread.module.css';

/** For a thread that was begun in a terminal: what it asks about, and whether it is to ask about everything. */
export function WatchThread({ thread }: { thread: ThreadSummary }): ReactNode {
  const { session } = useActions();
  const { busy, problem, act } = useAct(words.cut);
  const watched = thread.watched === true;
  return (
    <div className={css.watch}>
      <Fold summary={watched ? words.watched : words.notGated}>
        {() => (
          <>
            <p>{watched ? words.watchedMeaning : words.notGatedMeaning}</p>
            {session.may('start') ? (
              <div>
                <Button
                  aria-disabled={busy}
                  onClick={() => busy || void act(() => session.watch(thread.id, !watched))}
                >
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

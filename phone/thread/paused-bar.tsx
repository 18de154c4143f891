import { Pause } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import * as words from '../text/thread-menu.ts';
import { useActions } from '../views/actions.ts';
import { useAct } from '../views/use-act.ts';
import css from './paused-bar.module.css';

/** Above the composer of a thread that is paused: why nothing starts, and the way out. */
export function PausedBar({ thread }: { thread: string }): ReactNode {
  const { session } = useActions();
  const { busy, problem, act } = useAct(words.notDone);
  return (
    <div className={css.bar}>
      <Pause size={18} aria-hidden="true" />
      <p role={problem === null ? undefined : 'alert'}>{problem ?? words.pausedBar}</p>
      {session.may('start') && (
        <Button disabled={busy} onClick={() => void act(() => session.pause(thread, false))}>
          {words.resume}
        </Button>
      )}
    </div>
  );
}

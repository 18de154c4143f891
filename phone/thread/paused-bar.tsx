import { Pause } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { CallError } from '../client/types.ts';
import * as words from '../text/thread-menu.ts';
import { useActions } from '../views/actions.ts';
import css from './paused-bar.module.css';

/** Above the composer of a thread that is paused: why nothing starts, and the way out. */
export function PausedBar({ thread }: { thread: string }): ReactNode {
  const { session } = useActions();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const resume = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await session.pause(thread, false);
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      setProblem(error.code === 'cut' ? words.notDone : error.message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className={css.bar}>
      <Pause size={18} aria-hidden="true" />
      <p role={problem === null ? undefined : 'alert'}>{problem ?? words.pausedBar}</p>
      {session.may('start') && (
        <Button disabled={busy} onClick={() => void resume()}>
          {words.resume}
        </Button>
      )}
    </div>
  );
}

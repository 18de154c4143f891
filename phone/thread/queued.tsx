import { Clock, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Queue } from '../../protocol/session/queue.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import * as words from '../text/speaking.ts';
import { useActions } from '../views/actions.ts';
import { useAct } from '../views/use-act.ts';
import css from './queued.module.css';
import slips from './slips.module.css';

/** What waits at the host to be said to this thread, from whichever phone, and why it does not go on by itself. */
export function Queued({
  thread,
  queue,
  onTaken,
}: {
  thread: string;
  queue: Queue;
  /** The text of what was taken back. */
  onTaken: (text: string) => void;
}): ReactNode {
  const { session } = useActions();
  const { busy, problem, act } = useAct(words.notDone);
  const may = session.may('start');
  return (
    <section className={slips.box} aria-label={words.queue}>
      {queue.held !== null && (
        <div className={css.held}>
          <p>{words.held[queue.held]}</p>
          {may && (
            <Button disabled={busy} onClick={() => void act(() => session.release(thread))}>
              {words.sayNow}
            </Button>
          )}
        </div>
      )}
      {problem !== null && (
        <p className={css.problem} role="alert">
          {problem}
        </p>
      )}
      <ol className={slips.list}>
        {queue.entries.map(({ id, text, by }) => (
          <li key={id} className={slips.slip}>
            <Clock size={16} aria-hidden="true" />
            <p>
              <span className={slips.name}>{text}</span>
              <span className={`${slips.name} ${slips.fact}`}>{words.queuedBy(by)}</span>
            </p>
            {may && (
              <IconButton
                label={words.takeBackNamed(text)}
                icon={<Undo2 size={18} />}
                disabled={busy}
                onClick={() => void act(async () => onTaken(await session.takeBack(thread, id)))}
              />
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

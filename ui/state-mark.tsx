import { Check, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import css from './state-mark.module.css';

/** `working` · `waiting`: for the owner · `done` · `trouble` · `away`: not connected, or nothing to tell. */
export type MarkState = 'working' | 'waiting' | 'done' | 'trouble' | 'away';

/** A state as colour, shape and word. With `quiet` the word is for screen readers only, because it stands beside the mark. */
export function StateMark({
  state,
  word,
  quiet = false,
}: {
  state: MarkState;
  word: string;
  quiet?: boolean;
}): ReactNode {
  return (
    <span className={`${css.mark} ${css[state]}`}>
      <span className={css.shape} aria-hidden="true">
        {state === 'done' && <Check size="1em" strokeWidth={2.75} />}
        {state === 'trouble' && <TriangleAlert size="1em" strokeWidth={2.5} />}
      </span>
      <span className={quiet ? 'visually-hidden' : undefined}>{word}</span>
    </span>
  );
}

import type { ReactNode } from 'react';
import { WATCH_GIVES, WATCH_LINES, WATCH_NEEDS } from '../../main/contract/watching.ts';
import { Shown } from './shown.tsx';
import css from './watching.module.css';

/** What a thread of a terminal needs to be watched: lines that the owner alone can put where they belong. */
export function Watching(): ReactNode {
  return (
    <div className={css.watching}>
      <h3>Watch a thread of a terminal</h3>
      <p>{WATCH_GIVES}</p>
      <p>{WATCH_NEEDS}</p>
      <Shown text={WATCH_LINES} subject="watch" label="Copy the lines for config.toml" />
    </div>
  );
}

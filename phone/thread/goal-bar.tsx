import { Goal as Icon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Goal, GoalChange } from '../../protocol/session/goal.ts';
import { Button } from '../../ui/button.tsx';
import * as words from '../text/speaking.ts';
import css from './goal-bar.module.css';

/** What the agent works towards by itself in this thread. */
export function GoalBar({
  goal,
  onChange,
}: {
  goal: Goal;
  /** Null: this phone may not change it. */
  onChange: ((change: GoalChange) => void) | null;
}): ReactNode {
  const { state, text } = goal;
  return (
    <div className={css.bar}>
      <Icon size={18} aria-hidden="true" />
      <p>
        <b>{words.goal[state]}</b>
        <span>{text}</span>
      </p>
      {onChange !== null && (
        <div className={css.acts}>
          {state === 'active' && (
            <Button tone="quiet" onClick={() => onChange({ kind: 'pause' })}>
              {words.goalPause}
            </Button>
          )}
          {(state === 'paused' || state === 'blocked' || state === 'limited') && (
            <Button tone="quiet" onClick={() => onChange({ kind: 'resume' })}>
              {words.goalResume}
            </Button>
          )}
          {state !== 'active' && (
            <Button tone="quiet" onClick={() => onChange({ kind: 'clear' })}>
              {words.goalClear}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

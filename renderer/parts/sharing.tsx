import type { ReactNode } from 'react';
import type { AgentView, SharingView } from '../../main/contract/state.ts';
import { Button } from '../../ui/button.tsx';
import { type MarkState, StateMark } from '../../ui/state-mark.tsx';
import type { CommandState } from '../use-command.ts';
import css from './sharing.module.css';
import { Shown } from './shown.tsx';

const MARKS = {
  off: { mark: 'away', word: 'Kept apart' },
  waiting: { mark: 'working', word: 'Changes soon' },
  starting: { mark: 'working', word: 'Starting' },
  on: { mark: 'done', word: 'Shared' },
  failed: { mark: 'trouble', word: 'Not shared' },
} as const satisfies Record<SharingView['state'], { mark: MarkState; word: string }>;

/** How it stands with sharing threads with a terminal, and what can be done about it. */
export function Sharing({
  agent,
  sharing,
  command,
}: {
  agent: AgentView;
  sharing: SharingView;
  command: CommandState;
}): ReactNode {
  const { mark, word } = MARKS[sharing.state];
  return (
    <div className={css.sharing}>
      <div role="status">
        <StateMark state={mark} word={word} />
        <p className={css.detail}>{sharing.detail}</p>
      </div>
      {sharing.stop !== null && (
        <Shown
          text={sharing.stop}
          subject={`stop:${agent.id}`}
          label="Copy the command that ends the daemon"
        />
      )}
      {sharing.state === 'failed' && (
        <div>
          <Button onClick={() => void command.run('agent/retry', { id: agent.id })}>Try again</Button>
        </div>
      )}
    </div>
  );
}

import type { ReactNode } from 'react';
import type { AgentInfo, AgentState } from '../../protocol/session/values.ts';
import { type MarkState, StateMark } from '../../ui/state-mark.tsx';
import css from './hosts.module.css';

export const AGENT: Record<AgentState, { state: MarkState; word: string }> = {
  ready: { state: 'done', word: 'Ready' },
  starting: { state: 'working', word: 'Starting' },
  missing: { state: 'away', word: 'Not installed' },
  outdated: { state: 'trouble', word: 'Too old' },
  signedOut: { state: 'trouble', word: 'Signed out' },
  stopped: { state: 'trouble', word: 'Stopped' },
};

/** Those of the host itself. */
export function Agents({ agents }: { agents: readonly AgentInfo[] }): ReactNode {
  if (agents.length === 0) return null;
  return (
    <ul className={css.agents} aria-label="Agents">
      {agents.map(({ id, name, state, detail, demo }) => (
        <li key={id}>
          <span>{name}</span>
          <StateMark {...AGENT[state]} />
          {demo && <p className={`${css.soft} ${css.detail}`}>Scripted: nothing that it shows is real.</p>}
          {detail !== '' && state !== 'ready' && <p className={`${css.soft} ${css.detail}`}>{detail}</p>}
        </li>
      ))}
    </ul>
  );
}

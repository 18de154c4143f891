import type { ReactNode } from 'react';
import type { AgentInfo, AgentState } from '../../protocol/session/values.ts';
import { type MarkState, StateMark } from '../../ui/state-mark.tsx';
import * as words from '../text/agents.ts';
import css from './hosts.module.css';

const MARK: Record<AgentState, MarkState> = {
  ready: 'done',
  starting: 'working',
  missing: 'away',
  outdated: 'trouble',
  signedOut: 'trouble',
  stopped: 'trouble',
};

/** Those of the host itself. */
export function Agents({ agents }: { agents: readonly AgentInfo[] }): ReactNode {
  if (agents.length === 0) return null;
  return (
    <ul className={css.agents} aria-label={words.list}>
      {agents.map(({ id, name, state, detail, demo }) => (
        <li key={id}>
          <span>{name}</span>
          <StateMark state={MARK[state]} word={words.state[state]} />
          {demo && <p className={`${css.soft} ${css.detail}`}>{words.demo}</p>}
          {detail !== '' && state !== 'ready' && <p className={`${css.soft} ${css.detail}`}>{detail}</p>}
        </li>
      ))}
    </ul>
  );
}

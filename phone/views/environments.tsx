import type { ReactNode } from 'react';
import type { Environment } from '../../protocol/session/values.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { type MarkState, StateMark } from '../../ui/state-mark.tsx';
import type { HomeState } from '../state/home.ts';
import { newRequestId } from '../state/request-id.ts';
import { state as agentState } from '../text/agents.ts';
import * as words from '../text/environments.ts';
import { useActions } from './actions.ts';
import css from './hosts.module.css';
import { useAct } from './use-act.ts';

const MARK: Record<Environment['state'], MarkState> = {
  up: 'done',
  connecting: 'working',
  atDesk: 'waiting',
  off: 'away',
};

/** The SSH hosts that the owner works on, beside the computer itself, each with its agent where that cannot work. */
export function Environments({ home }: { home: HomeState }): ReactNode {
  const remote = home.environments.filter(({ id }) => id !== 'local');
  if (remote.length === 0) return null;
  return (
    <section className={css.elsewhere}>
      <h3 className={css.soft}>{words.heading}</h3>
      <ul className={css.agents}>
        {remote.map((environment) => {
          const agents = home.agents.filter((agent) => agent.environment === environment.id);
          const unwell = environment.state === 'up' ? agents.filter(({ state }) => state !== 'ready') : [];
          return (
            <li key={environment.id}>
              <span>{environment.name}</span>
              <StateMark state={MARK[environment.state]} word={words.state[environment.state]} />
              {environment.detail !== '' && (
                <p className={`${css.soft} ${css.detail}`}>{environment.detail}</p>
              )}
              {unwell.map(({ id, name, state, detail }) => (
                <p key={id} className={`${css.soft} ${css.detail}`}>
                  {words.agent(name, agentState[state], detail)}
                </p>
              ))}
              {environment.state === 'off' && <Connect environment={environment} />}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Beside a project whose SSH host is not connected. */
export function ConnectEnvironment({ environment }: { environment: Environment }): ReactNode {
  const { name, state, detail } = environment;
  return (
    <Notice level="warning">
      {words.notConnected(name, detail)}
      {state === 'off' && <Connect environment={environment} />}
    </Notice>
  );
}

function Connect({ environment: { id, name, connectable } }: { environment: Environment }): ReactNode {
  const { session } = useActions();
  const { busy, problem, act } = useAct(words.notDone);
  if (!connectable || !session.may('start')) return null;
  const connect = () =>
    act(() => session.connection.call('environment/connect', { requestId: newRequestId(), environment: id }));
  return (
    <>
      <Button
        className={css.connect}
        disabled={busy}
        aria-label={words.connectNamed(name)}
        onClick={() => void connect()}
      >
        {words.connect}
      </Button>
      {problem !== null && (
        <p role="alert" className={css.problem}>
          {problem}
        </p>
      )}
    </>
  );
}

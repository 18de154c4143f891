import type { ReactNode } from 'react';
import { realAgent } from '../../main/contract/setup.ts';
import type { HostState } from '../../main/contract/state.ts';
import { Button } from '../../ui/button.tsx';
import { Loading } from '../../ui/empty.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { Shown } from '../parts/shown.tsx';
import { SignIn } from '../parts/sign-in.tsx';
import type { CommandState } from '../use-command.ts';
import css from './steps.module.css';

/** Finds the agent: how to install or update it, and its sign-in. */
export function AgentStep({ state, command }: { state: HostState; command: CommandState }): ReactNode {
  const agent = realAgent(state);
  if (agent === undefined)
    return (
      <p>Outpost was started without Codex. Its demo shows on the phone what an agent’s work looks like.</p>
    );
  const again = (
    <Button
      tone={agent.command === undefined ? 'plain' : 'primary'}
      disabled={command.busy}
      onClick={() => void command.run('agent/retry', { id: agent.id })}
    >
      Look again
    </Button>
  );
  switch (agent.state) {
    case 'ready':
      return (
        <>
          <StateMark state="done" word={`${agent.name} is ready`} />
          {agent.detail !== '' && <p className={css.soft}>{agent.detail}</p>}
        </>
      );
    case 'starting':
      return <Loading what={agent.detail || `Connecting to ${agent.name}`} />;
    case 'signedOut':
      return (
        <>
          <StateMark state="waiting" word={`${agent.name} is here, and signed out`} />
          <SignIn agent={agent} signIn={state.signIn} command={command} />
        </>
      );
    case 'missing':
    case 'outdated':
      return (
        <>
          <StateMark
            state="waiting"
            word={agent.state === 'missing' ? `${agent.name} is not installed` : `${agent.name} is too old`}
          />
          <p>{agent.detail}</p>
          {agent.command !== undefined && (
            <Shown text={agent.command} subject={`agent:${agent.id}`} label="Copy the command" />
          )}
          <p className={css.soft}>Run it in a terminal on this computer, then look again.</p>
          <div className={css.buttons}>{again}</div>
        </>
      );
    case 'stopped':
      return (
        <>
          <StateMark state="trouble" word={`${agent.name} has stopped`} />
          <p>{agent.detail}</p>
          <div className={css.buttons}>{again}</div>
        </>
      );
  }
}

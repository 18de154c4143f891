import { type ReactNode, useState } from 'react';
import type { EnvironmentView } from '../../main/contract/environments.ts';
import type { AgentView, ProjectView } from '../../main/contract/state.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { actsOf, agentTrouble, factsOf, STATE_WORDS } from '../model/environments.ts';
import { lasting } from '../model/relative-time.ts';
import { Shown } from '../parts/shown.tsx';
import { useCommand } from '../use-command.ts';
import { EnvironmentDetails } from './environment-details.tsx';
import css from './environment-row.module.css';

/** One environment: how it stands, what it lacks, and what can be done about it. */
export function EnvironmentRow({
  environment,
  here,
  agent,
  projects,
  now,
  onAsk,
}: {
  environment: EnvironmentView;
  /** That works there; undefined: none was tried yet. */
  agent: AgentView | undefined;
  /** Version of the agent on this computer; null: not known. */
  here: string | null;
  /** All of them. */
  projects: readonly ProjectView[];
  now: number;
  /** Shows what it asks. */
  onAsk: () => void;
}): ReactNode {
  const { id, name, alias, state, detail, since, missing, question } = environment;
  const { run, refusal, busy } = useCommand();
  const [opened, setOpened] = useState(false);
  const { connect, disconnect } = actsOf(environment);
  const facts = factsOf(environment, here);
  const isLocal = alias === null;
  const trouble = isLocal ? null : agentTrouble(environment, agent);
  const mark = isLocal ? ({ state: 'done', word: 'This computer' } as const) : STATE_WORDS[state];
  return (
    <li className={css.row} tabIndex={-1} aria-label={name}>
      <div className={css.head}>
        <div className={css.words}>
          <h2>{name}</h2>
          <p className={css.state}>
            <StateMark {...mark} />
            {!isLocal && <span>{lasting(since, now)}</span>}
          </p>
          {/* Its mark says already that it is off. */}
          {state !== 'off' && (
            <p className={css.detail} data-selectable>
              {detail}
            </p>
          )}
          {facts.length > 0 && <p className={css.detail}>{facts.join(' · ')}</p>}
        </div>
        {!isLocal && (
          <div className={css.controls}>
            {question !== null && (
              <Button tone="primary" aria-label={`Answer what ${name} asks`} onClick={onAsk}>
                Answer…
              </Button>
            )}
            {connect !== null && (
              <Button
                aria-label={`${connect}: ${name}`}
                aria-disabled={busy}
                onClick={() => void run('ssh/connect', { alias })}
              >
                {connect}
              </Button>
            )}
            {disconnect !== null && (
              <Button
                aria-label={`${disconnect}: ${name}`}
                aria-disabled={busy}
                onClick={() => void run('ssh/disconnect', { environment: id })}
              >
                {disconnect}
              </Button>
            )}
            <Button
              tone="quiet"
              aria-expanded={opened}
              aria-label={`${opened ? 'Less' : 'More'} about ${name}`}
              onClick={() => setOpened((before) => !before)}
            >
              {opened ? 'Less' : 'More'}
            </Button>
          </div>
        )}
      </div>
      {missing !== null && (
        <div className={css.missing}>
          <Notice level="warning">
            {missing.about}
            {missing.command !== null && ` Run this on ${name}, then choose “Check again” under “More”:`}
          </Notice>
          {missing.command !== null && (
            <Shown
              text={missing.command}
              subject={`environment:${id}`}
              label={`Copy the command for ${name}`}
            />
          )}
        </div>
      )}
      {trouble !== null && (
        <div className={css.missing}>
          <Notice level={trouble.level}>{trouble.text}</Notice>
        </div>
      )}
      {refusal !== undefined && (
        <div role="alert" className={css.refusal}>
          <Notice level="error">{refusal}</Notice>
        </div>
      )}
      {opened && (
        <EnvironmentDetails
          environment={environment}
          projects={projects.filter((project) => project.environment === id)}
        />
      )}
    </li>
  );
}

import { type ReactNode, useEffect, useEffectEvent, useState } from 'react';
import type { PanelView } from '../../main/contract/panel.ts';
import type { HostState } from '../../main/contract/state.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Notice } from '../../ui/notice.tsx';
import { EnvironmentRow } from '../environments/environment-row.tsx';
import { HostList } from '../environments/host-list.tsx';
import { QuestionDialog } from '../environments/question-dialog.tsx';
import { type Asked, askedKey, followAsked } from '../model/environments.ts';
import { ViewHead } from '../parts/view-head.tsx';
import { useNow } from '../use-now.ts';
import { useRowFocus } from '../use-row-focus.ts';
import css from './environments.module.css';
import list from './list.module.css';

const MINUTE = 60_000;

/** Somebody types, or is asked something else: what rises now would take their keys. */
const isTaken = (): boolean =>
  document.activeElement?.closest('input:not([type="checkbox"]), textarea, select, dialog') != null;

/** Where the agent works: this computer, and the SSH hosts of its owner. */
export function EnvironmentsView({
  state,
  onShow,
}: {
  state: HostState;
  onShow: (view: PanelView) => void;
}): ReactNode {
  const { environments, agents, ssh, projects } = state;
  const now = useNow(MINUTE);
  const [asked, setAsked] = useState<Asked>();
  const [later, setLater] = useState<ReadonlySet<string>>(new Set());
  const rows = useRowFocus(environments.map(({ id }) => id));
  const here = environments.find(({ alias }) => alias === null)?.agentVersion ?? null;
  const asking = environments.find(({ id }) => id === asked?.environment);

  const follow = useEffectEvent((all: HostState['environments']) =>
    setAsked((before) => followAsked(before, all, later, !isTaken())),
  );
  useEffect(() => follow(environments), [environments]);

  const close = (): void => {
    if (asked !== undefined) setLater((before) => new Set([...before, askedKey(asked)]));
    setAsked(undefined);
  };
  return (
    <>
      <ViewHead title="Environments" detail="Where the agent works: here, and on hosts reached by SSH." />
      {ssh.problems.length > 0 && <Problems problems={ssh.problems} />}
      <ul className={list.list} ref={rows}>
        {environments.map((environment) => (
          <EnvironmentRow
            key={environment.id}
            environment={environment}
            here={here}
            agent={agents.find((agent) => agent.environment === environment.id)}
            projects={projects}
            now={now}
            onAsk={() => {
              if (environment.question !== null)
                setAsked({ environment: environment.id, question: environment.question });
            }}
          />
        ))}
      </ul>
      {ssh.enabled ? (
        <HostList ssh={ssh} environments={environments} />
      ) : (
        <Empty
          title="SSH hosts are switched off"
          action={<Button onClick={() => onShow('settings')}>Open the settings</Button>}
        >
          Switch on “SSH hosts” in the settings, and the hosts of your SSH configuration are listed here.
        </Empty>
      )}
      {asked !== undefined && asking !== undefined && (
        <QuestionDialog environment={asking} question={asked.question} onClose={close} />
      )}
    </>
  );
}

/** What is wrong in the configuration, each with its file and line. */
function Problems({ problems }: { problems: readonly string[] }): ReactNode {
  return (
    <div className={css.problems}>
      <Notice level="warning">
        <b>
          {problems.length === 1
            ? 'Something is wrong in your SSH configuration'
            : `${problems.length} things are wrong in your SSH configuration`}
        </b>
        <ul>
          {problems.map((problem) => (
            <li key={problem} data-selectable>
              {problem}
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  );
}

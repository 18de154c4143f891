import { type ReactNode, useId, useState } from 'react';
import { PROMPT_LIMIT } from '../../protocol/session/catalogue.ts';
import type { AgentInfo } from '../../protocol/session/values.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Notice } from '../../ui/notice.tsx';
import { elsewhereOf } from '../state/home.ts';
import { useActions } from './actions.ts';
import { ConnectEnvironment } from './environments.tsx';
import { NoThreads } from './inbox.tsx';
import css from './new-thread.module.css';
import { NewThreadScreen } from './new-thread-screen.tsx';
import { useStore } from './use-store.ts';

const DRAFT = 'new thread';
const STATE: Record<AgentInfo['state'], string> = {
  ready: '',
  starting: 'starting',
  missing: 'not installed',
  outdated: 'too old',
  signedOut: 'signed out',
  stopped: 'stopped',
};

/** Project, agent, and what to do. */
export function NewThread({ project: asked }: { project: string | null }): ReactNode {
  const { session, navigation } = useActions();
  const home = useStore(session.home);
  const field = useId();
  const [text, setText] = useState(() => session.drafts.get(DRAFT));
  const [project, setProject] = useState(asked);
  const [agent, setAgent] = useState<string | null>(null);
  if (home === null) return null;

  const isUp = (environment: string) =>
    home.environments.find(({ id }) => id === environment)?.state === 'up';
  const chosenProject =
    home.projects.find(({ id }) => id === project) ??
    home.projects.find(({ environment }) => isUp(environment)) ??
    home.projects[0];
  const chosenEnvironment = home.environments.find(({ id }) => id === chosenProject?.environment);
  const agents = home.agents.filter(({ environment }) => environment === chosenProject?.environment);
  const chosenAgent =
    agents.find(({ id }) => id === agent) ??
    agents.find(({ state, demo }) => state === 'ready' && !demo) ??
    agents.find(({ state }) => state === 'ready') ??
    agents[0];
  const ready = text.trim() !== '' && chosenProject !== undefined && chosenAgent !== undefined;
  const start = () => {
    if (!ready) return;
    const request = session.outgoing.say(
      { kind: 'new', project: chosenProject.id, agent: chosenAgent.id },
      text.trim(),
    );
    session.drafts.set(DRAFT, '');
    navigation.replace({ view: 'starting', request });
  };

  return (
    <NewThreadScreen>
      {chosenProject === undefined ? (
        <NoThreads home={home} mayStart />
      ) : agents.length === 0 && chosenEnvironment?.state === 'up' ? (
        <Empty title="There is no agent here">The host has none for this project.</Empty>
      ) : (
        <form
          className={css.form}
          onSubmit={(event) => {
            event.preventDefault();
            start();
          }}
        >
          <Choice
            label="Project"
            options={home.projects.map(({ id, name, environment }) => ({
              id,
              name,
              hint: elsewhereOf(home, environment) ?? '',
            }))}
            value={chosenProject.id}
            onChange={setProject}
          />
          {chosenEnvironment !== undefined && chosenEnvironment.state !== 'up' && (
            <ConnectEnvironment environment={chosenEnvironment} />
          )}
          <Choice
            label="Agent"
            options={agents.map(({ id, name, state }) => ({ id, name, hint: STATE[state] }))}
            value={chosenAgent?.id ?? ''}
            onChange={setAgent}
          />
          {chosenAgent !== undefined &&
            chosenAgent.detail !== '' &&
            chosenAgent.state !== 'ready' &&
            isUp(chosenAgent.environment) && <Notice level="warning">{chosenAgent.detail}</Notice>}
          {chosenAgent?.demo === true && <Notice>Demo: nothing here is real.</Notice>}
          <label className={css.label} htmlFor={field}>
            What to do
          </label>
          <textarea
            id={field}
            className={css.text}
            value={text}
            maxLength={PROMPT_LIMIT}
            onChange={(event) => {
              setText(event.target.value);
              session.drafts.set(DRAFT, event.target.value);
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) start();
            }}
          />
          <Button type="submit" tone="primary" wide aria-disabled={!ready}>
            Start
          </Button>
        </form>
      )}
    </NewThreadScreen>
  );
}

/** One of a few. With a single one there is nothing to choose, so it is only named. */
function Choice({
  label,
  options,
  value,
  onChange,
}: {
  label: string;
  options: readonly { id: string; name: string; hint: string }[];
  value: string;
  onChange: (id: string) => void;
}): ReactNode {
  const name = useId();
  return (
    <fieldset className={css.choice}>
      <legend className={css.label}>{label}</legend>
      {options.map((option) => (
        <label key={option.id} className={css.option}>
          <input
            type="radio"
            name={name}
            checked={option.id === value}
            onChange={() => onChange(option.id)}
          />
          <span>
            {option.name}
            {option.hint !== '' && <span className={css.hint}> · {option.hint}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

import { SlidersHorizontal } from 'lucide-react';
import { type ReactNode, useEffect, useId, useState } from 'react';
import type { TurnOptions } from '../../protocol/session/options.ts';
import { PROMPT_LIMIT } from '../../protocol/session/prompt.ts';

import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Notice } from '../../ui/notice.tsx';
import { attachmentsOf } from '../state/attachments.ts';
import { choicesOf } from '../state/choices.ts';
import { draftsOf } from '../state/drafts.ts';
import { elsewhereOf } from '../state/home.ts';
import { optionParts } from '../state/option-parts.ts';
import * as attaching from '../text/attaching.ts';
import * as words from '../text/new-thread.ts';
import * as speaking from '../text/speaking.ts';
import { AttachButton } from '../thread/attach-button.tsx';
import { AttachedList } from '../thread/attached-list.tsx';
import { shrinkPhoto } from '../thread/shrink-photo.ts';
import { useActions } from './actions.ts';
import { ConnectEnvironment } from './environments.tsx';
import css from './new-thread.module.css';
import { NewThreadScreen } from './new-thread-screen.tsx';
import { NoProjects } from './nothing-listed.tsx';
import { ChooseSheet } from './parts.tsx';
import { useStore } from './use-store.ts';

const DRAFT = 'new thread';

/** Project, agent, and what to do. */
export function NewThread({ project: asked }: { project: string | null }): ReactNode {
  const { session, navigation } = useActions();
  const home = useStore(session.home);
  const field = useId();
  const [text, setText] = useState(() => draftsOf(session).get(DRAFT));
  const [project, setProject] = useState(asked);
  const [agent, setAgent] = useState<string | null>(null);
  const [choosing, setChoosing] = useState(false);
  const next = useStore(choicesOf(session).next).get(DRAFT);
  const attached = useStore(attachmentsOf(session).places).get(DRAFT) ?? [];
  const [left, setLeft] = useState(0);
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
  const ready =
    (text.trim() !== '' || attached.length > 0) &&
    chosenProject !== undefined &&
    chosenAgent !== undefined &&
    attached.every(({ state }) => state === 'ready');
  const options = { ...(chosenProject && choicesOf(session).remembered(chosenProject.id)), ...next };
  const start = () => {
    if (!ready) return;
    const attachments = attachmentsOf(session).take(DRAFT);
    choicesOf(session).take(DRAFT);
    choicesOf(session).remember(chosenProject.id, options);
    const request = session.outgoing.say(
      { kind: 'new', project: chosenProject.id, agent: chosenAgent.id },
      text.trim() || attaching.alone(attached),
      {
        ...(Object.keys(options).length > 0 && { options }),
        ...(attachments.length > 0 && { attachments }),
      },
    );
    draftsOf(session).set(DRAFT, '');
    navigation.replace({ view: 'starting', request });
  };

  return (
    <NewThreadScreen>
      {chosenProject === undefined ? (
        <NoProjects />
      ) : agents.length === 0 && chosenEnvironment?.state === 'up' ? (
        <Empty title={words.noAgent}>{words.noAgentMeaning}</Empty>
      ) : (
        <form
          className={css.form}
          onSubmit={(event) => {
            event.preventDefault();
            start();
          }}
        >
          <Choice
            label={words.project}
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
            label={words.agent}
            options={agents.map(({ id, name, state }) => ({ id, name, hint: words.state[state] }))}
            value={chosenAgent?.id ?? ''}
            onChange={setAgent}
          />
          {chosenAgent !== undefined &&
            chosenAgent.detail !== '' &&
            chosenAgent.state !== 'ready' &&
            isUp(chosenAgent.environment) && <Notice level="warning">{chosenAgent.detail}</Notice>}
          {chosenAgent?.demo === true && <Notice>{words.demo}</Notice>}
          <label className={css.label} htmlFor={field}>
            {words.task}
          </label>
          <textarea
            id={field}
            className={css.text}
            value={text}
            maxLength={PROMPT_LIMIT}
            onChange={(event) => {
              setText(event.target.value);
              draftsOf(session).set(DRAFT, event.target.value);
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) start();
            }}
          />
          {attached.length > 0 && (
            <AttachedList
              attached={attached}
              onRemove={(file) => attachmentsOf(session).remove(DRAFT, file)}
            />
          )}
          {left > 0 && (
            <div role="alert">
              <Notice level="warning">{attaching.noRoom(left)}</Notice>
            </div>
          )}
          {/* Below the words, which so stay where they are when it comes. */}
          <div className={css.beside}>
            {chosenAgent !== undefined && (
              <AttachHere
                agent={chosenAgent.id}
                onAttach={(files) => setLeft(attachmentsOf(session).add(DRAFT, files, shrinkPhoto))}
              />
            )}
            {chosenAgent?.state === 'ready' && (
              <How agent={chosenAgent.id} options={options} onOpen={() => setChoosing(true)} />
            )}
          </div>
          <Button type="submit" tone="primary" wide aria-disabled={!ready}>
            {words.start}
          </Button>
        </form>
      )}
      {choosing && chosenAgent !== undefined && (
        <ChooseSheet
          agent={chosenAgent.id}
          options={options}
          meaning={speaking.choosingNew}
          onChoose={(chosen) => choicesOf(session).choose(DRAFT, chosen)}
          onClose={() => setChoosing(false)}
        />
      )}
    </NewThreadScreen>
  );
}

/** Model, effort and mode as they were chosen last here, and the way to others; nothing where the agent offers none. */
function How({
  agent,
  options,
  onOpen,
}: {
  agent: string;
  options: TurnOptions;
  onOpen: () => void;
}): ReactNode {
  const { session } = useActions();
  const choices = useStore(choicesOf(session).offered(agent));
  useEffect(() => choicesOf(session).want(agent), [session, agent]);
  if (choices === null || (choices.models.length === 0 && choices.modes.length === 0)) return null;
  const parts = optionParts({ mode: 'work', ...options }, choices);
  return (
    <div className={css.how}>
      <Button
        wide
        icon={<SlidersHorizontal size={18} aria-hidden="true" />}
        aria-haspopup="dialog"
        aria-label={speaking.howNamed(parts)}
        onClick={onOpen}
      >
        {speaking.how(parts)}
      </Button>
    </div>
  );
}

/** Where the agent sees files of this computer. */
function AttachHere({
  agent,
  onAttach,
}: {
  agent: string;
  onAttach: (files: readonly File[]) => void;
}): ReactNode {
  const { session } = useActions();
  const choices = useStore(choicesOf(session).offered(agent));
  if (choices?.abilities.includes('attach') !== true) return null;
  return <AttachButton onAttach={onAttach} />;
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
            {option.hint !== '' && <span className={css.hint}>{words.hint(option.hint)}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

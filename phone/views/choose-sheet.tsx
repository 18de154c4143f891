import { type ReactNode, useEffect, useId, useState } from 'react';
import type { AgentChoices, TurnOptions } from '../../protocol/session/options.ts';
import { Button } from '../../ui/button.tsx';
import { Loading } from '../../ui/empty.tsx';
import { Problem } from '../../ui/notice.tsx';
import { CallError } from '../client/types.ts';
import { choicesOf } from '../state/choices.ts';
import { effortsOf } from '../state/slash.ts';
import * as words from '../text/speaking.ts';
import { useActions } from './actions.ts';
import css from './choose-sheet.module.css';
import sheet from './sheet.module.css';
import { Sheet } from './sheet.tsx';
import { useStore } from './use-store.ts';

/** Mode, model and effort of what is said next. What is chosen counts at once. */
export function ChooseSheet({
  agent,
  options,
  meaning,
  onChoose,
  onClose,
}: {
  /** Id of the agent that is asked what there is. */
  agent: string;
  /** How it goes without another choice. */
  options: TurnOptions;
  /** For how long the choice holds. */
  meaning: string;
  onChoose: (options: TurnOptions) => void;
  onClose: () => void;
}): ReactNode {
  const { session } = useActions();
  const heading = useId();
  const choices = useStore(choicesOf(session).offered(agent));
  const [failed, setFailed] = useState(false);
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: tries.
  useEffect(() => {
    setFailed(false);
    choicesOf(session)
      .ask(agent)
      .catch((error: unknown) => {
        if (!(error instanceof CallError)) throw error;
        setFailed(true);
      });
  }, [session, agent, tries]);
  const nothing = choices !== null && choices.models.length === 0 && choices.modes.length === 0;
  return (
    <Sheet
      labelledBy={heading}
      onClose={onClose}
      foot={
        <Button wide tone="primary" onClick={onClose}>
          {words.done}
        </Button>
      }
    >
      <h2 id={heading} className={sheet.title}>
        {words.choosing}
      </h2>
      {choices === null && !failed ? (
        <Loading what={words.asking} />
      ) : choices === null || nothing ? (
        <Problem
          title={words.nothingOffered}
          meaning={words.nothingOfferedMeaning}
          action={<Button onClick={() => setTries(tries + 1)}>{words.tryAgain}</Button>}
        />
      ) : (
        <>
          <p className={sheet.meaning}>{meaning}</p>
          <Offered choices={choices} options={options} onChoose={onChoose} />
        </>
      )}
    </Sheet>
  );
}

function Offered({
  choices,
  options,
  onChoose,
}: {
  choices: AgentChoices;
  options: TurnOptions;
  onChoose: (options: TurnOptions) => void;
}): ReactNode {
  const { models, modes } = choices;
  const efforts = effortsOf(choices, options);
  const model = options.model ?? models.find(({ standard }) => standard)?.id;
  const chosen = models.find(({ id }) => id === model);
  const chooseModel = (id: string) => {
    const next = models.find((each) => each.id === id);
    const keeps = next?.efforts.some((effort) => effort.id === options.effort) ?? false;
    // An effort that the next model does not have is not asked for.
    onChoose({ model: id, ...(!keeps && next?.effort != null && { effort: next.effort }) });
  };
  return (
    <>
      {modes.length > 0 && (
        <Group
          label={words.modeLabel}
          value={options.mode ?? 'work'}
          options={modes.map((mode) => ({ id: mode, name: words.mode[mode], hint: words.modeMeaning[mode] }))}
          onChange={(mode) => onChoose({ mode: mode as (typeof modes)[number] })}
        />
      )}
      {models.length > 0 && (
        <Group
          label={words.modelLabel}
          value={model ?? ''}
          options={[
            ...(model !== undefined && chosen === undefined
              ? [{ id: model, name: model, hint: words.standard }]
              : []),
            ...models.map(({ id, name, description, standard }) => ({
              id,
              name,
              hint: standard ? `${words.standardModel}. ${description}` : description,
            })),
          ]}
          onChange={chooseModel}
        />
      )}
      {efforts.length > 0 && (
        <Group
          label={words.effortLabel}
          value={options.effort ?? chosen?.effort ?? ''}
          options={efforts.map(({ id, description }) => ({ id, name: id, hint: description }))}
          onChange={(effort) => onChoose({ ...(model !== undefined && { model }), effort })}
        />
      )}
    </>
  );
}

function Group({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: string;
  options: readonly { id: string; name: string; hint: string }[];
  onChange: (id: string) => void;
}): ReactNode {
  const name = useId();
  return (
    <fieldset className={css.group}>
      <legend>{label}</legend>
      {options.map((option) => (
        <label key={option.id} className={css.option}>
          <input
            type="radio"
            name={name}
            checked={option.id === value}
            onChange={() => onChange(option.id)}
          />
          <span>
            <b>{option.name}</b>
            {option.hint !== '' && <span className={css.hint}>{option.hint}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

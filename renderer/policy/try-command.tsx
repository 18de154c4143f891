import { type FormEvent, type ReactNode, useState } from 'react';
import { HANDLING_WORDS, type PolicyCheck, TIER_WORDS } from '../../main/contract/policy.ts';
import type { HostState } from '../../main/contract/state.ts';
import { Button } from '../../ui/button.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { useCommand } from '../use-command.ts';
import css from './policy.module.css';

/** Explains what would happen to a command, here and now. Nothing runs. */
export function TryCommand({ state }: { state: HostState }): ReactNode {
  const { run, refusal, busy } = useCommand();
  const [text, setText] = useState('');
  const [project, setProject] = useState(state.projects[0]?.id ?? '');
  const [shown, setShown] = useState<{ command: string; check: PolicyCheck }>();
  const explain = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const command = text.trim();
    if (command === '') return;
    const where = state.projects.find(({ id }) => id === project);
    const check = await run('policy/check', {
      command,
      ...(where !== undefined && { project: where.id, environment: where.environment }),
    });
    setShown(check === undefined ? undefined : { command, check });
  };
  return (
    <>
      <form className={css.form} onSubmit={(event) => void explain(event)}>
        <input
          className={css.typed}
          aria-label="Command to explain"
          placeholder="npm install left-pad"
          autoComplete="off"
          spellCheck={false}
          maxLength={4096}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {state.projects.length > 0 && (
          <select
            aria-label="Project"
            value={project}
            onChange={(event) => setProject(event.currentTarget.value)}
          >
            {state.projects.map(({ id, name }) => (
              <option key={id} value={id}>
                in {name}
              </option>
            ))}
          </select>
        )}
        <Button type="submit" disabled={busy || text.trim() === ''}>
          Explain
        </Button>
      </form>
      <Refusal text={refusal} flush />
      <div role="status">{shown !== undefined && <Explained {...shown} />}</div>
    </>
  );
}

function Explained({ command, check }: { command: string; check: PolicyCheck }): ReactNode {
  const { tier, reasons, sandbox, outside } = check;
  return (
    <div className={css.explained} data-selectable>
      <code>{command}</code>
      <p>
        <b className={css.tier} data-tier={tier}>
          {TIER_WORDS[tier].title}
        </b>
      </p>
      {reasons.length > 0 && (
        <ul className={css.reasons}>
          {reasons.map(({ text }) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
      <dl>
        <Answer where="In the sandbox" answer={sandbox} />
        <Answer where="Outside the sandbox" answer={outside} />
      </dl>
    </div>
  );
}

function Answer({ where, answer }: { where: string; answer: PolicyCheck['sandbox'] }): ReactNode {
  return (
    <div>
      <dt>
        {where}: <b>{HANDLING_WORDS[answer.handling]}</b>
      </dt>
      <dd className={css.soft}>{answer.why}</dd>
    </div>
  );
}

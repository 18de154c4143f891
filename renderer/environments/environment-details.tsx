import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { EnvironmentFinding, EnvironmentView } from '../../main/contract/environments.ts';
import type { ProjectView } from '../../main/contract/state.ts';
import { Button } from '../../ui/button.tsx';
import { Loading } from '../../ui/empty.tsx';
import { Notice } from '../../ui/notice.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { FINDING_MARKS } from '../model/environments.ts';
import { Confirm } from '../parts/dialog.tsx';
import { useCommand } from '../use-command.ts';
import css from './environment-row.module.css';
import { FolderForm } from './folder-form.tsx';

const Terminal = lazy(async () => ({ default: (await import('./terminal.tsx')).Terminal }));

/** Behind *More*: its projects, a look at what is over there, what ssh printed, and the end of its server. */
export function EnvironmentDetails({
  environment,
  projects,
}: {
  environment: EnvironmentView;
  /** Its own. */
  projects: readonly ProjectView[];
}): ReactNode {
  const { id, name, state, printed } = environment;
  const { run, refusal, busy } = useCommand();
  const [findings, setFindings] = useState<readonly EnvironmentFinding[]>();
  const [logShown, setLogShown] = useState(false);
  const [stopping, setStopping] = useState(false);
  const isUp = state === 'up';

  const check = async (): Promise<void> => {
    const looked = await run('ssh/check', { environment: id });
    if (looked !== undefined) setFindings(looked.findings);
  };
  return (
    <div className={css.more}>
      <section aria-label={`Projects on ${name}`}>
        <h3>Projects</h3>
        {projects.length === 0 ? (
          <p className={css.detail}>
            No folder there is open to your phones yet.{!isUp && ' Connect it to open one.'}
          </p>
        ) : (
          <ul className={css.projects}>
            {projects.map((project) => (
              <li key={project.id}>
                <b>{project.name}</b>
                <code data-selectable>{project.path}</code>
              </li>
            ))}
          </ul>
        )}
        {isUp && <FolderForm environment={id} name={name} />}
      </section>
      {findings !== undefined && (
        <section aria-label={`What was found on ${name}`}>
          <h3>What is over there</h3>
          <ul className={css.findings}>
            {findings.map(({ title, state: how, detail, command }) => (
              <li key={title}>
                <StateMark {...FINDING_MARKS[how]} quiet />
                <div>
                  <b>{title}</b>
                  <p data-selectable>{detail}</p>
                  {command !== null && <code data-selectable>{command}</code>}
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
      {logShown && (
        <section aria-label={`Log of the last attempt to connect ${name}`}>
          <h3>Log of the last attempt</h3>
          {printed === 0 ? (
            <p className={css.detail}>ssh printed nothing.</p>
          ) : (
            <Suspense fallback={<Loading what="Opening the log" />}>
              <Terminal environment={environment} typing={false} />
            </Suspense>
          )}
        </section>
      )}
      {refusal !== undefined && (
        <div role="alert">
          <Notice level="error">{refusal}</Notice>
        </div>
      )}
      <p className="visually-hidden" role="status">
        {findings === undefined
          ? ''
          : `${name} was looked at: ${findings.filter((finding) => finding.state !== 'good').length} of ${findings.length} need a look.`}
      </p>
      <div className={css.controls}>
        {isUp && (
          <Button aria-label={`Check ${name} again`} aria-disabled={busy} onClick={() => void check()}>
            Check again
          </Button>
        )}
        <Button
          aria-label={`Log of the last attempt to connect ${name}`}
          aria-expanded={logShown}
          onClick={() => setLogShown((before) => !before)}
        >
          {logShown ? 'Hide the log' : 'Log'}
        </Button>
        {isUp && (
          <Button
            aria-label={`Disconnect ${name} and stop its server`}
            aria-disabled={busy}
            onClick={() => setStopping(true)}
          >
            Disconnect and stop its server…
          </Button>
        )}
      </div>
      {stopping && (
        <Confirm
          title={`Stop Codex’s server on ${name}?`}
          detail={
            'Every turn that runs there ends, also those that were begun elsewhere, in a terminal over there for example. ' +
            'To leave them running, only disconnect.'
          }
          verb="Disconnect and stop it"
          onCancel={() => setStopping(false)}
          onConfirm={() => {
            setStopping(false);
            void run('ssh/disconnect', { environment: id, stop: true });
          }}
        />
      )}
    </div>
  );
}

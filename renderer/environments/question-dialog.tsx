import { lazy, type ReactNode, Suspense, useId, useState } from 'react';
import type { EnvironmentQuestion, EnvironmentView } from '../../main/contract/environments.ts';
import { Button } from '../../ui/button.tsx';
import { Loading } from '../../ui/empty.tsx';
import { Notice } from '../../ui/notice.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { useArmed } from '../../ui/use-armed.ts';
import { FIELD_LABELS, fingerprintOf, mayBeEmpty, questionWords } from '../model/ssh-question.ts';
import { Dialog } from '../parts/dialog.tsx';
import { useCommand } from '../use-command.ts';
import { HostKeyAnswer } from './host-key-answer.tsx';
import css from './question-dialog.module.css';
import { SecretField } from './secret-field.tsx';

// The terminal is far more than all else of the window.
const Terminal = lazy(async () => ({ default: (await import('./terminal.tsx')).Terminal }));

/**
 * What ssh, the other computer or Outpost asks about a host, until it is answered. `onClose` leaves it unanswered: it is
 * asked for as long as nobody answers.
 */
export function QuestionDialog({
  environment,
  question,
  onClose,
}: {
  environment: EnvironmentView;
  question: EnvironmentQuestion;
  onClose: () => void;
}): ReactNode {
  const { run, refusal, busy } = useCommand();
  const [terminalShown, setTerminalShown] = useState(false);
  const about = useId();
  const { title, meaning } = questionWords(environment, question);
  /** Answered, or taken back: until the next comes, there is nothing to do. */
  const isOver = environment.question?.id !== question.id;
  const inTerminal = question.kind === 'terminal';

  const answer = (text: string): void => {
    void run('ssh/answer', { environment: environment.id, question: question.id, text });
  };
  const end = (): void => {
    void run('ssh/disconnect', { environment: environment.id }).then(onClose);
  };

  return (
    <Dialog title={title} onClose={onClose} describedBy={about} wide>
      <p id={about}>{meaning}</p>
      <Words environment={environment} question={question} />
      {refusal !== undefined && (
        <div role="alert" className={css.refusal}>
          <Notice level="error">{refusal}</Notice>
        </div>
      )}
      {(inTerminal || terminalShown) && (
        <Suspense fallback={<Loading what="Opening the terminal" />}>
          <Terminal environment={environment} typing focus />
        </Suspense>
      )}
      {isOver ? (
        <Awaited />
      ) : (
        <Answer key={question.id} question={question} busy={busy} onAnswer={answer} onClose={onClose} />
      )}
      <div className={css.foot}>
        {question.kind !== 'startDaemon' && !inTerminal && (
          <Button
            tone="quiet"
            aria-expanded={terminalShown}
            onClick={() => setTerminalShown((before) => !before)}
          >
            {terminalShown ? 'Hide the terminal' : 'Show the terminal'}
          </Button>
        )}
        <Button tone="quiet" onClick={end}>
          {question.kind === 'startDaemon' ? 'Disconnect' : 'Stop connecting'}
        </Button>
      </div>
    </Dialog>
  );
}

/** The detail that says that the answer before was wrong. */
const AGAIN = 'Before';

/** Between two questions. Takes the focus, which was on an answer that is gone. */
function Awaited(): ReactNode {
  return (
    <p ref={(element) => element?.focus()} tabIndex={-1} role="status" className={css.sent}>
      <StateMark state="working" word="ssh goes on" />
    </p>
  );
}

/** What was said, by whom; and what ssh named beside it. */
function Words({
  environment: { name },
  question: { from, text, details },
}: {
  environment: EnvironmentView;
  question: EnvironmentQuestion;
}): ReactNode {
  const facts = details.filter((detail) => detail.name !== AGAIN);
  const whose = details.find((detail) => detail.name === 'Host')?.value ?? name;
  return (
    <>
      {text !== '' &&
        (from === 'server' ? (
          <figure className={css.theirs}>
            <figcaption>Words of the other computer, {whose}. They may say anything.</figcaption>
            <blockquote data-selectable>{text}</blockquote>
          </figure>
        ) : (
          <p className={from === 'ssh' ? css.ssh : css.ours} data-selectable>
            {text}
          </p>
        ))}
      {details.map(
        ({ name: about, value }) =>
          about === AGAIN && (
            <div key={about} role="alert" className={css.refusal}>
              <Notice level="warning">{value}</Notice>
            </div>
          ),
      )}
      {facts.length > 0 && (
        <dl className={css.details}>
          {facts.map((detail) => (
            <div key={detail.name}>
              <dt>{detail.name}</dt>
              <dd data-selectable className={detail.name === 'Fingerprint' ? css.fingerprint : undefined}>
                {detail.value}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}

function Answer({
  question,
  busy,
  onAnswer,
  onClose,
}: {
  question: EnvironmentQuestion;
  busy: boolean;
  onAnswer: (text: string) => void;
  onClose: () => void;
}): ReactNode {
  const armed = useArmed(question.id);
  const label = FIELD_LABELS[question.kind];
  const later = <Button onClick={onClose}>Not now</Button>;
  if (label !== null)
    return (
      <SecretField
        label={label}
        secret={question.secret}
        empty={mayBeEmpty(question.kind)}
        busy={busy}
        onSend={onAnswer}
      >
        {later}
      </SecretField>
    );
  if (question.kind === 'hostKey')
    return (
      <HostKeyAnswer
        question={question.id}
        fingerprint={fingerprintOf(question)}
        busy={busy}
        onAnswer={onAnswer}
      />
    );
  if (question.kind === 'touch' || question.kind === 'terminal')
    return <div className={css.buttons}>{later}</div>;
  return (
    <div className={css.buttons}>
      {/* The answer that changes nothing has the focus. */}
      <Button autoFocus aria-disabled={busy} onClick={() => !busy && onAnswer('no')}>
        {question.kind === 'startDaemon' ? 'Do not start it' : 'No'}
      </Button>
      <Button
        aria-disabled={busy || !armed}
        onClick={() => {
          if (!busy && armed) onAnswer('yes');
        }}
      >
        {question.kind === 'startDaemon' ? 'Start it' : 'Yes'}
      </Button>
    </div>
  );
}

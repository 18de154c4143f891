import { type ReactNode, useCallback, useEffect, useEffectEvent, useId, useMemo, useState } from 'react';
import { cardDigestText } from '../../protocol/decision.ts';
import { type Decision, NOTE_LIMIT } from '../../protocol/session/approvals.ts';
import { type Card, readCard } from '../../protocol/session/card.ts';
import { fitsForm } from '../../protocol/session/form.ts';
import { ApprovalCard } from '../../ui/approval-card.tsx';
import { sessionMeans } from '../../ui/approval-words.ts';
import { Button } from '../../ui/button.tsx';
import { Loading } from '../../ui/empty.tsx';
import { Notice } from '../../ui/notice.tsx';
import { type Answers, isAnswered } from '../../ui/question-form.tsx';
import { useArmed } from '../../ui/use-armed.ts';
import { useBridge, useCommand } from '../use-command.ts';
import { useNow } from '../use-now.ts';
import { Refusal } from './refusal.tsx';
import css from './waiting-card.module.css';

const MINUTE = 60_000;

/** One approval, fetched as it is opened: its card, and the decision below it. */
export function WaitingCard({ id, onDecided }: { id: string; onDecided: () => void }): ReactNode {
  const { run, refusal } = useCommand();
  const [attempt, setAttempt] = useState(0);
  const [text, setText] = useState<string>();
  const [answers, setAnswers] = useState<Answers>({});
  const heading = useId();
  const card = useMemo(() => (text === undefined ? null : readCard(text)), [text]);
  const now = useNow(MINUTE);
  const bridge = useBridge();
  const thread = card?.thread;
  const changesOf = useCallback(
    async (path: string) => {
      const outcome = await bridge.run('thread/changes', { thread: thread ?? '', path });
      if (!outcome.ok) throw new Error(outcome.refusal.message);
      return outcome.value;
    },
    [bridge, thread],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt is a reason to ask again.
  useEffect(() => {
    let gone = false;
    void run('approval/read', { id }).then((read) => {
      if (!gone && read !== undefined) setText(read.card);
    });
    return () => {
      gone = true;
    };
  }, [run, id, attempt]);

  if (refusal !== undefined)
    return (
      <>
        {/* The host holds every card that it lists. What it does not show is too large, or was just answered elsewhere. */}
        <Notice level="warning">{refusal}</Notice>
        <Decide id={id} text="" card={null} answers={{}} onDecided={onDecided} />
      </>
    );
  if (text === undefined) return <Loading what="Fetching what is asked" />;
  if (card === null)
    return (
      <>
        <Notice level="warning">This window cannot show it. Restart Outpost, or decline it.</Notice>
        <Decide id={id} text={text} card={null} answers={{}} onDecided={onDecided} />
      </>
    );
  return (
    <section className={css.opened} aria-labelledby={heading} data-selectable>
      <ApprovalCard
        facts={card}
        headingId={heading}
        answers={answers}
        onAnswers={setAnswers}
        opensPages={false}
        now={now}
        changesOf={changesOf}
      />
      <Decide
        id={id}
        text={text}
        card={card}
        answers={answers}
        onDecided={onDecided}
        onChanged={() => setAttempt((n) => n + 1)}
      />
    </section>
  );
}

/** `card` is null for one that cannot be shown, which can only be declined. */
function Decide({
  id,
  text,
  card,
  answers,
  onDecided,
  onChanged,
}: {
  id: string;
  text: string;
  card: Card | null;
  answers: Answers;
  onDecided: () => void;
  /** What was shown is not what is asked any more. */
  onChanged?: () => void;
}): ReactNode {
  const { run, refusal, code, busy } = useCommand();
  const changed = useEffectEvent(() => onChanged?.());
  useEffect(() => {
    if (code === 'cardChanged') changed();
  }, [code]);
  // What was pressed when this came up under the pointer, or while a key rests, decides nothing.
  const armed = useArmed(`${id}${text}`);
  const [session, setSession] = useState(false);
  const [word, setWord] = useState<string>();
  const wordId = useId();
  const off = !armed || busy;
  const offered = (decision: Decision) =>
    card === null
      ? decision === 'decline'
      : card.decisions.includes(decision) &&
        (card.handling !== 'never' || (decision !== 'approve' && decision !== 'answer'));
  const complete = card !== null && isComplete(card, answers);

  const decide = async (decision: Decision): Promise<void> => {
    if (off) return;
    const decided = await run('approval/decide', {
      id,
      decision,
      scope: decision === 'approve' && session ? 'session' : 'once',
      note:
        decision === 'answer' ? JSON.stringify(answers) : decision === 'approve' ? '' : (word ?? '').trim(),
      cardDigest: cardDigestText(text),
    });
    if (decided !== undefined) onDecided();
  };

  return (
    <div className={css.decide}>
      <Refusal flush text={refusal} />
      {card?.handling === 'never' && (
        <Notice level="warning">The policy of this computer lets nobody say yes to this.</Notice>
      )}
      {offered('approve') && card?.scopes.includes('session') === true && (
        <label className={css.scope}>
          <input type="checkbox" checked={session} onChange={(event) => setSession(event.target.checked)} />
          {sessionMeans(card.ask)}
        </label>
      )}
      {word !== undefined && (
        <div className={css.word}>
          <label htmlFor={wordId}>Why not, for the agent</label>
          <textarea
            id={wordId}
            rows={2}
            maxLength={NOTE_LIMIT}
            value={word}
            // biome-ignore lint/a11y/noAutofocus: it has just been asked for.
            autoFocus
            onChange={(event) => setWord(event.target.value)}
          />
        </div>
      )}
      <div className={css.buttons}>
        {offered('decline') && (
          <Button aria-disabled={off} onClick={() => void decide('decline')}>
            Decline
          </Button>
        )}
        {offered('decline') && word === undefined && (
          <Button tone="quiet" onClick={() => setWord('')}>
            Say why not…
          </Button>
        )}
        {offered('stop') && (word !== undefined || !offered('decline')) && (
          <Button tone="quiet" aria-disabled={off} onClick={() => void decide('stop')}>
            {offered('decline') ? 'Decline and stop the turn' : 'Stop the turn'}
          </Button>
        )}
        <span className={css.yes}>
          {offered('approve') && (
            <Button tone="primary" aria-disabled={off} onClick={() => void decide('approve')}>
              Approve
            </Button>
          )}
          {offered('answer') && (
            <Button
              tone="primary"
              aria-disabled={off || !complete}
              onClick={() => complete && void decide('answer')}
            >
              Send answer
            </Button>
          )}
        </span>
      </div>
    </div>
  );
}

function isComplete({ ask }: Card, answers: Answers): boolean {
  if (ask.kind === 'form') return fitsForm(ask.fields, answers);
  return ask.kind !== 'question' || isAnswered(ask.questions, answers);
}

import { type ReactNode, useCallback, useEffect, useId, useMemo, useState } from 'react';
import { type Approval, CARD_LIMIT, NOTE_LIMIT } from '../../protocol/session/approvals.ts';
import { type Card, readCard } from '../../protocol/session/card.ts';
import { fitsForm } from '../../protocol/session/form.ts';
import { ApprovalCard } from '../../ui/approval-card.tsx';
import { sessionMeans } from '../../ui/approval-words.ts';
import { Button } from '../../ui/button.tsx';
import { closedWords } from '../../ui/closed-words.ts';
import { Loading } from '../../ui/empty.tsx';
import { HoldButton } from '../../ui/hold-button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { type Answers, isAnswered } from '../../ui/question-form.tsx';
import { useArmed } from '../../ui/use-armed.ts';
import { CallError } from '../client/types.ts';
import { decisionsOf } from '../state/decisions.ts';
import type { HostSession } from '../state/host-session.ts';
import * as words from '../text/approval.ts';
import { useActions } from '../views/actions.ts';
import { Sheet } from '../views/sheet.tsx';
import { useNow } from '../views/use-now.ts';
import { useStore } from '../views/use-store.ts';
import css from './approval-sheet.module.css';

/** The card's text: what came with the approval, or what the host gives on being asked; null while it is on its way. */
function useCard(session: HostSession, approval: Approval): { text: string | null; problem: string | null } {
  const [read, setRead] = useState<{ of: string; text: string | null; problem: string | null } | null>(null);
  const { card, cardSize } = approval;
  const tooLarge = cardSize > CARD_LIMIT;
  const { kind } = useStore(session.state);
  const connected = kind === 'connected';
  useEffect(() => {
    if (card !== null || tooLarge || !connected) return;
    let gone = false;
    const { id } = approval;
    session.card(id).then(
      (text) => {
        if (!gone) setRead({ of: id, text, problem: null });
      },
      (error: unknown) => {
        if (!(error instanceof CallError)) throw error;
        if (!gone && error.code !== 'cut') setRead({ of: id, text: null, problem: error.message });
      },
    );
    return () => {
      gone = true;
    };
    // Each telling of it may be of another card.
  }, [session, approval, card, tooLarge, connected]);
  if (card !== null) return { text: card, problem: null };
  if (tooLarge) return { text: null, problem: words.tooLarge };
  return read?.of === approval.id ? read : { text: null, problem: null };
}

/** An approval with all that is needed to decide it, the decision at the bottom. */
export function ApprovalSheet({ approval, onClose }: { approval: Approval; onClose: () => void }): ReactNode {
  const { session } = useActions();
  const heading = useId();
  const { text, problem } = useCard(session, approval);
  const card = useMemo(() => (text === null ? null : readCard(text)), [text]);
  const [answers, setAnswers] = useState<Answers>({});
  const open = approval.state === 'open';
  const unreadable = text !== null && card === null;
  const now = useNow('minutes');
  const { thread } = approval;
  const changesOf = useCallback((path: string) => session.changes(thread, path), [session, thread]);
  return (
    <Sheet
      labelledBy={heading}
      roomy
      onClose={onClose}
      foot={
        open ? (
          <Decide approval={approval} text={text} card={card} answers={answers} onLater={onClose} />
        ) : (
          <Closed approval={approval} onClose={onClose} />
        )
      }
    >
      {card !== null ? (
        <ApprovalCard
          facts={card}
          headingId={heading}
          answers={answers}
          {...(open && session.may('answer') ? { onAnswers: setAnswers } : {})}
          decided={!open}
          now={now}
          changesOf={changesOf}
        />
      ) : (
        <>
          <h2 id={heading} className={css.title}>
            {approval.title}
          </h2>
          {problem !== null && <Notice level="warning">{problem}</Notice>}
          {unreadable && <Notice level="warning">{words.unreadable}</Notice>}
          {problem === null && !unreadable && <Loading what={words.fetching} />}
        </>
      )}
    </Sheet>
  );
}

function Closed({ approval, onClose }: { approval: Approval; onClose: () => void }): ReactNode {
  return (
    <div className={css.closed}>
      <p role="status">{words.closed(closedWords(approval).word)}</p>
      <Button wide onClick={onClose}>
        {words.close}
      </Button>
    </div>
  );
}

function Decide({
  approval,
  text,
  card,
  answers,
  onLater,
}: {
  approval: Approval;
  text: string | null;
  card: Card | null;
  answers: Answers;
  onLater: () => void;
}): ReactNode {
  const { session } = useActions();
  const home = useStore(session.home);
  const { kind: connection } = useStore(session.state);
  const state = useStore(decisionsOf(session).states).get(approval.id);
  const armed = useArmed(`${approval.id}${text}`);
  const [word, setWord] = useState<string | null>(null);
  const [session_, setSession] = useState(false);
  const wordId = useId();

  if (home !== null && !session.may('answer')) {
    return (
      <div className={css.closed}>
        <p>{words.mayNotAnswer}</p>
        <Button wide onClick={onLater}>
          {words.close}
        </Button>
      </div>
    );
  }
  const sending = state?.kind === 'sending';
  // What the host would refuse is not offered: a yes to it belongs elsewhere, a no may come from anywhere.
  const { refusal } = approval;
  const offered = (decision: Card['decisions'][number]) =>
    card === null
      ? decision === 'decline'
      : card.decisions.includes(decision) &&
        (refusal === null || (decision !== 'approve' && decision !== 'answer'));
  const question = card?.ask.kind === 'question' ? card.ask.questions : null;
  const complete =
    card?.ask.kind === 'form'
      ? fitsForm(card.ask.fields, answers)
      : question === null || isAnswered(question, answers);
  const decide = (decision: Card['decisions'][number]) => {
    if (!armed || sending) return;
    const note =
      decision === 'answer' ? JSON.stringify(answers) : decision === 'approve' ? '' : (word ?? '').trim();
    const scope = decision === 'approve' && session_ ? 'session' : 'once';
    void decisionsOf(session).answer({ approval: approval.id, card: text ?? '', decision, scope, note });
  };
  const off = !armed || sending;

  return (
    <div className={css.decide}>
      {state?.kind === 'failed' && (
        <div role="alert">
          <Notice level="error">{state.message ?? words.notSigned}</Notice>
        </div>
      )}
      {refusal !== null && <Notice level="warning">{refusal}</Notice>}
      {offered('approve') && card?.scopes.includes('session') === true && (
        <label className={css.scope}>
          <input type="checkbox" checked={session_} onChange={(event) => setSession(event.target.checked)} />
          {sessionMeans(card.ask)}
        </label>
      )}
      {word !== null && (
        <div className={css.word}>
          <label htmlFor={wordId}>{words.why}</label>
          <textarea
            id={wordId}
            rows={2}
            maxLength={NOTE_LIMIT}
            value={word}
            // biome-ignore lint/a11y/noAutofocus: it has just been asked for.
            autoFocus
            onChange={(event) => setWord(event.target.value)}
          />
          {offered('stop') && (
            <Button tone="quiet" aria-disabled={off} onClick={() => decide('stop')}>
              {words.stop}
            </Button>
          )}
        </div>
      )}
      <div className={css.row}>
        {offered('decline') && (
          <Button wide aria-disabled={off} onClick={() => decide('decline')}>
            {words.decline}
          </Button>
        )}
        {offered('approve') &&
          (card?.handling === 'hold' ? (
            <HoldButton verb="approve" disabled={off} onConfirm={() => decide('approve')} />
          ) : (
            <Button wide tone="primary" aria-disabled={off} onClick={() => decide('approve')}>
              {words.approve}
            </Button>
          ))}
        {offered('answer') && (
          <Button
            wide
            tone="primary"
            aria-disabled={off || !complete}
            onClick={() => complete && decide('answer')}
          >
            {words.answer}
          </Button>
        )}
      </div>
      {/* The edge where a thumb rests holds nothing that decides. */}
      {sending ? (
        <p className={css.sending} role="status">
          {connection === 'connected' ? words.sending : words.sendingLater}
        </p>
      ) : (
        <div className={css.row}>
          {word === null && offered('decline') && (
            <Button tone="quiet" wide onClick={() => setWord('')}>
              {words.sayWhy}
            </Button>
          )}
          <Button tone="quiet" wide onClick={onLater}>
            {words.later}
          </Button>
        </div>
      )}
    </div>
  );
}

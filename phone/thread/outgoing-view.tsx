import type { ReactNode } from 'react';
import type { Approval } from '../../protocol/session/approvals.ts';
import { Button } from '../../ui/button.tsx';
import { closedWords } from '../../ui/closed-words.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import type { Outgoing } from '../state/outbox.ts';
import * as words from '../text/speaking.ts';
import { useActions } from '../views/actions.ts';
import { UserText } from './item-view.tsx';
import css from './outgoing-view.module.css';

/** What the person said and the host has not shown yet. */
export function OutgoingText({ outgoing }: { outgoing: Outgoing }): ReactNode {
  const { session } = useActions();
  const { requestId, state, text, problem } = outgoing;
  return (
    <UserText
      text={text}
      images={0}
      foot={
        state === 'failed' ? (
          <div className={css.failed} role="alert">
            <StateMark
              state="trouble"
              word={problem?.code === 'notTaken' ? words.outgoing.notTaken : words.outgoing.failed}
            />
            <p>{problem?.message}</p>
            <div className={css.buttons}>
              <Button tone="quiet" onClick={() => session.outgoing.discard(requestId)}>
                {words.outgoing.remove}
              </Button>
              <Button onClick={() => session.outgoing.again(requestId)}>{words.outgoing.again}</Button>
            </div>
          </div>
        ) : (
          <p className={css.state} role="status">
            {state === 'queued' ? (
              <>
                {words.outgoing.queued}
                <Button tone="quiet" onClick={() => session.outgoing.discard(requestId)}>
                  {words.outgoing.takeBack}
                </Button>
              </>
            ) : state === 'sending' ? (
              words.outgoing.sending
            ) : (
              words.outgoing.sent
            )}
          </p>
        )
      }
    />
  );
}

export function ClosedApproval({ approval }: { approval: Approval }): ReactNode {
  const { state, word } = closedWords(approval);
  return (
    <div className={css.closed}>
      <StateMark state={state} word={word} />
      <span className={css.title}>{approval.title}</span>
    </div>
  );
}

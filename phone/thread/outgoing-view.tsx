import type { ReactNode } from 'react';
import type { Approval } from '../../protocol/session/approvals.ts';
import { Button } from '../../ui/button.tsx';
import { type MarkState, StateMark } from '../../ui/state-mark.tsx';
import type { Outgoing } from '../state/outbox.ts';
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
            <StateMark state="trouble" word="Not sent" />
            <p>{problem?.message}</p>
            <div className={css.buttons}>
              <Button tone="quiet" onClick={() => session.outgoing.discard(requestId)}>
                Remove
              </Button>
              <Button onClick={() => session.outgoing.again(requestId)}>Send again</Button>
            </div>
          </div>
        ) : (
          <p className={css.state} role="status">
            {state === 'queued' ? (
              <>
                Queued until connected
                <Button tone="quiet" onClick={() => session.outgoing.discard(requestId)}>
                  Take back
                </Button>
              </>
            ) : state === 'sending' ? (
              'Sending…'
            ) : (
              'Sent'
            )}
          </p>
        )
      }
    />
  );
}

const CLOSED: Record<Exclude<Approval['state'], 'open'>, { state: MarkState; word: string }> = {
  approved: { state: 'done', word: 'Approved' },
  answered: { state: 'done', word: 'Answered' },
  declined: { state: 'away', word: 'Declined' },
  stopped: { state: 'away', word: 'Declined and stopped' },
  void: { state: 'away', word: 'Nobody needs to answer any more' },
  unknown: { state: 'trouble', word: 'Answered, but it is not known whether the agent heard it' },
};

/** What became of an approval, in one line: `Approved by Anna’s phone`. */
export function closedWords(approval: Approval): { state: MarkState; word: string } {
  if (approval.state === 'open') throw new Error('an open approval has no outcome');
  const { state, word } = CLOSED[approval.state];
  // The host's note is a sentence; here it stands without its full stop.
  if (approval.state === 'void') return { state, word: (approval.note ?? word).replace(/\.$/, '') };
  return { state, word: approval.by === null ? word : `${word} by ${approval.by}` };
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

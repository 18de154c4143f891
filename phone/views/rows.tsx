import { memo, type ReactNode } from 'react';
import type { Approval } from '../../protocol/session/approvals.ts';
import type { ThreadStatus, ThreadSummary } from '../../protocol/session/values.ts';
import { APPROVAL_KIND } from '../../ui/approval-kinds.ts';
import { type MarkState, StateMark } from '../../ui/state-mark.tsx';
import css from './list.module.css';
import { age, ago } from './time.ts';
import { useNow } from './use-now.ts';

/** A thread's status as shape, colour and word. */
export const THREAD_MARK: Record<ThreadStatus, { state: MarkState; word: string }> = {
  working: { state: 'working', word: 'Working' },
  waiting: { state: 'waiting', word: 'Waits for you' },
  idle: { state: 'done', word: 'Done' },
  failed: { state: 'trouble', word: 'Failed' },
  away: { state: 'away', word: 'Agent away' },
};

export const ThreadRow = memo(function ThreadRow({
  thread,
  place,
  current,
  onOpen,
}: {
  thread: ThreadSummary;
  /** Where it runs: its project, or its agent. */
  place: string;
  current: boolean;
  onOpen: (thread: string) => void;
}): ReactNode {
  const now = useNow('minutes');
  const { state, word } = THREAD_MARK[thread.status];
  return (
    <li>
      <button
        type="button"
        className={css.row}
        aria-current={current ? 'true' : undefined}
        onClick={() => onOpen(thread.id)}
      >
        <StateMark state={state} word={word} quiet />
        <span className={css.text}>
          <span className={css.title}>{thread.title || 'Untitled'}</span>
          <span className={css.meta}>
            {word} · {place}
          </span>
        </span>
        <span className={css.age}>{age(thread.updatedAt, now)}</span>
      </button>
    </li>
  );
});

export const ApprovalRow = memo(function ApprovalRow({
  approval,
  threadTitle,
  onOpen,
}: {
  approval: Approval;
  threadTitle: string;
  onOpen: (approval: Approval) => void;
}): ReactNode {
  const now = useNow('minutes');
  const { Icon, word } = APPROVAL_KIND[approval.kind];
  return (
    <li>
      <button type="button" className={css.row} onClick={() => onOpen(approval)}>
        <span className={css.kind} aria-hidden="true">
          <Icon size={18} />
        </span>
        <span className={css.text}>
          <span className={css.asks}>{word}</span>
          {approval.kind === 'command' || approval.kind === 'stdin' ? (
            <code className={css.command}>{approval.title}</code>
          ) : (
            <span className={css.command}>{approval.title}</span>
          )}
          <span className={css.meta}>
            {approval.refusal !== null && 'Belongs at the desk · '}
            {threadTitle}
          </span>
        </span>
        <span className={css.age}>
          <span className="visually-hidden">asked {ago(approval.at, now)}</span>
          <span aria-hidden="true">{age(approval.at, now)}</span>
        </span>
      </button>
    </li>
  );
});

import { Ellipsis, Pause } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import type { Approval } from '../../protocol/session/approvals.ts';
import type { ThreadStatus, ThreadSummary } from '../../protocol/session/values.ts';
import { APPROVAL_KIND } from '../../ui/approval-kinds.ts';
import { IconButton } from '../../ui/button.tsx';
import { type MarkState, StateMark } from '../../ui/state-mark.tsx';
import * as words from '../text/rows.ts';
import { age, ago, counting } from '../text/time.ts';
import css from './list.module.css';
import { useNow } from './use-now.ts';

const STATE: Record<ThreadStatus, MarkState> = {
  working: 'working',
  waiting: 'waiting',
  idle: 'done',
  failed: 'trouble',
  away: 'away',
};

/** A thread's status as shape, colour and word. */
export function markOf({ status, paused }: ThreadSummary): { state: MarkState; word: string } {
  // What runs goes on in a thread that is paused, and what waits there still waits.
  if (paused === true && (status === 'idle' || status === 'failed'))
    return { state: 'away', word: words.paused };
  return { state: STATE[status], word: words.status[status] };
}

export interface ThreadRowProps {
  thread: ThreadSummary;
  /** Where it runs: its project, or its agent. */
  place: string;
  current: boolean;
  onOpen: (thread: string) => void;
  onMore: (thread: string) => void;
}

export const ThreadRow = memo(function ThreadRow({
  thread,
  place,
  current,
  onOpen,
  onMore,
}: ThreadRowProps): ReactNode {
  const mark = markOf(thread);
  const title = thread.title || words.untitled;
  const { runningSince, doing, paused, unseen } = thread;
  const isNews = unseen === true && runningSince === undefined;
  return (
    <li className={css.item}>
      <button
        type="button"
        className={css.row}
        data-news={isNews || undefined}
        aria-current={current ? 'true' : undefined}
        onClick={() => onOpen(thread.id)}
      >
        {isNews && <span className="visually-hidden">{words.unseen}</span>}
        <span>
          {paused === true && mark.state === 'away' ? (
            <Pause size={14} className={css.paused} aria-hidden="true" />
          ) : (
            <StateMark {...mark} quiet />
          )}
        </span>
        <span className={css.text}>
          <bdi className={css.title}>{title}</bdi>
          {doing !== undefined && <bdi className={css.doing}>{words.doing(doing)}</bdi>}
          <span className={css.meta}>
            {mark.word} ·{' '}
            {runningSince === undefined ? <Age at={thread.updatedAt} /> : <Running since={runningSince} />} ·{' '}
            {place}
          </span>
        </span>
      </button>
      <IconButton
        className={css.more}
        label={words.more(title)}
        icon={<Ellipsis size={20} />}
        aria-haspopup="dialog"
        onClick={() => onMore(thread.id)}
      />
    </li>
  );
});

function Age({ at }: { at: number }): ReactNode {
  return age(at, useNow('minutes'));
}

function Running({ since }: { since: number }): ReactNode {
  const time = counting(useNow('seconds') - since);
  return (
    <>
      <span className="visually-hidden">{words.runsFor(time)}</span>
      <span aria-hidden="true">{time}</span>
    </>
  );
}

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
            <span className="visually-hidden">{words.asked(ago(approval.at, now))}</span>
            <span aria-hidden="true">{age(approval.at, now)}</span> ·{' '}
            {approval.refusal === null ? threadTitle : words.atDesk(threadTitle)}
            {approval.subAgent !== undefined && ` · ${words.bySubAgent(approval.subAgent.name)}`}
          </span>
        </span>
      </button>
    </li>
  );
});

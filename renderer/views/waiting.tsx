import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { HostState } from '../../main/contract/state.ts';
import { approvalKind } from '../../ui/approval-kinds.ts';
import { Empty } from '../../ui/empty.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { relativeTime } from '../model/relative-time.ts';
import { follow, goneWords, lookedAt, moved, quietSince, toggled } from '../model/waiting.ts';
import { ViewHead } from '../parts/view-head.tsx';
import { WaitingCard } from '../parts/waiting-card.tsx';
import { useNow } from '../use-now.ts';
import list from './list.module.css';
import css from './waiting.module.css';

const MINUTE = 60_000;

/** What waits for the owner, each with its card on being opened. The only one is open by itself. */
export function WaitingView({ state }: { state: HostState }): ReactNode {
  const { waiting } = state;
  const now = useNow(MINUTE);
  const [desk, setDesk] = useState(() => lookedAt(waiting));
  const { opened, left } = desk;
  /** Decided in this window. */
  const [mine, setMine] = useState<ReadonlySet<string>>(new Set());
  const notice = useRef<HTMLDivElement>(null);
  const items = useRef<HTMLUListElement>(null);
  const closed = state.activity.closed.find(({ id }) => id === left?.id);

  useEffect(() => setDesk((before) => follow(before, waiting)), [waiting]);

  // The button that was pressed is gone with its card; the keys go on at the next one, where Enter only opens.
  const leftId = left?.id;
  useEffect(() => {
    if (leftId === undefined || document.activeElement !== document.body) return;
    (items.current?.querySelector<HTMLElement>('[data-head]') ?? notice.current)?.focus();
  }, [leftId]);

  const onKeys = (event: KeyboardEvent<HTMLUListElement>): void => {
    const heads = [...(items.current?.querySelectorAll<HTMLElement>('[data-head]') ?? [])];
    const at = heads.indexOf(event.target as HTMLElement);
    const to = at === -1 ? undefined : moved(event.key, at, heads.length);
    if (to === undefined) return;
    event.preventDefault();
    heads[to]?.focus();
  };

  return (
    <>
      <ViewHead
        title="Waiting"
        detail={
          waiting.length > 0
            ? 'What the agent may not do, or cannot know, without you. Phones show the same; whoever answers first decides.'
            : undefined
        }
      />
      <div ref={notice} role="status" className={css.gone} tabIndex={-1}>
        {left !== undefined && (
          <>
            <StateMark {...goneWords(closed, mine.has(left.id))} />
            <span data-selectable>{left.title}</span>
          </>
        )}
      </div>
      {waiting.length === 0 ? (
        <Empty title="Nothing waits for you">
          {quietSince(state, now)} What the agent asks for appears here and on your phones at once.
        </Empty>
      ) : (
        <ul ref={items} className={list.list} onKeyDown={onKeys}>
          {waiting.map((each) => {
            const { Icon, word } = approvalKind(each.kind);
            const open = opened?.id === each.id;
            return (
              <li key={each.id}>
                <button
                  type="button"
                  data-head
                  className={css.head}
                  aria-expanded={open}
                  onClick={() => setDesk((before) => toggled(before, each))}
                >
                  <Icon size={18} aria-hidden="true" />
                  <span className={css.what}>
                    <span>
                      {word} · {relativeTime(each.at, now)}
                      {each.desk && ' · at this computer only'}
                    </span>
                    <b>{each.title}</b>
                  </span>
                </button>
                {open && (
                  <WaitingCard
                    id={each.id}
                    onDecided={() => setMine((before) => new Set([...before, each.id]))}
                  />
                )}
              </li>
            );
          })}
        </ul>
      )}
    </>
  );
}

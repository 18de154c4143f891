import { memo, type ReactNode, useLayoutEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type { ThreadStore } from '../state/thread-store.ts';
import { ItemView } from './item-view.tsx';
import { OpenQuestions } from './open-questions.tsx';
import { ClosedApproval, OutgoingText } from './outgoing-view.tsx';
import { GrowingItem } from './streaming/growing-item.ts';
import css from './timeline.module.css';
import { distance, type TimelineRow as RowOf } from './timeline-rows.ts';
import { TurnState } from './turn-state.tsx';

/** One row of a thread; an item is drawn anew only when that item changes. */
export const TimelineRow = memo(function TimelineRow({
  row,
  thread,
  store,
  connected,
}: {
  row: RowOf;
  thread: string;
  store: ThreadStore;
  connected: boolean;
}): ReactNode {
  switch (row.kind) {
    case 'item':
      return <TimelineItem thread={thread} store={store} index={row.index} />;
    case 'decided':
      return <ClosedApproval approval={row.approval} />;
    case 'said':
      return <OutgoingText outgoing={row.outgoing} />;
    case 'turn':
      return <TurnState thread={thread} store={store} connected={connected} />;
  }
});

const TimelineItem = memo(function TimelineItem({
  thread,
  store,
  index,
}: {
  thread: string;
  store: ThreadStore;
  index: number;
}): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const growing = useMemo(() => new GrowingItem(store, index), [store, index]);
  const item = useSyncExternalStore(growing.subscribe, growing.get);
  useLayoutEffect(() => growing.stands(box.current, item));
  if (item === undefined) return null;
  return (
    <div
      ref={box}
      className={css.item}
      data-item={item.type}
      data-above={distance(store.item(index - 1)?.type, item.type)}
    >
      <ItemView thread={thread} item={item} />
      {item.type === 'agent' && item.questions !== undefined && (
        <OpenQuestions item={item} thread={thread} store={store} index={index} />
      )}
    </div>
  );
});

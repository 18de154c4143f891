import { ArrowDown } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import { Button } from '../../ui/button.tsx';
import * as words from '../text/timeline.ts';
import { OlderItems } from './older-items.tsx';
import css from './timeline.module.css';
import type { TimelineProps } from './timeline.tsx';
import { TimelineRow } from './timeline-row.tsx';
import { timelineRows } from './timeline-rows.ts';
import { useJump } from './use-jump.ts';
import { useRows } from './use-rows.ts';
import { useShape } from './use-shape.ts';

/** The lazily loaded half of timeline.tsx, with the virtualiser: only what is near the screen is drawn. */
export default function VirtualTimeline({
  thread,
  store,
  outgoing,
  closed,
  connected,
  goal,
  onOlder,
}: TimelineProps): ReactNode {
  const box = useRef<HTMLElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const { epoch, first, length, older } = useShape(store);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the items say is no matter of rows; which there are, is.
  const rows = useMemo(
    () => timelineRows({ epoch, first, items: store.page?.items ?? [], closed, outgoing }),
    [store, epoch, first, length, closed, outgoing],
  );
  const { virtualizer, drawn, isApart, atEnd, toEnd, toRow } = useRows(
    box,
    list,
    rows,
    store,
    older !== 'none',
  );
  const reached = useJump(goal, { rows, epoch, first, older, box, onOlder, toRow });

  // What the person just said is what they look at.
  const mine = outgoing.length;
  useEffect(() => {
    if (mine > 0) toEnd();
  }, [mine, toEnd]);

  return (
    <div className={css.frame}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region is reached by the keyboard. */}
      <section ref={box} className={css.box} tabIndex={0} aria-label={words.conversation}>
        <OlderItems older={older} first={first} box={box} onOlder={onOlder} />
        <ol ref={list} className={css.rows}>
          {drawn.map(({ index: at, key }) => {
            const row = rows[at];
            if (row === undefined) return null;
            return (
              <li
                key={key}
                ref={virtualizer.measureElement}
                className={isApart(at) ? `${css.row} ${css.apart}` : css.row}
                aria-setsize={first + rows.length}
                aria-posinset={first + at + 1}
                data-index={at}
                data-row={row.key}
                tabIndex={row.key === reached ? -1 : undefined}
              >
                <TimelineRow row={row} thread={thread} store={store} connected={connected} />
              </li>
            );
          })}
        </ol>
      </section>
      {!atEnd && (
        <div className={css.jump}>
          <Button icon={<ArrowDown size={18} aria-hidden="true" />} onClick={toEnd}>
            {words.toEnd}
          </Button>
        </div>
      )}
    </div>
  );
}

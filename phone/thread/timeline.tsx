import { lazy, type ReactNode, Suspense, useLayoutEffect, useRef } from 'react';
import type { Approval } from '../../protocol/session/approvals.ts';
import { Boundary } from '../../ui/boundary.tsx';
import type { Outgoing } from '../state/outbox.ts';
import type { ThreadStore } from '../state/thread-store.ts';
import * as words from '../text/timeline.ts';
import css from './timeline.module.css';
import { TimelineRow } from './timeline-row.tsx';
import { timelineRows } from './timeline-rows.ts';
import type { Goal } from './use-jump.ts';
import { useShape } from './use-shape.ts';

const VirtualTimeline = lazy(() => import('./virtual-timeline.tsx'));

export interface TimelineProps {
  thread: string;
  store: ThreadStore;
  outgoing: readonly Outgoing[];
  /** Approvals of this thread that were closed while this page was open. */
  closed: readonly Approval[];
  connected: boolean;
  /** An item that somebody wants to see. */
  goal: Goal | null;
  onOlder: () => void;
}

/**
 * The items of a thread, oldest on top, and what is on its way into it. Its end shows at once; with the virtualiser, which
 * comes a moment later, so does the rest.
 */
export function Timeline(props: TimelineProps): ReactNode {
  const end = <TimelineEnd {...props} />;
  return (
    <Boundary instead={end}>
      <Suspense fallback={end}>
        <VirtualTimeline {...props} />
      </Suspense>
    </Boundary>
  );
}

/** Rows that fill any screen. */
const ROWS = 24;

/** The last rows of a thread, its end in view. */
function TimelineEnd({ thread, store, outgoing, closed, connected }: TimelineProps): ReactNode {
  const box = useRef<HTMLElement>(null);
  const { epoch, first } = useShape(store);
  useLayoutEffect(() => {
    const { current: it } = box;
    if (it !== null) it.scrollTop = it.scrollHeight;
  });
  const rows = timelineRows({ epoch, first, items: store.page?.items ?? [], closed, outgoing });
  return (
    <div className={css.frame}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region is reached by the keyboard. */}
      <section ref={box} className={css.box} tabIndex={0} aria-label={words.conversation}>
        <ol className={`${css.rows} ${css.still}`}>
          {rows.slice(-ROWS).map((row) => (
            <li key={row.key} className={css.row}>
              <TimelineRow row={row} thread={thread} store={store} connected={connected} />
            </li>
          ))}
        </ol>
      </section>
    </div>
  );
}

import { type RefObject, useEffect, useState } from 'react';
import type { OlderState } from '../state/thread-store.ts';
import type { TimelineRow } from './timeline-rows.ts';

/** An item that somebody wants to see. A new object for each wish, also for the same item again. */
export interface Goal {
  /** Of the log that `index` counts in. */
  epoch: string;
  index: number;
  /** The focus stays where it is: whoever searches goes on typing. */
  quiet?: true;
}

interface Reached {
  rows: readonly TimelineRow[];
  epoch: string;
  /** Index of the first item that is held. */
  first: number;
  older: OlderState;
  box: RefObject<HTMLElement | null>;
  onOlder: () => void;
  toRow: (at: number) => void;
}

/**
 * Brings the reader to an item, with older pages fetched until it is there; it takes the focus, so that who hears the
 * screen is there too. A wish for another log than this one is let go.
 *
 * @returns the key of the row that was gone to
 */
export function useJump(
  goal: Goal | null,
  { rows, epoch, first, older, box, onOlder, toRow }: Reached,
): string | null {
  const [reached, setReached] = useState<{ goal: Goal; key: string } | null>(null);
  useEffect(() => {
    if (goal === null || goal === reached?.goal || goal.epoch !== epoch) return;
    if (goal.index < first) {
      if (older === 'more') onOlder();
      return;
    }
    const at = rows.findIndex((row) => row.kind === 'item' && row.index === goal.index);
    const key = rows[at]?.key;
    if (key === undefined) return;
    toRow(at);
    setReached({ goal, key });
  }, [goal, reached, rows, epoch, first, older, onOlder, toRow]);
  useEffect(() => {
    if (reached === null || reached.goal.quiet === true) return;
    // Drawn by the scrolling that `toRow` began.
    const frame = requestAnimationFrame(() => {
      const selector = `[data-row="${CSS.escape(reached.key)}"]`;
      box.current?.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
  }, [reached, box]);
  return reached?.key ?? null;
}

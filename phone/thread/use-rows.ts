import {
  defaultRangeExtractor,
  type Range,
  type ReactVirtualizer,
  useVirtualizer,
  type VirtualItem,
} from '@tanstack/react-virtual';
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ThreadStore } from '../state/thread-store.ts';
import { LateHeights } from './late-heights.ts';
import { likelyHeight, type TimelineRow } from './timeline-rows.ts';

/** So near to the end that the reader means the end, in pixels. */
const NEAR_END = 40;
/** Rows drawn above and below what is seen. */
const AHEAD = 6;
const EDGE = 16;
/** The line on top of what is held, while there is more to be had. */
const OLDER_LINE = 44;

const NEVER = (): boolean => false;

const isNearEnd = (it: HTMLElement): boolean => it.scrollHeight - it.clientHeight - it.scrollTop < NEAR_END;

/** @param pixels written only where they are others, because each writing costs a layout. */
function setStyle(it: HTMLElement, name: 'paddingTop' | 'paddingBottom' | 'top', pixels: number): void {
  const value = `${Math.max(0, pixels)}px`;
  if (it.style[name] !== value) it.style[name] = value;
}

export interface Rows {
  virtualizer: ReactVirtualizer<HTMLElement, HTMLElement>;
  /** The rows to draw, from top to bottom. */
  drawn: readonly VirtualItem[];
  /** Whether a row is drawn only for the focus that it holds, away from the others. */
  isApart: (at: number) => boolean;
  /** The reader is at the end, and stays there as the thread grows. */
  atEnd: boolean;
  toEnd: () => void;
  /** Brings a row to the top of the screen. */
  toRow: (at: number) => void;
}

/**
 * Draws only those rows that are near the screen, and keeps the reader where they are: at the end while they are at the
 * end, otherwise on what they read, whatever is put in front of it or grows around it. The row that holds the focus stays
 * drawn wherever it is scrolled to, so that the keyboard never loses its place.
 *
 * The rows stand in `list` one below the other, with room in front of them and behind for those that are not drawn: so a row
 * that grows moves what is below it in the browser's own layout, and nothing has to be placed anew.
 */
export function useRows(
  box: RefObject<HTMLElement | null>,
  list: RefObject<HTMLElement | null>,
  rows: readonly TimelineRow[],
  store: ThreadStore,
  older: boolean,
): Rows {
  const [atEnd, setAtEnd] = useState(true);
  const end = useRef(true);
  const height = useRef(0);
  /** Where it was scrolled to last. */
  const last = useRef(0);
  const focused = useRef<string | null>(null);
  const known = useRef<ReactVirtualizer<HTMLElement, HTMLElement> | null>(null);
  /** @param is at the end they are held by `hold` alone: what the virtualiser corrects there, it counts by rows not yet drawn. */
  const follow = useCallback((is: boolean) => {
    end.current = is;
    if (known.current !== null)
      known.current.shouldAdjustScrollPositionOnItemSizeChange = is ? NEVER : undefined;
  }, []);
  /** The virtualiser knows where it is scrolled to, also where it is told of no event. */
  const tellPlace = useCallback((it: HTMLElement) => {
    last.current = it.scrollTop;
    if (known.current !== null) known.current.scrollOffset = last.current;
  }, []);
  // Found by key, because what is put in front moves it.
  const rangeExtractor = useCallback(
    (range: Range) => {
      const shown = defaultRangeExtractor(range);
      if (focused.current === null) return shown;
      const at = rows.findIndex(({ key }) => key === focused.current);
      if (at < 0 || (at >= (shown[0] ?? 0) && at <= (shown.at(-1) ?? 0))) return shown;
      return [...shown, at].sort((a, b) => a - b);
    },
    [rows],
  );
  /** Puts a reader who is at the end there again, after whatever changed the heights. */
  const hold = useCallback(() => {
    const { current: it } = box;
    if (it === null) return;
    const { scrollHeight } = it;
    // What was folded again until the end is in view leaves its reader there.
    if (scrollHeight < height.current && isNearEnd(it)) follow(true);
    height.current = scrollHeight;
    if (end.current) {
      it.scrollTop = scrollHeight;
      tellPlace(it);
    } else setAtEnd(isNearEnd(it));
  }, [box, tellPlace, follow]);
  /** The same, where all that has changed is that a row is higher. */
  const grown = useCallback(() => {
    const { current: it } = box;
    if (it === null) return;
    // Higher up than they were put, where there still is something: they have scrolled, and the event is yet to come.
    const hasScrolled = it.scrollTop < last.current - 1 && it.scrollHeight - it.clientHeight >= last.current;
    if (!hasScrolled) hold();
  }, [box, hold]);
  const place = useRef<() => void>(() => undefined);
  // Ahead of the virtualiser's own, which scroll to where the rows now are.
  useLayoutEffect(() => {
    place.current();
    if (end.current) hold();
  });
  const [heights] = useState(() => new LateHeights());
  const virtualizer = useVirtualizer<HTMLElement, HTMLElement>({
    count: rows.length,
    measureElement: (row, entry, instance) =>
      heights.measure(row, entry, instance, end.current ? grown : null),
    getScrollElement: () => box.current,
    getItemKey: useCallback((at: number) => rows[at]!.key, [rows]),
    estimateSize: (at) => {
      const row = rows[at]!;
      const item = row.kind === 'item' ? store.item(row.index) : undefined;
      return item === undefined ? 60 : likelyHeight(item);
    },
    rangeExtractor,
    overscan: AHEAD,
    paddingStart: older ? OLDER_LINE : EDGE,
    paddingEnd: EDGE,
    // Past the end: a thread opens at its newest row.
    initialOffset: () => rows.length * 1000,
    anchorTo: 'end',
    // Whether the reader is at the end is known here: who unfolds something there reads it, and it stays under their thumb.
    scrollEndThreshold: Number.NEGATIVE_INFINITY,
    // Draws anew only for other rows; it is given no container, so where they stand is for `place` alone.
    directDomUpdates: true,
    onChange: () => {
      place.current();
      hold();
    },
  });
  if (known.current === null) {
    known.current = virtualizer;
    follow(end.current);
  }
  const drawn = virtualizer.getVirtualItems();
  const { range } = virtualizer;
  const isApart = (at: number) =>
    range !== null && (at < range.startIndex - AHEAD || at > range.endIndex + AHEAD);
  const near = drawn.filter(({ index }) => !isApart(index));
  const apart = drawn.find(({ index }) => isApart(index));
  place.current = () => {
    const now = virtualizer.getVirtualItems();
    const as = (item: VirtualItem | undefined) => now.find(({ index }) => index === item?.index);
    const [first, last, away] = [as(near[0]), as(near.at(-1)), as(apart)];
    const { current: it } = list;
    // Other rows than those that are drawn: this comes again when they are.
    if (it === null || first === undefined || last === undefined) return;
    setStyle(it, 'paddingTop', first.start);
    setStyle(it, 'paddingBottom', virtualizer.getTotalSize() - last.end);
    const row = away && virtualizer.elementsCache.get(away.key);
    if (away !== undefined && row !== undefined) setStyle(row, 'top', away.start);
  };

  const toEnd = useCallback(() => {
    follow(true);
    setAtEnd(true);
    hold();
  }, [hold, follow]);
  const toRow = useCallback(
    (at: number) => {
      follow(false);
      heights.tell();
      virtualizer.scrollToIndex(at, { align: 'start' });
    },
    [virtualizer, heights, follow],
  );

  useEffect(() => {
    const { current: it } = box;
    if (it === null) return;
    last.current = it.scrollTop;
    const look = (event: Event) => {
      if (event.target !== it) return;
      // What grows at the end takes them along, which is no scrolling of theirs, and nothing is drawn for it: the rows above stay
      // for as long as no row is measured or new.
      if (end.current && it.scrollTop >= last.current) {
        tellPlace(it);
        setAtEnd(true);
        event.stopPropagation();
        return;
      }
      const near = isNearEnd(it);
      // Only a reader who scrolls up leaves the end: what grows below them moves it away from them. And only one who
      // scrolls down comes back to it.
      if (end.current && !near) {
        follow(false);
        // Ahead of what is told late, which may move them.
        tellPlace(it);
        heights.tell();
      } else if (near && it.scrollTop > last.current) follow(true);
      last.current = it.scrollTop;
      setAtEnd(near);
    };
    const focus = ({ target }: FocusEvent) => {
      focused.current = (target as Element).closest<HTMLElement>('[data-row]')?.dataset.row ?? null;
    };
    const unfold = ({ target }: MouseEvent) => {
      if ((target as Element).closest('[aria-expanded="false"]') === null) return;
      follow(false);
      heights.tell();
      last.current = it.scrollTop;
      height.current = it.scrollHeight;
    };
    const blur = () => {
      focused.current = null;
    };
    // A keyboard that rises takes its room at the bottom, where the reader is.
    const observer = new ResizeObserver(hold);
    observer.observe(it);
    // React hears of any, in its own time with each.
    const ended = (event: Event) => {
      if (event.target === it) event.stopPropagation();
    };
    // Ahead of the virtualiser, whose answer to the same scrolling is to draw and hold, and of React, which hears of any.
    it.ownerDocument.addEventListener('scroll', look, { passive: true, capture: true });
    it.ownerDocument.addEventListener('scrollend', ended, { passive: true, capture: true });
    it.addEventListener('click', unfold, { capture: true });
    it.addEventListener('focusin', focus);
    it.addEventListener('focusout', blur);
    return () => {
      observer.disconnect();
      it.ownerDocument.removeEventListener('scroll', look, { capture: true });
      it.ownerDocument.removeEventListener('scrollend', ended, { capture: true });
      it.removeEventListener('click', unfold, { capture: true });
      it.removeEventListener('focusin', focus);
      it.removeEventListener('focusout', blur);
    };
  }, [box, hold, heights, follow, tellPlace]);

  return { virtualizer, drawn, isApart, atEnd, toEnd, toRow };
}

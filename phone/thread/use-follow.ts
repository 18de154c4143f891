import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** So near to the end that the reader means the end. */
const NEAR_END = 40;

/**
 * Keeps a scrolling thread where its reader is: at the end while they are at the end, otherwise on the very item that
 * stands at the top, whatever is put in front of it or grows behind it. Done by hand in every browser alike, because
 * one of them has no scroll anchoring and none anchors at the top edge.
 */
export function useFollow(box: RefObject<HTMLElement | null>): {
  atEnd: boolean;
  toEnd: () => void;
} {
  const [atEnd, setAtEnd] = useState(true);
  const end = useRef(true);
  const anchor = useRef<{ element: HTMLElement; top: number } | null>(null);

  const remember = useCallback(() => {
    const { current: it } = box;
    if (it === null) return;
    end.current = it.scrollHeight - it.clientHeight - it.scrollTop < NEAR_END;
    setAtEnd(end.current);
    anchor.current = null;
    if (end.current) return;
    for (const element of it.querySelectorAll<HTMLElement>('[data-item]')) {
      if (element.offsetTop + element.offsetHeight <= it.scrollTop) continue;
      anchor.current = { element, top: element.offsetTop };
      break;
    }
  }, [box]);

  const hold = useCallback(() => {
    const { current: it } = box;
    if (it === null) return;
    if (end.current) {
      it.scrollTop = it.scrollHeight;
      return;
    }
    const held = anchor.current;
    if (held === null || !held.element.isConnected) return;
    const moved = held.element.offsetTop - held.top;
    if (moved === 0) return;
    held.top += moved;
    it.scrollTop += moved;
  }, [box]);

  useLayoutEffect(hold);
  useEffect(() => {
    const { current: it } = box;
    if (it === null) return;
    const observer = new ResizeObserver(hold);
    observer.observe(it);
    for (const child of it.children) observer.observe(child);
    it.addEventListener('scroll', remember, { passive: true });
    return () => {
      observer.disconnect();
      it.removeEventListener('scroll', remember);
    };
  }, [box, hold, remember]);

  const toEnd = useCallback(() => {
    end.current = true;
    setAtEnd(true);
    hold();
  }, [hold]);
  return { atEnd, toEnd };
}

import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { Button } from '../../ui/button.tsx';
import type { OlderState } from '../state/thread-store.ts';
import * as words from '../text/timeline.ts';
import css from './timeline.module.css';

/** The top of the list: asks for older items when it comes near, and says so when that did not work. */
export function OlderItems({
  older,
  first,
  box,
  onOlder,
}: {
  older: OlderState;
  /** Index of the first item that is held. */
  first: number;
  box: RefObject<HTMLElement | null>;
  onOlder: () => void;
}): ReactNode {
  const mark = useRef<HTMLDivElement>(null);
  // Observed anew after each page, because a mark that stays in view tells nothing new.
  // biome-ignore lint/correctness/useExhaustiveDependencies: first.
  useEffect(() => {
    if (older !== 'more' || mark.current === null) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting === true) onOlder();
      },
      { root: box.current, rootMargin: '800px 0px 0px' },
    );
    observer.observe(mark.current);
    return () => observer.disconnect();
  }, [older, first, onOlder, box]);

  if (older === 'none') return null;
  return (
    <div ref={mark} className={css.older}>
      {older === 'failed' ? (
        <Button tone="quiet" onClick={onOlder}>
          {words.older}
        </Button>
      ) : (
        <span>{older === 'loading' ? words.loadingOlder : ''}</span>
      )}
    </div>
  );
}

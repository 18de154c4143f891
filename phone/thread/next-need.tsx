import { ArrowRight } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { Button } from '../../ui/button.tsx';
import type { HomeState } from '../state/home.ts';
import { nextNeed } from '../state/next-need.ts';
import * as words from '../text/next-need.ts';
import { useActions } from '../views/actions.ts';
import css from './next-need.module.css';

/** Goes on to the next thread that needs the owner; it takes this one's place, so that back leads to the list. */
export function NextNeedBar({ home, thread }: { home: HomeState; thread: string }): ReactNode {
  const { navigation } = useActions();
  const need = useMemo(() => nextNeed(home, thread), [home, thread]);
  if (need === null) return null;
  return (
    <div className={css.bar}>
      <span>{words.waiting(need.count)}</span>
      <Button
        tone="quiet"
        icon={<ArrowRight size={18} aria-hidden="true" />}
        onClick={() => navigation.replace({ view: 'thread', thread: need.thread, approval: need.approval })}
      >
        {words.next}
      </Button>
    </div>
  );
}

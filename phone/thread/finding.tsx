import { Search } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { IconButton } from '../../ui/button.tsx';
import type { ThreadStore } from '../state/thread-store.ts';
import { threadsOf } from '../state/threads.ts';
import * as words from '../text/find.ts';
import { useActions } from '../views/actions.ts';
import css from './finding.module.css';
import type { Folds } from './folds.ts';
import type { Goal } from './use-jump.ts';
import { useThread } from './use-thread.ts';

const STATE = ['state'] as const;

const FindBar = lazy(() => import('./find-bar.tsx'));

export interface Searched {
  id: string;
  store: ThreadStore;
  folds: Folds;
  /** Told of each place that is gone to. */
  onGoal: (goal: Goal) => void;
}

/** The search of a thread: what opens it, and where the words are typed. */
export function useFinding({ id, store, folds, onGoal }: Searched): { button: ReactNode; bar: ReactNode } {
  const { session } = useActions();
  const [finding, setFinding] = useFindKey();
  const ready = useThread(store, STATE, () => store.page !== null);
  return {
    button: (
      <IconButton
        // Its place is kept, or what stands beside it would move as the thread comes.
        className={ready ? undefined : css.soon}
        label={words.open}
        aria-expanded={finding}
        icon={<Search size={20} />}
        onClick={() => setFinding(!finding)}
      />
    ),
    bar: finding && (
      <Suspense fallback={null}>
        <FindBar
          store={store}
          folds={folds}
          onGoal={onGoal}
          onOlder={() => void threadsOf(session).older(id)}
          onClose={() => setFinding(false)}
        />
      </Suspense>
    ),
  };
}

/** Whether the search is open. The keys of the browser's own open it, which sees only what is drawn. */
function useFindKey(): [boolean, (open: boolean) => void] {
  const [finding, setFinding] = useState(false);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'f' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      event.preventDefault();
      setFinding(true);
    };
    // Pressed again, they are the browser's.
    if (finding) return;
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [finding]);
  return [finding, setFinding];
}

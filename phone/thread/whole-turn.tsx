import { FileDiff } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import type { Turn } from '../../protocol/session/thread.ts';
import { ChangeList } from '../../ui/change-list.tsx';
import { countLines } from '../../ui/count-lines.ts';
import { LineCounts } from '../../ui/line-counts.tsx';
import type { ThreadStore } from '../state/thread-store.ts';
import * as words from '../text/timeline.ts';
import { Fold } from './fold.tsx';
import { turnChanges } from './turn-changes.ts';
import { useThread } from './use-thread.ts';

const ITEMS = ['shape'] as const;

/** All that a turn changed, once it is over and changed more than once. */
export function WholeTurn({ store, turn }: { store: ThreadStore; turn: Turn }): ReactNode {
  const items = useThread(store, ITEMS, () => store.page?.items);
  const changes = useMemo(() => turnChanges(items ?? [], turn.id), [items, turn.id]);
  const counts = useMemo(() => {
    const each = changes.map(({ diff }) => countLines(diff));
    return {
      added: each.reduce((sum, { added }) => sum + added, 0),
      removed: each.reduce((sum, { removed }) => sum + removed, 0),
    };
  }, [changes]);
  if (changes.length === 0) return null;
  return (
    <Fold
      id={`turn/${turn.id}`}
      summary={
        <>
          <FileDiff size={16} aria-hidden="true" />
          <span>{words.wholeTurn(changes.length)}</span>
        </>
      }
      aside={<LineCounts {...counts} />}
    >
      {() => <ChangeList changes={changes} />}
    </Fold>
  );
}

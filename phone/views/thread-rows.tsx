import { type ReactNode, useCallback, useState } from 'react';
import type { ThreadSummary } from '../../protocol/session/values.ts';
import { Button } from '../../ui/button.tsx';
import { agentOf, elsewhereOf, type HomeState, projectOf } from '../state/home.ts';
import * as words from '../text/lists.ts';
import { useActions } from './actions.ts';
import css from './list.module.css';
import { ThreadRow } from './rows.tsx';
import { useStore } from './use-store.ts';

/** Rows of one list that are drawn at once, and with each asking for more: a host may have hundreds. */
const ROWS = 25;
const MORE_ROWS = 100;

/** Threads as rows of one list, which open in place or beside it. */
export function ThreadRows({
  home,
  threads,
}: {
  home: HomeState;
  threads: readonly ThreadSummary[];
}): ReactNode {
  const { navigation, more } = useActions();
  const { detail } = useStore(navigation.place);
  const current = detail?.view === 'thread' ? detail.thread : null;
  const open = useCallback(
    (thread: string) => navigation.open({ view: 'thread', thread, approval: null }),
    [navigation],
  );
  const [most, setMost] = useState(ROWS);
  const further = threads.length - most;
  return (
    <ul className={css.rows}>
      {threads.slice(0, most).map((thread) => (
        <ThreadRow
          key={thread.id}
          thread={thread}
          place={placeOf(home, thread)}
          current={thread.id === current}
          onOpen={open}
          onMore={more}
        />
      ))}
      {further > 0 && (
        <li className={css.further}>
          <Button tone="quiet" wide onClick={() => setMost(most + MORE_ROWS)}>
            {words.showMore(further)}
          </Button>
        </li>
      )}
    </ul>
  );
}

/** `lighthouse on devbox`, or the agent's name where there is no project; the demo says what it is. */
export function placeOf(home: HomeState, thread: ThreadSummary): string {
  const agent = agentOf(home, thread);
  const place = projectOf(home, thread)?.name ?? agent?.name ?? '';
  const elsewhere = elsewhereOf(home, thread.environment);
  if (elsewhere !== null) return words.placedOn(place, elsewhere);
  return agent?.demo === true ? words.demo(place) : place;
}

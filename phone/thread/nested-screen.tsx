import { CornerLeftUp } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import type { ThreadPage } from '../../protocol/session/thread.ts';
import type { MarkState } from '../../ui/state-mark.tsx';
import type { ThreadStore } from '../state/thread-store.ts';
import * as words from '../text/nested.ts';
import { untitled } from '../text/rows.ts';
import * as timelineWords from '../text/timeline.ts';
import { useActions } from '../views/actions.ts';
import { useStore } from '../views/use-store.ts';
import { Conversation } from './conversation.tsx';
import { useFinding } from './finding.tsx';
import { Folds } from './folds.ts';
import css from './nested-screen.module.css';
import type { Goal } from './use-jump.ts';
import { useThread } from './use-thread.ts';
import { useWatched } from './use-watched.ts';

/** The thread of a sub-agent, live, to be read. `from`: the thread behind it in the history, or null. */
export function NestedScreen({ id, from }: { id: string; from: string | null }): ReactNode {
  const store = useWatched(id);
  return store === null ? null : <Opened id={id} from={from} store={store} />;
}

const NOTHING_SAID: readonly never[] = [];
const TOPICS = ['shape', 'state', 'turn'] as const;

function Opened({ id, from, store }: { id: string; from: string | null; store: ThreadStore }): ReactNode {
  const { session } = useActions();
  const home = useStore(session.home);
  const [folds] = useState(() => new Folds());
  const [goal, setGoal] = useState<Goal | null>(null);
  const finding = useFinding({ id, store, folds, onGoal: setGoal });
  const connected = useStore(session.state).kind === 'connected';
  const turn = useThread(store, TOPICS, () => store.page?.turn ?? null);
  const empty = useThread(store, TOPICS, () => store.page?.items.length === 0 && store.page.turn === null);
  const place = useThread(store, TOPICS, () => store.nested);
  const approvals = useMemo(
    () => home?.approvals.filter(({ subAgent }) => subAgent?.thread === id) ?? [],
    [home, id],
  );
  const waits = approvals.some(({ state }) => state === 'open');
  const mark = markOf(turn, waits, connected);
  return (
    <Conversation
      id={id}
      store={store}
      folds={folds}
      title={place?.name || words.unnamed}
      about={[mark?.word, place !== null && words.unnamed].filter(Boolean).join(' · ')}
      mark={mark}
      instead={words}
      running={turn?.state === 'running'}
      approvals={approvals}
      asked={null}
      // It was put aside, or seen, in the thread above: whoever comes here wants to see what it is about.
      rises={false}
      outgoing={NOTHING_SAID}
      goal={goal}
      tools={empty ? undefined : finding.button}
      above={
        <>
          {place !== null && <WayUp parent={place.parent} root={place.root} from={from} />}
          {finding.bar}
        </>
      }
      empty={empty ? <p className={css.empty}>{words.nothingYet}</p> : undefined}
    >
      <p className={css.readOnly}>{words.readOnly}</p>
    </Conversation>
  );
}

/** The thread that began it; from a thread that lies behind this one in the history it is a step back. */
function WayUp({ parent, root, from }: { parent: string; root: string; from: string | null }): ReactNode {
  const { session, navigation } = useActions();
  const home = useStore(session.home);
  const thread = home?.threads.find(({ id }) => id === root);
  const title = thread === undefined ? words.above : thread.title || untitled;
  const go = () => {
    if (from === parent) navigation.back();
    else if (parent === root) navigation.replace({ view: 'thread', thread: root, approval: null });
    else navigation.replace({ view: 'nested', thread: parent, from: null });
  };
  return (
    <nav className={css.up} aria-label={words.partOf}>
      <button type="button" onClick={go}>
        <CornerLeftUp size={16} aria-hidden="true" />
        <span className="visually-hidden">{words.up}</span>
        <bdi>{title}</bdi>
      </button>
    </nav>
  );
}

/** Null: nobody knows yet. */
function markOf(
  turn: ThreadPage['turn'],
  waits: boolean,
  connected: boolean,
): { state: MarkState; word: string } | null {
  if (waits) return { state: 'waiting', word: words.status.waiting };
  if (turn === null) return null;
  switch (turn.state) {
    case 'running':
      return connected
        ? { state: 'working', word: words.status.working }
        : { state: 'away', word: timelineWords.workingLastSeen };
    case 'completed':
      return { state: 'done', word: timelineWords.done(null) };
    case 'interrupted':
      return { state: 'away', word: timelineWords.stopped(null) };
    case 'failed':
      return { state: 'trouble', word: timelineWords.failed(null) };
    case 'void':
      return { state: 'trouble', word: timelineWords.agentStopped };
  }
}

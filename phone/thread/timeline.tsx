import { ArrowDown } from 'lucide-react';
import { Fragment, memo, type ReactNode, useEffect, useRef, useSyncExternalStore } from 'react';
import type { Approval } from '../../protocol/session/approvals.ts';
import { Button } from '../../ui/button.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import type { Outgoing } from '../state/outbox.ts';
import type { ThreadStore } from '../state/thread-store.ts';
import { duration } from '../views/time.ts';
import { closedPlaces } from './closed-places.ts';
import { ItemView, Running } from './item-view.tsx';
import { OpenQuestions } from './open-questions.tsx';
import { ClosedApproval, OutgoingText } from './outgoing-view.tsx';
import css from './timeline.module.css';
import { useFollow } from './use-follow.ts';

/** The items of a thread, oldest on top, and what is on its way into it. */
export function Timeline({
  thread,
  store,
  outgoing,
  closed,
  connected,
  onOlder,
}: {
  thread: string;
  store: ThreadStore;
  outgoing: readonly Outgoing[];
  /** Approvals of this thread that were closed while this page was open. */
  closed: readonly Approval[];
  connected: boolean;
  onOlder: () => void;
}): ReactNode {
  const box = useRef<HTMLElement>(null);
  const { atEnd, toEnd } = useFollow(box);
  // As a string, so that a page with the same items is the same shape.
  const shape = useSyncExternalStore(
    (listener) => store.subscribe('shape', listener),
    () => `${store.page?.epoch}:${store.page?.first}:${store.page?.items.length}`,
  );
  const [epoch, first, length] = shape.split(':') as [string, string, string];
  const indexes = Array.from({ length: Number(length) }, (_, at) => Number(first) + at);
  const mine = outgoing.length;
  const places = closedPlaces(closed, store.page?.items ?? []);
  const decided = (at: number) =>
    places.get(at)?.map((approval) => <ClosedApproval key={approval.id} approval={approval} />);

  // What the person just said is what they look at.
  useEffect(() => {
    if (mine > 0) toEnd();
  }, [mine, toEnd]);

  return (
    <div className={css.frame}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region is reached by the keyboard. */}
      <section ref={box} className={css.box} tabIndex={0} aria-label="Conversation">
        <div className={css.items}>
          <Older store={store} box={box} onOlder={onOlder} />
          {indexes.map((index, at) => (
            <Fragment key={`${epoch}/${index}`}>
              {decided(at)}
              <TimelineItem thread={thread} store={store} index={index} />
            </Fragment>
          ))}
          {decided(indexes.length)}
          {outgoing.map((each) => (
            <OutgoingText key={each.requestId} outgoing={each} />
          ))}
          <TurnState store={store} connected={connected} />
        </div>
      </section>
      {!atEnd && (
        <div className={css.jump}>
          <Button icon={<ArrowDown size={18} aria-hidden="true" />} onClick={toEnd}>
            Jump to the end
          </Button>
        </div>
      )}
    </div>
  );
}

const TimelineItem = memo(function TimelineItem({
  thread,
  store,
  index,
}: {
  thread: string;
  store: ThreadStore;
  index: number;
}): ReactNode {
  const item = useSyncExternalStore(
    (listener) => store.subscribe(index, listener),
    () => store.item(index),
  );
  if (item === undefined) return null;
  return (
    <div className={css.item} data-item={item.type}>
      <ItemView item={item} />
      {item.type === 'agent' && item.questions !== undefined && (
        <OpenQuestions item={item} thread={thread} store={store} index={index} />
      )}
    </div>
  );
});

/** The top of the list: asks for older items when it comes near, and says so when that did not work. */
function Older({
  store,
  box,
  onOlder,
}: {
  store: ThreadStore;
  box: { readonly current: HTMLElement | null };
  onOlder: () => void;
}): ReactNode {
  const mark = useRef<HTMLDivElement>(null);
  const subscribe = (listener: () => void) => {
    const off = [store.subscribe('state', listener), store.subscribe('shape', listener)];
    return () => {
      for (const each of off) each();
    };
  };
  const older = useSyncExternalStore(subscribe, () => store.older);
  const first = useSyncExternalStore(subscribe, () => store.page?.first ?? 0);

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
          Load older messages
        </Button>
      ) : (
        <span>{older === 'loading' ? 'Loading older messages…' : ''}</span>
      )}
    </div>
  );
}

/** How the latest turn stands. */
function TurnState({ store, connected }: { store: ThreadStore; connected: boolean }): ReactNode {
  const turn = useSyncExternalStore(
    (listener) => store.subscribe('turn', listener),
    () => store.page?.turn ?? null,
  );
  if (turn === null) return null;
  const took = turn.endedAt === null ? '' : ` after ${duration(turn.endedAt - turn.startedAt)}`;
  return (
    <div className={css.turn} role="status">
      {turn.state === 'running' && !connected && <StateMark state="away" word="Working when last seen" />}
      {turn.state === 'running' && connected && (
        <>
          <StateMark state="working" word="Working" />
          <span className={css.time} aria-hidden="true">
            <Running since={turn.startedAt} />
          </span>
        </>
      )}
      {turn.state === 'completed' && <StateMark state="done" word={`Done${took}`} />}
      {turn.state === 'interrupted' && <StateMark state="away" word={`Stopped${took}`} />}
      {turn.state === 'void' && (
        <>
          <StateMark state="trouble" word="The agent stopped" />
          <p className={css.error}>What it was doing is void. Say what to do next to go on.</p>
        </>
      )}
      {turn.state === 'failed' && (
        <>
          <StateMark state="trouble" word={`Failed${took}`} />
          {turn.error !== null && <p className={css.error}>{turn.error}</p>}
        </>
      )}
    </div>
  );
}

import { Inbox as InboxIcon, Laptop, MessagesSquare } from 'lucide-react';
import { type ReactNode, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Navigation, Tab } from '../navigation.ts';
import { Awake, awakePage } from '../state/awake.ts';
import type { HostSession } from '../state/host-session.ts';
import { waitingCount } from '../state/inbox.ts';
import { EVERYTHING, type Wanted } from '../state/sought.ts';
import { Store } from '../state/store.ts';
import * as words from '../text/shell.ts';
import { type Actions, ActionsContext } from './actions.ts';
import { InboxView } from './inbox.tsx';
import {
  Archived,
  HostsView,
  loadAhead,
  NestedScreen,
  NewThread,
  Starting,
  ThreadMenu,
  ThreadScreen,
  ThreadsView,
} from './parts.tsx';
import css from './shell.module.css';
import { useStore } from './use-store.ts';
import { useWide } from './use-wide.ts';

const TABS: readonly { tab: Tab; label: string; Icon: typeof Laptop }[] = [
  { tab: 'inbox', label: words.inbox, Icon: InboxIcon },
  { tab: 'threads', label: words.threads, Icon: MessagesSquare },
  { tab: 'hosts', label: words.hosts, Icon: Laptop },
];

/** Everything that a paired phone shows. */
export function Shell({
  session,
  navigation,
  onForget,
  onHome,
}: {
  session: HostSession;
  navigation: Navigation;
  /** Drops the host from this phone. */
  onForget: () => Promise<void>;
  /** What is known of the host is drawn. */
  onHome: (() => void) | undefined;
}): ReactNode {
  const wide = useWide();
  const scrolled = useRef(new Map<Tab, number>());
  const { tab, detail } = useStore(navigation.place);
  const home = useStore(session.home);
  const waiting = useMemo(() => (home === null ? 0 : waitingCount(home)), [home]);
  useEffect(() => {
    document.title = words.titled(waiting);
  }, [waiting]);
  const known = home !== null;
  useEffect(() => {
    if (known) onHome?.();
  }, [known, onHome]);
  const connected = useStore(session.state).kind === 'connected';
  useEffect(() => {
    // Behind the way to the host, which is loaded first.
    if (known && connected) loadAhead(window);
  }, [known, connected]);
  const [wanted] = useState(() => new Store<Wanted>(EVERYTHING));
  const [menu, setMenu] = useState<string | null>(null);
  const closeMenu = useCallback(() => setMenu(null), []);
  const [awake] = useState(() => new Awake(awakePage(window)));
  const actions = useMemo<Actions>(
    () => ({ session, navigation, wanted, awake, more: setMenu, forget: onForget }),
    [session, navigation, wanted, awake, onForget],
  );
  const inMenu = home?.threads.find(({ id }) => id === menu);

  return (
    <ActionsContext value={actions}>
      <div className={css.shell} data-detail={detail === null ? 'closed' : 'open'}>
        <main className={css.main}>
          {(wide || detail === null) && <ListPane key={tab} tab={tab} scrolled={scrolled.current} />}
          <div className={css.detail}>
            {detail === null && (
              <p className={css.nothing}>
                {tab !== 'hosts' && home?.threads.length ? words.chooseThread : words.threadsHere}
              </p>
            )}
            {detail?.view === 'thread' && (
              <ThreadScreen key={detail.thread} id={detail.thread} approval={detail.approval} />
            )}
            {detail?.view === 'nested' && (
              <NestedScreen key={detail.thread} id={detail.thread} from={detail.from} />
            )}
            {detail?.view === 'archived' && <Archived />}
            {detail?.view === 'new' && <NewThread project={detail.project} />}
            {detail?.view === 'starting' && <Starting request={detail.request} />}
          </div>
        </main>
        <nav className={css.bar} aria-label={words.bar}>
          {TABS.map(({ tab: each, label, Icon }) => (
            <button
              key={each}
              type="button"
              className={css.tab}
              aria-current={tab === each ? 'page' : undefined}
              onClick={() => navigation.tab(each)}
            >
              <Icon size={22} aria-hidden="true" />
              {label}
              {each === 'inbox' && waiting > 0 && (
                <span className={css.badge}>
                  {waiting}
                  <span className="visually-hidden">{words.waitingForYou}</span>
                </span>
              )}
            </button>
          ))}
        </nav>
      </div>
      {inMenu !== undefined && <ThreadMenu key={inMenu.id} thread={inMenu} onClose={closeMenu} />}
    </ActionsContext>
  );
}

/** The list of a tab, where it was left. */
function ListPane({ tab, scrolled }: { tab: Tab; scrolled: Map<Tab, number> }): ReactNode {
  const pane = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const { current: it } = pane;
    if (it === null) return;
    it.scrollTop = scrolled.get(tab) ?? 0;
    const remember = () => scrolled.set(tab, it.scrollTop);
    it.addEventListener('scroll', remember, { passive: true });
    return () => it.removeEventListener('scroll', remember);
  }, [tab, scrolled]);
  return (
    <div ref={pane} className={css.list}>
      {tab === 'inbox' && <InboxView />}
      {tab === 'threads' && <ThreadsView />}
      {tab === 'hosts' && <HostsView />}
    </div>
  );
}

import { Inbox as InboxIcon, Laptop, MessagesSquare } from 'lucide-react';
import { type ReactNode, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import type { Navigation, Tab } from '../navigation.ts';
import { openApprovals } from '../state/home.ts';
import type { HostSession } from '../state/host-session.ts';
import { type Actions, ActionsContext } from './actions.ts';
import { InboxView } from './inbox.tsx';
import { HostsView, loadAhead, NewThread, Starting, ThreadScreen } from './parts.tsx';
import css from './shell.module.css';
import { ThreadsView } from './threads.tsx';
import { useStore } from './use-store.ts';
import { useWide } from './use-wide.ts';

const TABS: readonly { tab: Tab; label: string; Icon: typeof Laptop }[] = [
  { tab: 'inbox', label: 'Inbox', Icon: InboxIcon },
  { tab: 'threads', label: 'Threads', Icon: MessagesSquare },
  { tab: 'hosts', label: 'Hosts', Icon: Laptop },
];

/** Everything that a paired phone shows. */
export function Shell({
  session,
  navigation,
  onForget,
}: {
  session: HostSession;
  navigation: Navigation;
  /** Drops the host from this phone. */
  onForget: () => Promise<void>;
}): ReactNode {
  const wide = useWide();
  const scrolled = useRef(new Map<Tab, number>());
  const { tab, detail } = useStore(navigation.place);
  const home = useStore(session.home);
  const waiting = useMemo(() => (home === null ? 0 : openApprovals(home).length), [home]);
  useEffect(() => {
    document.title = waiting > 0 ? `(${waiting}) Outpost` : 'Outpost';
  }, [waiting]);
  const known = home !== null;
  useEffect(() => {
    if (known) loadAhead(window);
  }, [known]);
  const actions = useMemo<Actions>(
    () => ({ session, navigation, forget: onForget }),
    [session, navigation, onForget],
  );

  return (
    <ActionsContext value={actions}>
      <div className={css.shell} data-detail={detail === null ? 'closed' : 'open'}>
        <main className={css.main}>
          {(wide || detail === null) && <ListPane key={tab} tab={tab} scrolled={scrolled.current} />}
          <div className={css.detail}>
            {detail === null && <p className={css.nothing}>Choose a thread.</p>}
            {detail?.view === 'thread' && (
              <ThreadScreen key={detail.thread} id={detail.thread} approval={detail.approval} />
            )}
            {detail?.view === 'new' && <NewThread project={detail.project} />}
            {detail?.view === 'starting' && <Starting request={detail.request} />}
          </div>
        </main>
        <nav className={css.bar} aria-label="Main">
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
                  <span className="visually-hidden"> waiting for you</span>
                </span>
              )}
            </button>
          ))}
        </nav>
      </div>
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

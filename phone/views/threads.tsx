import { type ReactNode, useCallback, useMemo } from 'react';
import { byProject } from '../state/inbox.ts';
import { useActions } from './actions.ts';
import { ConnectionBanner } from './connection-banner.tsx';
import { NewThreadButton, NoThreads, placeOf, Waiting } from './inbox.tsx';
import css from './list.module.css';
import { ThreadRow } from './rows.tsx';
import { useStore } from './use-store.ts';

/** All threads, by project. */
export function ThreadsView(): ReactNode {
  const { session, navigation } = useActions();
  const home = useStore(session.home);
  const { detail } = useStore(navigation.place);
  const current = detail?.view === 'thread' ? detail.thread : null;
  const groups = useMemo(() => (home === null ? [] : byProject(home)), [home]);
  const open = useCallback(
    (thread: string) => navigation.open({ view: 'thread', thread, approval: null }),
    [navigation],
  );
  return (
    <>
      <header className={css.head}>
        <h1>Threads</h1>
        <NewThreadButton />
      </header>
      <ConnectionBanner />
      {home === null && <Waiting />}
      {home !== null && home.threads.length === 0 && (
        <NoThreads home={home} mayStart={session.may('start')} />
      )}
      {home !== null &&
        groups.map(({ project, threads }) => (
          <section key={project?.id ?? ''} className={css.group}>
            <h2>{project?.name ?? 'Without an open project'}</h2>
            <ul className={css.rows}>
              {threads.map((thread) => (
                <ThreadRow
                  key={thread.id}
                  thread={thread}
                  place={placeOf(home, thread)}
                  current={thread.id === current}
                  onOpen={open}
                />
              ))}
            </ul>
          </section>
        ))}
    </>
  );
}

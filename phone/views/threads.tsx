import { type ReactNode, useCallback, useMemo } from 'react';
import type { Project } from '../../protocol/session/values.ts';
import { elsewhereOf, type HomeState } from '../state/home.ts';
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
            <h2>{project === null ? 'Without an open project' : headOf(home, project)}</h2>
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

/** Two hosts may have projects of the same name. */
function headOf(home: HomeState, { name, environment }: Project): string {
  const elsewhere = elsewhereOf(home, environment);
  return elsewhere === null ? name : `${name} on ${elsewhere}`;
}

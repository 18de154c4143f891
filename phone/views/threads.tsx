import { Archive, ChevronRight } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import type { Project } from '../../protocol/session/values.ts';
import { elsewhereOf, type HomeState } from '../state/home.ts';
import { byProject } from '../state/inbox.ts';
import { isEverything, sought } from '../state/sought.ts';
import * as words from '../text/lists.ts';
import { useActions } from './actions.ts';
import css from './list.module.css';
import { ListScreen } from './list-screen.tsx';
import { NothingListed } from './nothing-listed.tsx';
import { Seek } from './seek.tsx';
import { ThreadRows } from './thread-rows.tsx';
import { useStore } from './use-store.ts';

/** All threads, by project. */
export const ThreadsView = (): ReactNode => (
  <ListScreen heading={words.threads}>{(home) => <Content home={home} />}</ListScreen>
);

function Content({ home }: { home: HomeState }): ReactNode {
  const { navigation, wanted } = useActions();
  const look = useStore(wanted);
  const groups = useMemo(() => byProject(home, sought(home, look)), [home, look]);
  return (
    <>
      {home.threads.length > 0 && <Seek home={home} wanted={wanted} />}
      {groups.length === 0 && <NothingListed home={home} />}
      {groups.map(({ project, threads }) => (
        <section key={project?.id ?? ''} className={css.group}>
          <h2>{project === null ? words.group.noProject : headOf(home, project)}</h2>
          <ThreadRows home={home} threads={threads} />
        </section>
      ))}
      {isEverything(look) && (
        <button type="button" className={css.link} onClick={() => navigation.open({ view: 'archived' })}>
          <Archive size={18} aria-hidden="true" />
          <span>{words.archived}</span>
          <ChevronRight size={18} aria-hidden="true" />
        </button>
      )}
    </>
  );
}

/** Two hosts may have projects of the same name. */
function headOf(home: HomeState, { name, environment }: Project): string {
  const elsewhere = elsewhereOf(home, environment);
  return elsewhere === null ? name : words.placedOn(name, elsewhere);
}

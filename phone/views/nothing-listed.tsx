import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import type { HomeState } from '../state/home.ts';
import { EVERYTHING, isEverything } from '../state/sought.ts';
import * as words from '../text/lists.ts';
import { useActions } from './actions.ts';
import { useStore } from './use-store.ts';

/** Instead of threads: there are none, or none of those that are looked for. */
export function NothingListed({ home }: { home: HomeState }): ReactNode {
  const { session, wanted } = useActions();
  const look = useStore(wanted);
  return isEverything(look) ? <NoThreads home={home} mayStart={session.may('start')} /> : <NothingFound />;
}

function NothingFound(): ReactNode {
  const { wanted } = useActions();
  const { words: text } = useStore(wanted);
  const [title, meaning] =
    text.trim() === ''
      ? [words.nothingThere, words.nothingThereMeaning]
      : [words.nothingFound, words.nothingFoundMeaning];
  return (
    <Empty title={title} action={<Button onClick={() => wanted.set(EVERYTHING)}>{words.showAll}</Button>}>
      {meaning}
    </Empty>
  );
}

function NoThreads({ home, mayStart }: { home: HomeState; mayStart: boolean }): ReactNode {
  if (home.projects.length === 0) return <NoProjects />;
  return <Empty title={words.noThreads}>{mayStart ? words.startOne : words.startedOnHost}</Empty>;
}

/** A thread can be started in a project only, and those are opened at the host. */
export function NoProjects(): ReactNode {
  const [before, after] = words.noProjectsHow;
  return (
    <Empty title={words.noProjects}>
      {before}
      <code>{words.openProjectCommand}</code>
      {after}
    </Empty>
  );
}

import { SquarePen } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../../ui/button.tsx';
import { Loading } from '../../ui/empty.tsx';
import type { HomeState } from '../state/home.ts';
import * as words from '../text/lists.ts';
import { ago } from '../text/time.ts';
import { useActions } from './actions.ts';
import { ConnectionBanner } from './connection-banner.tsx';
import css from './list.module.css';
import { useNow } from './use-now.ts';
import { useStore } from './use-store.ts';

/** Threads of a host under a heading, once it was reached, and the way to a new one. */
export function ListScreen({
  heading,
  children,
}: {
  heading: string;
  children: (home: HomeState) => ReactNode;
}): ReactNode {
  const { session } = useActions();
  const home = useStore(session.home);
  return (
    <>
      <header className={css.head}>
        <div>
          <h1>{heading}</h1>
          <HostLine />
        </div>
        <NewThreadButton />
      </header>
      <ConnectionBanner inHead />
      {home === null ? <Waiting /> : children(home)}
    </>
  );
}

/** Whose threads these are and, while that host is being reached, from when. It takes the same room all the while. */
function HostLine(): ReactNode {
  const { session } = useActions();
  const { name } = useStore(session.facts);
  const { kind } = useStore(session.state);
  const knownAt = useStore(session.knownAt);
  const now = useNow('minutes');
  return (
    <p className={css.sub} role="status">
      <span>{name}</span>
      {kind === 'connecting' && (
        <span>{knownAt === null ? words.connecting : words.knownFrom(ago(knownAt, now))}</span>
      )}
    </p>
  );
}

function NewThreadButton(): ReactNode {
  const { session, navigation } = useActions();
  const home = useStore(session.home);
  if (home === null || home.projects.length === 0 || !session.may('start')) return null;
  return (
    <IconButton
      label={words.newThread}
      icon={<SquarePen size={22} />}
      onClick={() => navigation.open({ view: 'new', project: null })}
    />
  );
}

/** Shown until the host has been reached once; the banner above says where it is stuck. */
function Waiting(): ReactNode {
  const { session } = useActions();
  const state = useStore(session.state);
  const { name } = useStore(session.facts);
  return state.kind === 'broken' ? null : <Loading what={words.waitingForHost(name)} />;
}

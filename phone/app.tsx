import { type ReactNode, useCallback, useEffect, useReducer, useState } from 'react';
import { Boundary } from '../ui/boundary.tsx';
import { Button } from '../ui/button.tsx';
import { Loading } from '../ui/empty.tsx';
import { Problem } from '../ui/notice.tsx';
import type { HostConnection } from './client/types.ts';
import { loadAgain } from './kept/load-again.ts';
import type { Navigation } from './navigation.ts';
import type { PhoneClient } from './phone-client.ts';
import { HostSession, type Surroundings } from './state/host-session.ts';
import * as words from './text/app.ts';
import { Page } from './views/page.tsx';
import { Pair, Refused, Welcome } from './views/parts.tsx';
import { Shell } from './views/shell.tsx';
import { useStore } from './views/use-store.ts';

export interface AppProps {
  client: PhoneClient;
  navigation: Navigation;
  surroundings: Surroundings;
  /** What this phone is called until somebody says otherwise. */
  deviceName: string;
  /** The link that the page was opened by, the first time it is asked for. */
  takeLink: () => string | null;
  /** Calls back when a link is opened while the page is open. */
  onLink: (opened: () => void) => () => void;
  /** What is known of the host is on screen. */
  onHome?: () => void;
}

/** Which of the few large states the page is in. */
export function App(props: AppProps): ReactNode {
  return (
    <Boundary instead={<Broken />}>
      <Holding {...props} />
    </Boundary>
  );
}

/** Our own mistake, or a part of the page that its server no longer has. */
function Broken(): ReactNode {
  return (
    <Page>
      <Problem
        page
        title={words.broken}
        meaning={words.brokenMeaning}
        todo={words.brokenTodo}
        action={
          <Button tone="primary" onClick={() => void loadAgain(window)}>
            {words.loadAgain}
          </Button>
        }
      />
    </Page>
  );
}

type Host = 'finding' | 'none' | 'unreadable' | HostSession;

/** The connection ends with this component, so that another tab finds it free. */
function Holding({
  client,
  navigation,
  surroundings,
  deviceName,
  takeLink,
  onLink,
  onHome,
}: AppProps): ReactNode {
  const [host, setHost] = useState<Host>('finding');
  const [link, setLink] = useState<string | null>(null);
  const [looks, lookAgain] = useReducer((count: number) => count + 1, 0);

  useEffect(() => {
    const read = () => {
      const opened = takeLink();
      if (opened !== null) setLink(opened);
    };
    read();
    return onLink(read);
  }, [takeLink, onLink]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each look is one of its own.
  useEffect(() => {
    let gone = false;
    const find = async () => {
      const [first] = await client.hosts();
      if (gone) return;
      if (first === undefined) {
        setHost('none');
        return;
      }
      const connection = await client.connect(first.id);
      if (gone) connection.close();
      else setHost(new HostSession(connection, surroundings));
    };
    find().catch(() => {
      if (!gone) setHost('unreadable');
    });
    return () => {
      gone = true;
    };
  }, [client, surroundings, looks]);

  useEffect(() => (host instanceof HostSession ? () => host.close() : undefined), [host]);

  const paired = useCallback(
    (connection: HostConnection) => {
      setLink(null);
      setHost(new HostSession(connection, surroundings));
    },
    [surroundings],
  );
  const forget = useCallback(async () => {
    if (!(host instanceof HostSession)) return;
    const { id } = host.connection.facts;
    host.close();
    await Promise.all([client.forget(id), host.forget()]);
    navigation.tab('inbox');
    // There may be one that was paired before it.
    setHost('finding');
    lookAgain();
  }, [host, client, navigation]);

  if (link !== null && host !== 'finding') {
    return (
      <Pair
        key={link}
        client={client}
        link={link}
        deviceName={deviceName}
        onPaired={paired}
        onLeave={() => setLink(null)}
      />
    );
  }
  switch (host) {
    case 'finding':
      return <Loading what={words.opening} />;
    case 'none':
      return <Welcome onLink={setLink} />;
    case 'unreadable':
      return (
        <Page>
          <Problem
            page
            title={words.unreadable}
            meaning={words.unreadableMeaning}
            todo={words.unreadableTodo}
            action={<Button onClick={() => void loadAgain(window)}>{words.loadAgain}</Button>}
          />
        </Page>
      );
    default:
      return <Connected session={host} navigation={navigation} onForget={forget} onHome={onHome} />;
  }
}

function Connected({
  session,
  navigation,
  onForget,
  onHome,
}: {
  session: HostSession;
  navigation: Navigation;
  onForget: () => Promise<void>;
  onHome: (() => void) | undefined;
}): ReactNode {
  const state = useStore(session.state);
  const { name } = useStore(session.facts);
  useEffect(() => {
    const wake = () => {
      if (document.visibilityState === 'visible') session.wake();
      else session.keepNow();
    };
    document.addEventListener('visibilitychange', wake);
    addEventListener('pagehide', session.keepNow);
    addEventListener('online', wake);
    addEventListener('pageshow', wake);
    return () => {
      document.removeEventListener('visibilitychange', wake);
      removeEventListener('pagehide', session.keepNow);
      removeEventListener('online', wake);
      removeEventListener('pageshow', wake);
    };
  }, [session]);
  if (state.kind === 'refused') {
    return (
      <Refused reason={state.reason} hostName={name} onForget={() => void onForget()} onTry={session.wake} />
    );
  }
  return <Shell session={session} navigation={navigation} onForget={onForget} onHome={onHome} />;
}

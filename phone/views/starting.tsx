import { ChevronLeft } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { Button, IconButton } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { OutgoingText } from '../thread/outgoing-view.tsx';
import screen from '../thread/thread-screen.module.css';
import { useActions } from './actions.ts';
import { ConnectionBanner } from './connection-banner.tsx';
import css from './starting.module.css';
import { useArrival } from './use-arrival.ts';
import { useStore } from './use-store.ts';

/** A thread that was asked for: shown as it will stand there, until the host has made it. */
export function Starting({ request }: { request: string }): ReactNode {
  const { session, navigation } = useActions();
  const heading = useArrival();
  const outgoing = useStore(session.outgoing.outbox).find(({ requestId }) => requestId === request);
  const thread = outgoing?.thread ?? null;
  useEffect(() => {
    if (thread !== null) navigation.replace({ view: 'thread', thread, approval: null });
  }, [thread, navigation]);
  return (
    <article className={screen.screen} aria-label="New thread">
      <header className={screen.head}>
        <IconButton label="Back" icon={<ChevronLeft size={26} />} onClick={navigation.back} />
        <div className={screen.name}>
          <h1 ref={heading} tabIndex={-1}>
            New thread
          </h1>
        </div>
      </header>
      <div className={screen.banner}>
        <ConnectionBanner />
      </div>
      <div className={css.body}>
        {outgoing === undefined ? (
          <Empty title="This was not started" action={<Button onClick={navigation.back}>Back</Button>}>
            It was taken back, or sent again.
          </Empty>
        ) : (
          <OutgoingText outgoing={outgoing} />
        )}
      </div>
    </article>
  );
}

import { type ReactNode, useEffect } from 'react';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import * as words from '../text/new-thread.ts';
import { OutgoingText } from '../thread/outgoing-view.tsx';
import { useActions } from './actions.ts';
import { NewThreadScreen } from './new-thread-screen.tsx';
import css from './starting.module.css';
import { useStore } from './use-store.ts';

/** A thread that was asked for: shown as it will stand there, until the host has made it. */
export function Starting({ request }: { request: string }): ReactNode {
  const { session, navigation } = useActions();
  const outgoing = useStore(session.outgoing.outbox).find(({ requestId }) => requestId === request);
  const thread = outgoing?.thread ?? null;
  useEffect(() => {
    if (thread !== null) navigation.replace({ view: 'thread', thread, approval: null });
  }, [thread, navigation]);
  return (
    <NewThreadScreen>
      <div className={css.body}>
        {outgoing === undefined ? (
          <Empty title={words.notStarted} action={<Button onClick={navigation.back}>{words.back}</Button>}>
            {words.notStartedMeaning}
          </Empty>
        ) : (
          <OutgoingText outgoing={outgoing} />
        )}
      </div>
    </NewThreadScreen>
  );
}

import { ChevronLeft } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import type { ThreadSummary } from '../../protocol/session/values.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Empty, Loading } from '../../ui/empty.tsx';
import { Notice } from '../../ui/notice.tsx';
import { CallError } from '../client/types.ts';
import * as words from '../text/archived.ts';
import { untitled } from '../text/rows.ts';
import { age } from '../text/time.ts';
import screen from '../thread/conversation.module.css';
import { useActions } from './actions.ts';
import css from './archived.module.css';
import list from './list.module.css';
import { placeOf } from './thread-rows.tsx';
import { useArrival } from './use-arrival.ts';
import { useEscape } from './use-escape.ts';
import { useNow } from './use-now.ts';
import { useStore } from './use-store.ts';

/** Threads that were put away, asked of their agents when somebody wants to see them. */
export function Archived(): ReactNode {
  const { session, navigation } = useActions();
  const heading = useArrival();
  useEscape();
  const home = useStore(session.home);
  const connected = useStore(session.state).kind === 'connected';
  const now = useNow('minutes');
  const [threads, setThreads] = useState<ThreadSummary[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState<string | null>(null);

  useEffect(() => {
    if (!connected) return;
    let gone = false;
    session.archived().then(
      (found) => {
        if (!gone) setThreads(found);
      },
      (error: unknown) => {
        if (!(error instanceof CallError)) throw error;
        if (!gone && error.code !== 'cut') setProblem(error.message);
      },
    );
    return () => {
      gone = true;
    };
  }, [session, connected]);

  const bringBack = async (id: string) => {
    setBusy(id);
    setProblem(null);
    try {
      await session.archive(id, false);
      setThreads((before) => before?.filter((each) => each.id !== id) ?? null);
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      setProblem(error.code === 'cut' ? words.notBroughtBack : error.message);
    } finally {
      setBusy(null);
    }
  };

  return (
    <article className={css.screen} aria-label={words.heading}>
      <header className={screen.head}>
        <IconButton label={words.back} icon={<ChevronLeft size={26} />} onClick={navigation.back} />
        <div className={screen.name}>
          <h1 ref={heading} tabIndex={-1}>
            {words.heading}
          </h1>
        </div>
      </header>
      <div className={css.content}>
        {problem !== null && (
          <div role="alert" className={list.notices}>
            <Notice level="error">{problem}</Notice>
          </div>
        )}
        {threads === null && problem === null && <Loading what={connected ? words.loading : words.offline} />}
        {threads?.length === 0 && <Empty title={words.empty}>{words.emptyMeaning}</Empty>}
        {threads !== null && threads.length > 0 && (
          <ul className={list.rows}>
            {threads.map((thread) => (
              <li key={thread.id} className={css.row}>
                <span className={list.text}>
                  <bdi className={list.title}>{thread.title || untitled}</bdi>
                  <span className={list.meta}>
                    {home !== null && placeOf(home, thread)} · {age(thread.updatedAt, now)}
                  </span>
                </span>
                {session.may('start') && (
                  <Button
                    disabled={busy === thread.id || !connected}
                    aria-label={words.bringBackNamed(thread.title || untitled)}
                    onClick={() => void bringBack(thread.id)}
                  >
                    {words.bringBack}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </div>
    </article>
  );
}

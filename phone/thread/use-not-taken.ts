import { useEffect } from 'react';
import type { HostSession } from '../state/host-session.ts';
import type { Outgoing } from '../state/outbox.ts';
import * as words from '../text/speaking.ts';

/**
 * Milliseconds. By then what the host has taken stands in a thread in which nothing runs, or another turn has begun for it. What
 * is told of a turn may come behind the answer to what was said in it.
 */
const STANDS_BY = 10_000;

/**
 * What was sent into a turn that ended before the agent had read it would say that it was sent for ever.
 * @param rests all of the thread is known, and nothing runs in it
 */
export function useNotTaken(session: HostSession, outgoing: readonly Outgoing[], rests: boolean): void {
  const sent = outgoing
    .filter(({ state }) => state === 'sent')
    .map(({ requestId }) => requestId)
    .join(' ');
  useEffect(() => {
    if (!rests || sent === '') return;
    const timer = setTimeout(() => {
      for (const requestId of sent.split(' ')) session.outgoing.notTaken(requestId, words.notTakenMeaning);
    }, STANDS_BY);
    return () => clearTimeout(timer);
  }, [session, sent, rests]);
}

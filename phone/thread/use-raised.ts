import { useEffect, useRef, useState } from 'react';
import type { Approval } from '../../protocol/session/approvals.ts';
import { decisionsOf } from '../state/decisions.ts';
import { useActions } from '../views/actions.ts';
import { useStore } from '../views/use-store.ts';

/**
 * Which approval stands in front. One that waits as the thread is opened rises by itself; one that comes later rises
 * only if the person is not in the middle of a sentence. Put aside, it stays in the footer and rises no more by itself.
 *
 * @param asked the one with which the screen was opened
 * @param rises whether one rises at all before somebody asks for it
 */
export function useRaised(
  approvals: readonly Approval[],
  asked: string | null,
  ready: boolean,
  rises: boolean,
): { approval: Approval | undefined; raise: (id: string) => void; lower: () => void } {
  const [raised, setRaised] = useState<string | null>(asked);
  const offered = useRef(new Set<string>());
  useEffect(() => {
    if (asked !== null) setRaised(asked);
  }, [asked]);
  useEffect(() => {
    if (!rises || !ready || raised !== null) return;
    const next = approvals.find(({ id, state }) => state === 'open' && !offered.current.has(id));
    if (next === undefined) return;
    offered.current.add(next.id);
    const typing = document.activeElement instanceof HTMLTextAreaElement;
    if (!typing) setRaised(next.id);
  }, [approvals, ready, raised, rises]);

  const approval = approvals.find(({ id }) => id === raised);
  // One that was answered from here goes down with its answer.
  const state = approval?.state;
  const seenOpen = useRef<string | null>(null);
  const { session } = useActions();
  const mine = useStore(decisionsOf(session).states).has(raised ?? '');
  const answered = useRef<string | null>(null);
  if (mine) answered.current = raised;
  useEffect(() => {
    if (raised === null) return;
    if (state === 'open') seenOpen.current = raised;
    else if (state !== undefined && answered.current === raised) setRaised(null);
    else if (state === undefined && ready) setRaised(null);
  }, [raised, state, ready]);

  const lower = () => {
    if (raised !== null) offered.current.add(raised);
    setRaised(null);
  };
  return { approval, raise: setRaised, lower };
}

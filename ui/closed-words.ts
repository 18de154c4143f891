/** What became of an approval, in one line: `Approved by Anna’s phone`. */
import type { MarkState } from './state-mark.tsx';

/** As phones and the desk are told it. */
export interface ClosedFacts {
  state: 'open' | 'approved' | 'answered' | 'declined' | 'stopped' | 'void' | 'unknown';
  by: string | null;
  note: string | null;
}

const CLOSED: Record<Exclude<ClosedFacts['state'], 'open'>, { state: MarkState; word: string }> = {
  approved: { state: 'done', word: 'Approved' },
  answered: { state: 'done', word: 'Answered' },
  declined: { state: 'away', word: 'Declined' },
  stopped: { state: 'away', word: 'Declined and stopped' },
  void: { state: 'away', word: 'Nobody needs to answer any more' },
  unknown: { state: 'trouble', word: 'Answered, but it is not known whether the agent heard it' },
};

export function closedWords(closed: ClosedFacts): { state: MarkState; word: string } {
  if (closed.state === 'open') throw new Error('an open approval has no outcome');
  const { state, word } = CLOSED[closed.state];
  // The host's note is a sentence; here it stands without its full stop.
  if (closed.state === 'void') return { state, word: (closed.note ?? word).replace(/\.$/, '') };
  return { state, word: closed.by === null ? word : `${word} by ${closed.by}` };
}

/** A thread that was begun in a terminal: what it asks about, and whether it is to ask about everything. */
import { NOT_GATED_MEANS } from '../../ui/approval-words.ts';

export const watched = 'Watched: it asks first';
export const watchedMeaning =
  'It asks before every command and patch, here and in the terminal. When you stop, it acts inside its sandbox without asking, from its next turn on.';
export const notGated = 'Not gated: it asks about little';
export const notGatedMeaning = `${NOT_GATED_MEANS} Watched, it asks before every command and patch, here and in the terminal, from its next turn on.`;
export const watch = 'Watch this thread';
export const stop = 'Stop watching';
export const mayNot = 'This phone may not change that.';
export const cut =
  'The connection broke, so it may be changed or not. What is shown above is true when the host is back.';

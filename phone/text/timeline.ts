/** The items of a thread, as a whole. */
import { plural } from './plural.ts';

export const conversation = 'Conversation';
export const toEnd = 'Jump to the end';
export const older = 'Load older messages';
export const loadingOlder = 'Loading older messages…';

export const workingLastSeen = 'Working when last seen';
export const working = 'Working';
export const done = (took: string | null): string => (took === null ? 'Done' : `Done after ${took}`);
export const stopped = (took: string | null): string => (took === null ? 'Stopped' : `Stopped after ${took}`);
export const failed = (took: string | null): string => (took === null ? 'Failed' : `Failed after ${took}`);
export const agentStopped = 'The agent stopped';
export const agentStoppedMeaning = 'What it was doing is void. Say what to do next to go on.';

/** All that a turn changed, in one list. */
export const wholeTurn = (files: number): string =>
  plural(files, { one: 'The whole turn: # file', other: 'The whole turn: # files' });

/** The thread of a sub-agent, and where it is opened from. */
import type { WorkingSubAgent } from '../../protocol/session/values.ts';

/** One that has no name. */
export const unnamed = 'Sub-agent';
/** What an item says of it follows. */
export const open = 'Open the sub-agent’s thread: ';
export const status: Record<WorkingSubAgent['status'], string> = {
  working: 'Working',
  waiting: 'Waits for you',
};

/** Where it belongs: the way up. */
export const partOf = 'Part of';
/** The title of the thread above follows. */
export const up = 'Up to ';
/** The thread above is not known by its title. */
export const above = 'the thread above';

export const notShown = 'This sub-agent cannot be shown';
export const opening = 'Opening the sub-agent';
export const openingLater = 'The sub-agent shows when the host is reached';
export const nothingYet = 'It has not done anything yet.';
/** Instead of a place to write. */
export const readOnly = 'You can only read here. Say what you want in the thread above.';

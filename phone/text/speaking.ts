/** Where a person speaks: the composer, what is chosen for it, what waits, and commands that begin with a slash. */
import type { Goal } from '../../protocol/session/goal.ts';
import type { Mode } from '../../protocol/session/options.ts';
import type { QueueHeld } from '../../protocol/session/queue.ts';
import type { Slash } from '../state/slash.ts';
import { plural } from './plural.ts';

export const message = 'Message to the agent';
export const steer = 'Steer the agent';
export const forLater = 'Message for after this turn';
export const messageHint = 'What next?';
export const steerHint = 'Steer it';
export const laterHint = 'For after this turn';
export const send = 'Send';
export const sendToSteer = 'Send, to steer';
export const sendLater = 'Queue for after this turn';
export const stop = 'Stop';
export const stopping = 'Stopping…';
export const when = 'When it is said';
export const now = 'Now';
export const later = 'Later';
export const afterTurn = 'Later, after this turn';
export const cutWhileStopping =
  'The connection broke, so it may still run. Stop it again when the host is back.';
export const mayAnswer =
  'This phone may answer and stop, not start work. The owner can change that at the desk.';
export const mayLook = 'This phone may look, not act. The owner can change that at the desk.';
export const notDone = 'There is no connection, so nothing was done.';

export const mode: Record<Mode, string> = { plan: 'Plan', ask: 'Ask', work: 'Work' };
export const modeMeaning: Record<Mode, string> = {
  plan: 'It proposes what it would do, and changes nothing.',
  ask: 'It answers and looks around, and changes nothing.',
  work: 'It may change files in the project. What needs your word is still asked.',
};
export const modeLabel = 'Mode';
export const modelLabel = 'Model';
export const effortLabel = 'Effort';
/** Beside the model that is taken where nobody chooses. */
export const standardModel = 'Standard';
/** What the agent itself takes. */
export const standard = 'As the agent is set up';
export const choosing = 'How it goes on';
export const choosingThread = 'Holds from your next message on.';
export const choosingNew = 'Remembered for this project.';
/** On the button that opens the sheet; `parts` say how the next turn goes. */
export const how = (parts: readonly string[]): string => (parts.length === 0 ? choosing : parts.join(' · '));
export const howNamed = (parts: readonly string[]): string => `${choosing}: ${how(parts)}`;
export const chosenNext = (parts: readonly string[]): string => `Your next message: ${how(parts)}`;
export const asking = 'Asking the agent what there is to choose from';
export const nothingOffered = 'Nothing to choose from';
export const nothingOfferedMeaning = 'The agent cannot be asked now. Your message goes as the one before it.';
export const tryAgain = 'Try again';
export const done = 'Done';

export const commands = 'Commands';
export const values = 'Choices';
export const files = 'Files of the project';
export const slash: Record<Slash, string> = {
  model: 'Choose the model',
  effort: 'Choose how hard it thinks',
  plan: 'Let it propose first, without changing anything',
  ask: 'Let it answer without changing anything',
  work: 'Let it change files in the project',
  goal: 'Let it go on by itself until this is reached',
  review: 'Have it review what is changed and not committed',
  compact: 'Have it shorten what it remembers',
  fork: 'Go on from here in another thread',
  stop: 'Stop what runs',
};
export const goals: Record<'pause' | 'resume' | 'clear', string> = {
  pause: 'Keep the goal, begin nothing',
  resume: 'Go on with the goal',
  clear: 'Drop the goal',
};
export const noSuchValue = (command: Slash, value: string): string =>
  value === ''
    ? `Say what behind /${command}, for example “/${command} make the tests pass”.`
    : `There is no “${value}” to choose with /${command}. Nothing was sent.`;
export const offered = (count: number): string =>
  plural(count, { one: '# suggestion', other: '# suggestions' });

export const goal: Record<Goal['state'], string> = {
  active: 'Goal',
  paused: 'Goal, paused',
  blocked: 'Goal, cannot go on',
  limited: 'Goal, limit reached',
  done: 'Goal reached',
};
export const goalPause = 'Pause';
export const goalResume = 'Resume';
export const goalClear = 'Drop';

export const queue = 'Waits to be said';
/** `by`: the name of a device. */
export const queuedBy = (by: string): string => `from ${by}`;
export const takeBackNamed = (text: string): string => `Take back: ${text}`;
export const sayNow = 'Say it now';
export const held: Record<QueueHeld, string> = {
  stopped: 'The turn before it was stopped, so it waits for you.',
  failed: 'The turn before it failed, so it waits for you.',
  refused: 'The agent did not take it, so it waits for you.',
  unsure:
    'The agent’s answer was lost while it was said. Look whether it stands above; say it again, or take it back.',
};

export const outgoing = {
  failed: 'Not sent',
  notTaken: 'Not read by the agent',
  remove: 'Remove',
  again: 'Send again',
  queued: 'Queued until connected',
  takeBack: 'Take back',
  sending: 'Sending…',
  sent: 'Sent',
} as const;

export const notTakenMeaning =
  'Its turn ended before the agent had read this. Look whether it stands above; send it again, or remove it.';

export const fork = 'Fork';
export const forkMeaning = 'Another thread that goes on from here. This one stays as it is.';
export const review = 'Review changes';
export const reviewMeaning = 'The agent looks at what is changed and not committed.';
export const compact = 'Compact';
export const compactMeaning = 'The agent shortens what it remembers. What you see here stays.';
export const runsFirst = 'Something runs in it. Stop it first, or wait.';

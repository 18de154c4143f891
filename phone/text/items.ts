/** What an agent did, item by item. */
import type { ActionStatus, ItemOf } from '../../protocol/session/items.ts';
import { LANGUAGE, plural } from './plural.ts';

export const status: Record<ActionStatus, string> = {
  running: 'Running',
  done: 'Done',
  failed: 'Failed',
  declined: 'Declined',
  stopped: 'Stopped',
};

export const you = 'You: ';
/** Pictures that went with the words and cannot be shown; `more` beside others that are. */
export const images = (count: number, more: boolean): string =>
  more
    ? plural(count, { one: '# more image', other: '# more images' })
    : plural(count, { one: '# image', other: '# images' });

export const thinking = 'Thinking';
export const thinkingNow = 'Thinking…';

export const outputOf = (name: string): string => `Output of ${name}`;
export const inputOf = (name: string): string => `Input of ${name}`;
export const exit = (code: number): string => `exit ${code}`;
/** How and where a command ended; the folder follows. */
export const endedIn = (status: string, exitCode: number | null): string =>
  exitCode === null ? `${status} in` : `${status} with exit code ${exitCode} in`;

export const changed = (status: ActionStatus, word: string, files: number): string => {
  const count = plural(files, { one: '# file', other: '# files' });
  if (status === 'done') return `Changed ${count}`;
  if (status === 'running') return `Changing ${count}`;
  return `${count}: ${word.toLowerCase()}`;
};

export const searched = (query: string, done: boolean): string =>
  `${done ? 'Searched the web: ' : 'Searching the web: '}${query}`;

export const plan = 'Plan';
export const steps = (done: number, all: number): string => `${done} of ${all}`;
export const step: Record<ItemOf<'plan'>['steps'][number]['status'], string> = {
  pending: 'to do',
  running: 'running',
  done: 'done',
};

export const proposed = 'Proposed plan';
export const proposing = 'Proposing a plan…';

export const madeImage = 'Made an image: ';
export const sawImage = 'Looked at an image: ';

/** One that the person sent. */
export const sentPicture = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;
export const gettingImage = 'Getting the picture…';
export const enlarge = 'Enlarge the picture';
export const closeImage = 'Close the picture';
export const zoom = 'Zoom in';
export const zoomOut = 'Fit the screen';

export const toldAgents = 'What it was told';
export const agentThreads = 'Threads of the sub-agents';

/** A run of tests. */
export const tests = {
  failing: 'Tests that fail',
  failed: (count: number): string => `${count.toLocaleString(LANGUAGE)} failed`,
  passed: (count: number): string => `${count.toLocaleString(LANGUAGE)} passed`,
  skipped: (count: number): string => `${count.toLocaleString(LANGUAGE)} skipped`,
  allPassed: 'All passed',
  moreFailing: (count: number): string => plural(count, { other: 'and # more, in the output' }),
};

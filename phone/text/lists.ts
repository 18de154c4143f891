/** Inbox and threads: headings, groups, looking for something, and why a list is empty. */
import { plural } from './plural.ts';

export const inbox = 'Inbox';
export const threads = 'Threads';
export const newThread = 'New thread';

export const notConnected = 'Not connected';
export const nothingWaits = 'Nothing waits for you';
export const waiting = (count: number): string =>
  plural(count, { one: '# thing waits for you', other: '# things wait for you' });
export const waitingForHost = (host: string): string => `Waiting for ${host}`;
/** Beside the host's name while it is being reached. */
/** Behind the name of the host. */
export const connecting = ' · connecting';
/** `age`: how long ago that was known. */
export const knownFrom = (age: string): string => ` · connecting, known ${age}`;

export const group = {
  waiting: 'Waiting for you',
  failed: 'Failed',
  running: 'Running',
  unseen: 'Finished, not seen yet',
  rest: 'Earlier',
  noProject: 'Without an open project',
} as const;
export const placedOn = (name: string, environment: string): string => `${name} on ${environment}`;
/** Of the agent that plays a scene. */
export const demo = (place: string): string => `${place} · Demo`;

export const search = 'Search';
export const place = 'Where';
export const everywhere = 'Everywhere';
export const allOn = (environment: string): string => `All on ${environment}`;
export const waitElsewhere = (count: number): string =>
  plural(count, { one: '# more thing waits for you', other: '# more things wait for you' });
export const showMore = (further: number): string => plural(further, { other: 'Show more (#)' });
export const showAll = 'Show all';
export const nothingFound = 'Nothing like that';
export const nothingFoundMeaning = 'No thread here has these words in its name, its project or what it does.';
export const nothingThere = 'No threads there';
export const nothingThereMeaning = 'What you chose to see has none.';

export const noProjects = 'No project is open to phones';
export const noProjectsHow: readonly [string, string] = [
  'An agent works in a folder that you open on the computer: in Outpost’s window under Projects, or with ',
  '.',
];
export const openProjectCommand = 'outpost projects add FOLDER';
export const noThreads = 'No threads yet';
export const startOne = 'Start one with the pen above: choose a project and say what to do.';
export const startedOnHost = 'Threads that are started on the host show here.';

export const archived = 'Archived threads';

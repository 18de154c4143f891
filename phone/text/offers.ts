/** What an agent has at hand in a project. */
import type { Offers } from '../../protocol/session/offers.ts';
import { plural } from './plural.ts';

export const heading = 'What this host offers';
export const meaning = 'To look at. It is set up at the computer.';
export const loading = 'Asking the agent';
export const failed = 'It cannot be shown now';
export const tryAgain = 'Try again';
export const close = 'Close';
export const git = 'Changed files';
export const onBranch = (branch: string): string => `On branch ${branch}`;
export const noBranch = 'On no branch';
export const nothingChanged = 'Nothing is changed.';
export const isNew = 'new';
export const more = (count: number): string => plural(count, { one: 'and # more', other: 'and # more' });
export const models = 'Models';
export const servers = 'MCP servers';
export const serverState: Record<Offers['servers'][number]['state'], string> = {
  ready: 'Ready',
  starting: 'Starting',
  signedOut: 'Needs a sign-in at the computer',
  failed: 'Does not work',
  off: 'Off',
};
export const tools = (count: number): string => plural(count, { one: '# tool', other: '# tools' });
export const detail = (parts: readonly string[]): string => parts.filter((part) => part !== '').join(' · ');
export const skills = 'Skills';
export const hooks = 'Hooks';
export const hookOff = 'off';
export const none = 'None.';

/** What happened since somebody last looked at a thread. */
import { plural } from './plural.ts';

/** `age`: as in `3 h ago`. */
export const when = (age: string): string => `Since you last looked, ${age}`;
export const turns = (count: number): string => plural(count, { one: '# turn', other: '# turns' });
export const files = (count: number): string =>
  plural(count, { one: '# file changed', other: '# files changed' });
export const failedCommands = (count: number): string =>
  plural(count, { one: '# command failed', other: '# commands failed' });
export const approvals = (count: number): string =>
  plural(count, { one: 'Asked you # time', other: 'Asked you # times' });
export const tokens = (count: number): string => plural(count, { one: '# token', other: '# tokens' });
export const dismiss = 'Hide what happened';

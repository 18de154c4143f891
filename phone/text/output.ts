/** What a command printed, and other text that is long and not for reading from front to back. */
import { LANGUAGE, plural } from './plural.ts';

export const noneYet = 'No output yet.';
export const none = 'No output.';
export const beginningGone = 'The beginning is not kept any more.';
export const lines = (count: number): string => plural(count, { one: '# line', other: '# lines' });
export const earlier = (units: number): string =>
  `Show earlier output (${Math.ceil(units / 1024).toLocaleString(LANGUAGE)} KB)`;

export const copy = 'Copy';
export const copied = 'Copied';
export const notCopied = 'The browser did not let it be copied.';

export const search = 'Search the output';
export const endSearch = 'End the search';
export const found = (count: number, listed: number): string => {
  if (count === 0) return 'No line has it';
  const all = plural(count, { one: '# line has it', other: '# lines have it' });
  return count > listed ? `${all}; these are the first ${listed.toLocaleString(LANGUAGE)}` : all;
};

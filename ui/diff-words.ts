/** The words of a diff. */
export const changesIn = (path: string): string => `Changes in ${path}`;
export const asItCame = 'Not a well-formed diff. It is shown as it came.';
export const nothing = 'No lines change.';
export const more = (count: number): string =>
  count === 1 ? 'Show 1 more line' : `Show ${count.toLocaleString('en')} more lines`;
/** Where a hunk begins, and how long it is. */
export const hunk = (line: number): string => `Line ${line}`;
export const lines = (count: number): string =>
  count === 1 ? '1 line' : `${count.toLocaleString('en')} lines`;
export const SPOKEN = { added: 'added: ', removed: 'removed: ', same: '' } as const;

/** The words of a diff. */
export const changesIn = (path: string): string => `Changes in ${path}`;
export const asItCame = 'Not a well-formed diff. It is shown as it came.';
export const nothing = 'No lines change.';
/** `rest`: how many are not shown; `next`: how many of them show then. */
export const more = (next: number, rest: number): string => {
  if (rest > next) return `Show ${next.toLocaleString('en')} of ${rest.toLocaleString('en')} more lines`;
  return rest === 1 ? 'Show 1 more line' : `Show ${rest.toLocaleString('en')} more lines`;
};
/** Where a hunk begins, and how long it is. */
export const hunk = (line: number): string => `Line ${line}`;
export const lines = (count: number): string =>
  count === 1 ? '1 line' : `${count.toLocaleString('en')} lines`;
export const SPOKEN = { added: 'added: ', removed: 'removed: ', same: '' } as const;

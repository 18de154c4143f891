/** How `outpost` ends, for scripts. Documented in README.md; a code never changes its meaning. */
export const EXIT = {
  ok: 0,
  /** The host refused, or what was named does not exist. */
  refused: 1,
  /** The command line could not be understood. */
  usage: 2,
  /** No host runs on this data folder, or not one that answers. */
  noHost: 3,
  /** The host or relay could not start: folder in use or unusable, port taken. */
  cannotStart: 4,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What is known of programs, by their name. A program that is in no table is one that nobody knows. */
import type { Program } from '../call.ts';
import { EDITORS } from './editors.ts';
import { GIT } from './git.ts';
import { INTERPRETERS } from './interpreters.ts';
import { LAUNCHERS } from './launchers.ts';
import { PACKAGES } from './packages.ts';
import { READERS } from './readers.ts';
import { SCRIPTS } from './scripts.ts';
import { TOOLS } from './tools.ts';
import { WRAPPERS } from './wrappers.ts';
import { WRITERS } from './writers.ts';

export const PROGRAMS: ReadonlyMap<string, Program> = new Map([
  ...READERS,
  ...WRITERS,
  ...WRAPPERS,
  ...GIT,
  ...PACKAGES,
  ...SCRIPTS,
  ...TOOLS,
  ...LAUNCHERS,
  ...INTERPRETERS,
  ...EDITORS,
]);

/** Names that a function or an alias may not take over unseen. */
export const KNOWN_NAMES: ReadonlySet<string> = new Set(PROGRAMS.keys());

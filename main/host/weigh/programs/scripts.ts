/** Runners of the project's own scripts and tasks, by the name of the script. */
import type { Program } from '../call.ts';

export const SCRIPTS: readonly [string, Program][] = [];

/** Interpreters: a file of the project, or program text in the command. */
import type { Program } from '../call.ts';

export const INTERPRETERS: readonly [string, Program][] = [];

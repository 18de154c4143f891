/** Outpost itself, and the command lines of agents. */
import type { Program } from '../call.ts';

export const AGENTS: readonly [string, Program][] = [];

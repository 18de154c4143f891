/** Compilers, linters, formatters and test runners. */
import type { Program } from '../call.ts';

export const TOOLS: readonly [string, Program][] = [];

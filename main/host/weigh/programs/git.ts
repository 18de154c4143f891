/** Git: what stays in this repository, what rewrites it, and what reaches others. */
import type { Program } from '../call.ts';

export const GIT: readonly [string, Program][] = [];

/** Package managers: what they show, what they install, and what they publish. */
import type { Program } from '../call.ts';

export const PACKAGES: readonly [string, Program][] = [];

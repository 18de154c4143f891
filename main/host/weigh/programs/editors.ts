/** Editors, debuggers and other programs that carry a language of their own. */
import type { Program } from '../call.ts';

export const EDITORS: readonly [string, Program][] = [];

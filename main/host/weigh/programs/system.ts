/** Services, processes and settings of this computer. */
import type { Program } from '../call.ts';

export const SYSTEM: readonly [string, Program][] = [];

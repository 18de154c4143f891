/** Clouds: what only looks, and what changes or shows what others share. */
import type { Program } from '../call.ts';

export const CLOUDS: readonly [string, Program][] = [];

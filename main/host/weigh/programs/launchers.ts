/** Runners of a package's program: npx, uvx, pipx and their like. */
import type { Program } from '../call.ts';

export const LAUNCHERS: readonly [string, Program][] = [];

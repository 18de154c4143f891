/** Tools that move the schema of a database up and down. */
import type { Program } from '../call.ts';

export const MIGRATIONS: readonly [string, Program][] = [];

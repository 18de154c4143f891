/** Databases: what reads, what writes, what loses data, and which server it speaks with. */
import type { Program } from '../call.ts';

export const DATABASES: readonly [string, Program][] = [];

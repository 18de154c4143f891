/** Descriptions of infrastructure: what reads or checks them, and what makes them real. */
import type { Program } from '../call.ts';

export const INFRASTRUCTURE: readonly [string, Program][] = [];

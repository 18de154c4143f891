/** Containers and clusters: what only looks, what runs here, and what others share. */
import type { Program } from '../call.ts';

export const CONTAINERS: readonly [string, Program][] = [];

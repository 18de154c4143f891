/** Programs that speak with other computers: what they bring, and what they send. */
import type { Program } from '../call.ts';

export const NETWORK: readonly [string, Program][] = [];

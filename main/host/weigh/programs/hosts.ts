/** Programs that work on another computer, or copy to and from one. */
import type { Program } from '../call.ts';

export const HOSTS: readonly [string, Program][] = [];

/** Programs of keys, passwords, certificates, the clipboard and the screen. */
import type { Program } from '../call.ts';

export const SECRETS: readonly [string, Program][] = [];

/** What is known of programs, by their name. A program that is in no table is one that nobody knows. */
import type { Program } from '../call.ts';
import { READERS } from './readers.ts';
import { WRAPPERS } from './wrappers.ts';
import { WRITERS } from './writers.ts';

export const PROGRAMS: ReadonlyMap<string, Program> = new Map([...READERS, ...WRITERS, ...WRAPPERS]);

/** Names that a function or an alias may not take over unseen. */
export const KNOWN_NAMES: ReadonlySet<string> = new Set(PROGRAMS.keys());

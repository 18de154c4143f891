/** GitHub and GitLab from the command line. */
import type { Program } from '../call.ts';

export const FORGES: readonly [string, Program][] = [];

/** Package managers: what they show, what they install, and what they publish. */
import type { Program } from '../call.ts';
import { LANGUAGES } from './packages/languages.ts';
import { NODE } from './packages/node.ts';
import { PYTHON } from './packages/python.ts';
import { SYSTEMS } from './packages/systems.ts';

export const PACKAGES: readonly [string, Program][] = [...NODE, ...PYTHON, ...LANGUAGES, ...SYSTEMS];

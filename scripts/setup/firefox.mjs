// @ts-check
/** Brings Firefox, in which the tests supervise once as on a phone of another make. */
import { existsSync } from 'node:fs';
import { hasApt, installDebianPackages } from './debian.mjs';
import { SetupProblem } from './problem.mjs';

/** Debian's, another distribution's, and a Mac's. */
const PLACES = [
  '/usr/bin/firefox-esr',
  '/usr/bin/firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
];

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {(file: string) => boolean} exists
 * @returns {string | undefined} The first that is there; OUTPOST_FIREFOX comes before all.
 */
export function findFirefox(env = process.env, exists = existsSync) {
  const named = env.OUTPOST_FIREFOX;
  return [...(named === undefined ? [] : [named]), ...PLACES].find(exists);
}

/**
 * @param {(line: string) => void} say
 * @throws {SetupProblem}
 */
export async function ensureFirefox(say) {
  if (findFirefox() !== undefined) return;
  if (hasApt()) {
    say('Installing Firefox, the second browser of the tests …');
    await installDebianPackages(['firefox-esr']);
  }
  if (findFirefox() === undefined) {
    throw new SetupProblem(
      'The tests need Firefox. Install it, or set OUTPOST_FIREFOX to its path, then run npm test again.',
    );
  }
}

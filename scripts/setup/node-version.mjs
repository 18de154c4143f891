// @ts-check
/** Whether this Node can run Outpost, said before anything else fails in a stranger way. */

/**
 * @param {string} version As in `process.versions.node`.
 * @param {string} engines As in package.json: `>=20.19`.
 * @returns {string | undefined} a sentence, or `undefined` when the version is fine.
 */
export function nodeVersionProblem(version, engines) {
  const needed = engines.replace(/^>=\s*/, '');
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [neededMajor = 0, neededMinor = 0] = needed.split('.').map(Number);
  if (major > neededMajor || (major === neededMajor && minor >= neededMinor)) return undefined;
  return `Outpost needs Node ${needed} or newer, and this is Node ${version}. Install a newer one from https://nodejs.org, then run the command again.`;
}

// @ts-check
/** Debian packages that the tests need, installed only as root on a system with apt. */
import { existsSync } from 'node:fs';
import { runChild } from '../process/child.mjs';
import { SetupProblem } from './problem.mjs';

const APT_TIMEOUT_MS = 8 * 60_000;
const APT_ENV = { DEBIAN_FRONTEND: 'noninteractive' };

export const hasApt = () => process.platform === 'linux' && existsSync('/usr/bin/apt-get');

/**
 * @param {readonly string[]} names
 * @throws {SetupProblem}
 */
export async function installDebianPackages(names) {
  const byHand = `apt-get install ${names.join(' ')}`;
  if (process.getuid?.() !== 0) {
    throw new SetupProblem(
      `The tests need ${names.join(' and ')}. Run "sudo ${byHand}", then run npm test again.`,
    );
  }
  const install = () =>
    runChild('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...names], {
      env: APT_ENV,
      timeoutMs: APT_TIMEOUT_MS,
    });
  let result = await install();
  if (result.code !== 0) {
    // A fresh machine or container has no package lists yet.
    await runChild('apt-get', ['update', '-q'], { env: APT_ENV, timeoutMs: APT_TIMEOUT_MS });
    result = await install();
  }
  if (result.code !== 0) {
    throw new SetupProblem(
      `apt could not install ${names.join(' and ')}. Run "${byHand}" by hand, then run npm test again.`,
      result.output,
    );
  }
}

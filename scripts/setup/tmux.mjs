// @ts-check
/** Brings tmux, in which the tests run Codex's own screen as a person's terminal does. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { hasApt, installDebianPackages } from './debian.mjs';
import { SetupProblem } from './problem.mjs';

/** @param {string | undefined} path */
const isOnPath = (path) => (path ?? '').split(delimiter).some((folder) => existsSync(join(folder, 'tmux')));

/**
 * @param {(line: string) => void} say
 * @throws {SetupProblem}
 */
export async function ensureTmux(say) {
  if (isOnPath(process.env.PATH)) return;
  if (!hasApt())
    throw new SetupProblem(
      'The tests need tmux. Install it with your package manager ("brew install tmux" on a Mac), then run npm test again.',
    );
  say('Installing tmux, the terminal of the tests …');
  await installDebianPackages(['tmux']);
}

/** How a folder of this computer stands in its git repository, asked of `git` itself. */
import type { GitState } from '../../../protocol/session/offers.ts';
import { ProgramError, runProgram } from '../run-program.ts';

const TIMEOUT_MS = 5000;
const MAX_BYTES = 4 * 1024 * 1024;
const MOST = 100;

/** Null: it is in no repository, there is no git, or git did not answer in time. */
export async function gitStateOf(folder: string, env: NodeJS.ProcessEnv): Promise<GitState | null> {
  const args = [
    '-C',
    folder,
    '--no-optional-locks',
    // A repository may name a program here, which looking at it must not run.
    '-c',
    'core.fsmonitor=false',
    'status',
    '--porcelain=v2',
    '--branch',
    '-z',
    '--untracked-files=normal',
    '--ignore-submodules=all',
  ];
  try {
    const asked = { command: 'git', args, env, timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES };
    const { code, stdout } = await runProgram(asked);
    return code === 0 ? readStatus(stdout) : null;
  } catch (error) {
    if (error instanceof ProgramError) return null;
    throw error;
  }
}

/** @param text of `git status --porcelain=v2 --branch -z` */
export function readStatus(text: string): GitState {
  let branch: string | null = null;
  const changed: GitState['changed'] = [];
  const parts = text.split('\0');
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at]!;
    const [kind] = part;
    if (part.startsWith('# branch.head ')) {
      const name = part.slice('# branch.head '.length);
      branch = name === '(detached)' ? null : name.slice(0, 200);
    } else if (kind === '?') changed.push({ path: part.slice(2).slice(0, 1000), isNew: true });
    else if (kind === '1' || kind === '2' || kind === 'u') {
      // Before the path stand 8 fields, of a renamed one 9, of an unmerged one 10.
      const fields = kind === '1' ? 8 : kind === '2' ? 9 : 10;
      const path = part.split(' ').slice(fields).join(' ');
      changed.push({ path: path.slice(0, 1000), isNew: part[2] === 'A' });
      if (kind === '2') at++; // the name before
    }
  }
  return { branch, changed: changed.slice(0, MOST), count: changed.length };
}

/** Where a program of somebody else's is: on PATH, else where installers put it, since a desktop's PATH is often short. */
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';

export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
}

/** @param elsewhere whole paths, tried in order when it is not on PATH @returns its whole path */
export async function findProgram(
  name: string,
  elsewhere: readonly string[],
  { env, platform }: Surroundings,
): Promise<string | null> {
  const windows = platform === 'win32';
  const { join, delimiter, isAbsolute } = windows ? path.win32 : path.posix;
  const file = windows ? `${name}.exe` : name;
  const onPath = (env.PATH ?? env.Path ?? '')
    .split(delimiter)
    // What stands in the folder that a host was started in is not what its owner installed.
    .filter((folder) => isAbsolute(folder))
    .map((folder) => join(folder, file));
  for (const candidate of [...onPath, ...elsewhere]) {
    try {
      await access(candidate, constants.X_OK);
      return candidate;
    } catch {
      // Not there, or no program.
    }
  }
  return null;
}

/** Shows the folder of a project in the system's file manager. */
import * as fs from 'node:fs/promises';
import type { HostApi } from '../contract/contract.ts';

/**
 * @param project What the page says is the id of one; the path is the host's.
 * @param show Selects the folder in the one that holds it. It must not open it: on macOS a folder may be a program.
 * @returns false when there is no such project, or its folder is gone
 */
export async function showProjectFolder(
  api: Pick<HostApi, 'snapshot'>,
  project: unknown,
  show: (path: string) => void,
): Promise<boolean> {
  const { projects } = await api.snapshot();
  const found = projects.find(({ id }) => id === project);
  // A path of an SSH host is none of this computer's, even where there is one of the same name.
  if (found === undefined || found.environment !== 'local') return false;
  const isFolder = await fs.stat(found.path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  if (isFolder) show(found.path);
  return isFolder;
}

/** The folders of an SSH host. */
import { type Folders, ProjectError } from '../../projects/projects.ts';
import type { RemoteShell } from '../connection/connection.ts';
import { quoteWord } from './quote.ts';

/** `~` and `~/…` mean the home folder over there. */
const script = (folder: string): string => `
folder=${quoteWord(folder)}
case $folder in
  '~') folder=$HOME ;;
  '~/'*) folder=$HOME/\${folder#'~/'} ;;
  /*) ;;
  *) exit 3 ;;
esac
CDPATH= cd -- "$folder" 2>/dev/null || exit 3
pwd -P
CDPATH= cd -- "$HOME" 2>/dev/null && pwd -P
`;

export const remoteFolders = (shell: RemoteShell): Folders => ({
  async find(folder) {
    if (folder.includes('\0')) return null;
    const { code, stdout } = await shell.run(script(folder), { maxBytes: 64 * 1024 }).catch(() => {
      throw new ProjectError(
        'notConnected',
        'The SSH host did not answer, so the folder could not be looked at.',
      );
    });
    const [real, home] = stdout.split('\n');
    // A folder whose name holds a line break would be another one here.
    if (code !== 0 || real === undefined || !real.startsWith('/') || stdout.split('\n').length > 3)
      return null;
    return { path: real, wide: real === '/' || real === home };
  },
});

/** A home folder of a test's own, with an SSH configuration in it. */
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type SshPlaces, sshPlaces } from '../../../../main/host/ssh/config/places.ts';

export interface Scratch {
  readonly home: string;
  readonly places: SshPlaces;
  /** @param file relative to the home folder. */
  write(file: string, text: string | Uint8Array, mode?: number): Promise<string>;
  remove(): Promise<void>;
}

export async function scratch(): Promise<Scratch> {
  const home = await realpath(await mkdtemp(join(tmpdir(), 'outpost-ssh-')));
  const places = sshPlaces({ home });
  return {
    home,
    places: { ...places, systemFile: join(home, 'etc/ssh_config'), systemFolder: join(home, 'etc') },
    async write(file, text, mode = 0o600) {
      const path = join(home, file);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text, { mode });
      await chmod(path, mode);
      return path;
    },
    remove: () => rm(home, { recursive: true, force: true }),
  };
}

/** What the real `ssh -G -F` says: its lines, by keyword. Rejects with what it complains of. */
export async function askSsh(file: string, alias: string): Promise<Map<string, string[]>> {
  const { stdout } = await promisify(execFile)('ssh', ['-G', '-F', file, '--', alias]);
  const said = new Map<string, string[]>();
  for (const line of stdout.split('\n').filter((each) => each !== '')) {
    const [keyword = ''] = line.split(' ', 1);
    said.set(keyword, [...(said.get(keyword) ?? []), line.slice(keyword.length + 1)]);
  }
  return said;
}

/** Which `ssh` is used: the system's own, as in the owner's terminal; on Windows the one that comes with Windows. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { findProgram, type Surroundings } from '../reach/find-program.ts';
import { onlyFile, type SshPlaces, sshPlaces } from './config/places.ts';
import { SshError } from './connection/ssh-error.ts';

export interface SshProgram {
  /** Its whole path. */
  readonly path: string;
  /** What it is given before all else: `-F` and the owner's file, where that is not the usual one. */
  readonly first: readonly string[];
  /** Where it reads its configuration. */
  readonly places: SshPlaces;
  /** As it says itself: `OpenSSH_9.2p1`; '' where it does not. */
  readonly version: string;
  /** Whether one connection can carry what runs later (ControlMaster), so that nothing is asked twice. */
  readonly shares: boolean;
  /**
   * Whether it writes `(user@host) ` before what a server asks. Without that a server's question could look like one of
   * ssh's own, so all of them are then left to the terminal.
   */
  readonly marksServers: boolean;
}

const VERSION_TIMEOUT_MS = 5_000;
/** OpenSSH 8.5: "prefix keyboard interactive prompts with (user@host)" (bz#3224). */
const MARKS_SERVERS = [8, 5] as const;

/** @param config As for `ssh -F`; null: the usual files. @throws SshError `noProgram` */
export async function findSsh(surroundings: Surroundings, config: string | null = null): Promise<SshProgram> {
  const { env, platform } = surroundings;
  const windows = platform === 'win32';
  // Git for Windows and others bring an `ssh` that knows other agents and other files than the owner's.
  const builtIn = windows
    ? path.win32.join(env.SystemRoot ?? 'C:\\Windows', 'System32', 'OpenSSH', 'ssh.exe')
    : '/usr/bin/ssh';
  const found = windows
    ? await findProgram('ssh', [builtIn], { env: {}, platform })
    : await findProgram('ssh', [builtIn], surroundings);
  if (found === null) throw new SshError('noProgram', windows ? NOT_ON_WINDOWS : NOT_FOUND);
  const version = await versionOf(found, env);
  const usual = sshPlaces({ env, platform });
  return {
    path: found,
    first: config === null ? [] : ['-F', config],
    places: config === null ? usual : onlyFile(usual, config),
    version,
    shares: !windows,
    marksServers: isAtLeast(version, MARKS_SERVERS),
  };
}

const NOT_FOUND =
  'There is no ssh on this computer. Install OpenSSH (Debian: "apt install openssh-client"), then connect again.';
const NOT_ON_WINDOWS =
  'Windows’ own ssh is not installed. Add "OpenSSH Client" in Settings → System → Optional features, then connect again.';

/** @param version As in `OpenSSH_9.2p1`. */
export function isAtLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [, first, second] = /^OpenSSH_(?:for_Windows_)?(\d+)\.(\d+)/.exec(version) ?? [];
  if (first === undefined) return false;
  return Number(first) > major || (Number(first) === major && Number(second) >= minor);
}

function versionOf(program: string, env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { env, timeout: VERSION_TIMEOUT_MS, maxBuffer: 4096, windowsHide: true };
    execFile(program, ['-V'], options, (error, stdout, stderr) => {
      const said = /OpenSSH_[\w.]{1,40}/.exec(`${stderr}${stdout}`)?.[0];
      // A wrapper may not know -V; whether it connects is seen then.
      if (said === undefined && (error as NodeJS.ErrnoException | null)?.code === 'EACCES')
        reject(
          new SshError(
            'noProgram',
            `${program} cannot be started. Check that it may be run, then connect again.`,
          ),
        );
      else resolve(said ?? '');
    });
  });
}

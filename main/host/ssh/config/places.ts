/** Where OpenSSH looks for its configuration. */
import { userInfo } from 'node:os';
import path from 'node:path';

export interface SshPlaces {
  readonly platform: NodeJS.Platform;
  /** Of the account, as ssh takes it: from the system's list of accounts, whatever `HOME` says. */
  readonly home: string;
  /** Files of others are refused by ssh. Null where that is not looked at (Windows). */
  readonly uid: number | null;
  readonly userFile: string;
  /** Null: none is read, as with `ssh -F`. */
  readonly systemFile: string | null;
  /** What a relative `Include` of the system's file begins at. */
  readonly systemFolder: string;
  /** Whether ssh minds whose `userFile` is; it does not for one that was named to it. */
  readonly userFileIsChecked: boolean;
}

export interface SshPlacesOptions {
  readonly platform?: NodeJS.Platform;
  readonly env?: NodeJS.ProcessEnv;
  readonly home?: string;
}

export function sshPlaces(options: SshPlacesOptions = {}): SshPlaces {
  const { platform = process.platform, env = process.env, home = userInfo().homedir } = options;
  const { join } = pathOf(platform);
  const systemFolder =
    platform === 'win32' ? join(env.ProgramData ?? env.PROGRAMDATA ?? 'C:\\ProgramData', 'ssh') : '/etc/ssh';
  return {
    platform,
    home,
    uid: platform === 'win32' ? null : (process.getuid?.() ?? null),
    userFile: join(home, '.ssh', 'config'),
    systemFile: join(systemFolder, 'ssh_config'),
    systemFolder,
    userFileIsChecked: true,
  };
}

/** For who keeps it in another place, as behind `ssh -F`; null: the usual files. */
export const sshConfigFile = ({ OUTPOST_SSH_CONFIG: file }: NodeJS.ProcessEnv): string | null =>
  file ? path.resolve(file) : null;

/** As `ssh -F`: this file and what it includes, and not the system's. A relative `Include` still begins at `~/.ssh`. */
export const onlyFile = (places: SshPlaces, file: string): SshPlaces => ({
  ...places,
  userFile: path.resolve(file),
  systemFile: null,
  userFileIsChecked: false,
});

/** Paths of the platform that is spoken of. */
export const pathOf = (platform: NodeJS.Platform): path.PlatformPath =>
  platform === 'win32' ? path.win32 : path.posix;

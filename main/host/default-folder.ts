/** Where a host keeps its data unless told otherwise. Both shells ask here, so that `outpost` finds the tray's host. */
import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
}

/** `OUTPOST_DATA`, else what the system's conventions say. */
export function defaultFolder(
  machine: Machine = { platform: process.platform, env: process.env, home: homedir() },
): string {
  const { platform, env, home } = machine;
  if (env.OUTPOST_DATA) return env.OUTPOST_DATA;
  if (platform === 'win32')
    return win32.join(env.LOCALAPPDATA ?? win32.join(home, 'AppData', 'Local'), 'Outpost');
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', 'Outpost');
  // A relative XDG path is to be ignored (XDG Base Directory Specification).
  const data = env.XDG_DATA_HOME?.startsWith('/') ? env.XDG_DATA_HOME : posix.join(home, '.local', 'share');
  return posix.join(data, 'outpost');
}

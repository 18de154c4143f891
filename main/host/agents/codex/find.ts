/**
 * Where Codex is on this machine: the path that the owner set, else PATH, else the places where npm, Homebrew and the
 * desktop app put it (a program started from a desktop often has a short PATH). The first one that is new enough wins.
 */
import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, readdir, realpath } from 'node:fs/promises';
import { basename, delimiter, dirname, join } from 'node:path';

/** The oldest version whose protocol was measured. */
export const MINIMUM_VERSION = '0.169.0';
export const INSTALL_COMMAND = 'npm install -g @openai/codex';
const VERSION_TIMEOUT_MS = 10_000;

export interface CodexProgram {
  /** What to start: the native program where it can be found, else npm's wrapper script. */
  command: string;
  version: string;
}

export type Found =
  | { state: 'found'; program: CodexProgram }
  | { state: 'missing' | 'outdated'; detail: string };

export interface FindOptions {
  /** Set by the owner; then nothing else is looked at. */
  command: string | null;
  env: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
  arch: string;
}

export async function findCodex(options: FindOptions): Promise<Found> {
  const { command } = options;
  const candidates = command === null ? await candidatePaths(options) : [command];
  let outdated: string | null = null;
  for (const candidate of candidates) {
    if (!(await isProgram(candidate))) continue;
    const program = await resolveProgram(candidate, options);
    if (program === null) continue;
    const version = await readVersion(program, options.env);
    if (version === null) continue;
    if (isAtLeast(version, MINIMUM_VERSION)) return { state: 'found', program: { ...program, version } };
    outdated ??= version;
  }
  if (outdated !== null)
    return {
      state: 'outdated',
      detail: `Codex ${outdated} is too old for Outpost, which needs ${MINIMUM_VERSION} or newer. Update it: ${INSTALL_COMMAND}`,
    };
  return {
    state: 'missing',
    detail:
      command === null
        ? `Codex was not found on this computer. Install it with "${INSTALL_COMMAND}", or set the path of the codex program in Outpost.`
        : 'The codex program that is set in Outpost is not there, or does not run. Correct its path, or remove it so that Outpost looks for Codex itself.',
  };
}

/** Every place worth a look, in order, without duplicates. */
export async function candidatePaths({ env, platform }: FindOptions): Promise<string[]> {
  const windows = platform === 'win32';
  const names = windows ? ['codex.exe', 'codex.cmd'] : ['codex'];
  const home = env.HOME ?? env.USERPROFILE ?? '';
  const under = (base: string | undefined, ...parts: string[]) => (base ? [join(base, ...parts)] : []);
  const folders = [
    ...(env.PATH ?? env.Path ?? '').split(windows ? ';' : delimiter).filter(Boolean),
    ...under(env.npm_config_prefix, windows ? '' : 'bin'),
    ...(windows
      ? [...under(env.APPDATA, 'npm'), ...under(env.LOCALAPPDATA, 'Programs', 'OpenAI', 'Codex', 'bin')]
      : [
          ...['/opt/homebrew/bin', '/usr/local/bin', '/home/linuxbrew/.linuxbrew/bin'],
          ...['.local/bin', '.npm-global/bin', '.volta/bin', '.bun/bin', '.local/share/pnpm'].flatMap(
            (folder) => under(home, folder),
          ),
          ...under(home, 'Library', 'pnpm'),
          ...(await newestFirst(join(home, '.nvm', 'versions', 'node'))).map((folder) => join(folder, 'bin')),
        ]),
  ];
  const inFolders = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return [...new Set([...inFolders, ...(await desktopApp(platform, env, home))])];
}

/** The CLI inside the desktop app. On Windows the app copies it to a folder named by its contents. */
async function desktopApp(
  platform: NodeJS.Platform,
  env: NodeJS.ProcessEnv,
  home: string,
): Promise<string[]> {
  if (platform === 'darwin')
    return ['/Applications', join(home, 'Applications')].flatMap((folder) =>
      ['ChatGPT.app', 'Codex.app'].map((app) => join(folder, app, 'Contents', 'Resources', 'codex')),
    );
  if (platform !== 'win32' || !env.LOCALAPPDATA) return [];
  const bin = join(env.LOCALAPPDATA, 'OpenAI', 'Codex', 'bin');
  return [bin, ...(await newestFirst(bin))].map((folder) => join(folder, 'codex.exe'));
}

/** Subfolders by name, the highest first, numbers by value; none when the folder cannot be read. */
async function newestFirst(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const TARGETS: Record<string, string> = {
  'linux-x64': 'x86_64-unknown-linux-musl',
  'linux-arm64': 'aarch64-unknown-linux-musl',
  'darwin-x64': 'x86_64-apple-darwin',
  'darwin-arm64': 'aarch64-apple-darwin',
  'win32-x64': 'x86_64-pc-windows-msvc',
  'win32-arm64': 'aarch64-pc-windows-msvc',
};

/**
 * npm installs a script that starts the native program as its child; a server started through it would be orphaned,
 * not ended, when the script is killed. So the native program is started directly, wherever npm put it.
 */
async function resolveProgram(
  candidate: string,
  { platform, arch }: FindOptions,
): Promise<{ command: string } | null> {
  const path = await realpath(candidate).catch(() => candidate);
  const isScript = basename(path) === 'codex.js' || basename(path) === 'codex.cmd';
  if (!isScript) return { command: path };
  const wrapper =
    basename(path) === 'codex.js'
      ? path
      : join(dirname(path), 'node_modules', '@openai', 'codex', 'bin', 'codex.js');
  const root = dirname(dirname(wrapper));
  const platformPackage = `codex-${platform}-${arch}`;
  const inside = join(
    'vendor',
    TARGETS[`${platform}-${arch}`] ?? '',
    'bin',
    platform === 'win32' ? 'codex.exe' : 'codex',
  );
  const places = [
    join(root, 'node_modules', '@openai', platformPackage, inside),
    join(dirname(root), platformPackage, inside),
    join(root, inside),
  ];
  for (const place of places) if (await isProgram(place)) return { command: place };
  return platform === 'win32' ? null : { command: path };
}

function readVersion({ command }: { command: string }, env: NodeJS.ProcessEnv): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(
      command,
      ['--version'],
      { env, timeout: VERSION_TIMEOUT_MS, maxBuffer: 64 * 1024, windowsHide: true },
      (error, stdout) => resolve(error === null ? parseVersion(stdout) : null),
    );
  });
}

export const parseVersion = (text: string): string | null =>
  /\b(\d+\.\d+\.\d+(?:-[\w.]+)?)\b/.exec(text)?.[1] ?? null;

/** Compares the three numbers; a pre-release counts as its release. */
export function isAtLeast(version: string, minimum: string): boolean {
  const numbers = (text: string) => text.split('-')[0]!.split('.').map(Number);
  const [have, need] = [numbers(version), numbers(minimum)];
  for (let at = 0; at < need.length; at += 1) {
    const difference = (have[at] ?? 0) - need[at]!;
    if (difference !== 0) return difference > 0;
  }
  return true;
}

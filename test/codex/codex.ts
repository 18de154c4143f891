/**
 * The real Codex, for tests: where it is installed, a home folder of its own that points at a scripted model server,
 * and a check that nothing of it is left running.
 */
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { PATIENCE } from '../patience.ts';
import { removeFolder } from '../remove-folder.ts';

const installed = join(import.meta.dirname, 'node_modules', '@openai', 'codex', 'bin', 'codex.js');

/** The installed CLI as npm's wrapper script; throws when it is not installed. */
export function codexCommand(): string {
  if (!existsSync(installed)) throw new Error('Codex is not installed. Run: npm ci --prefix test/codex');
  return installed;
}

/** Everything that tests write goes here: Codex refuses some helpers in a home below the system's temporary folder. */
const temporary = join(import.meta.dirname, '..', '.tmp');

/** A new empty folder below test/.tmp, readable by its owner only. */
export function temporaryFolder(name: string): string {
  mkdirSync(temporary, { recursive: true });
  return mkdtempSync(join(temporary, `${name}-`));
}

export interface CodexHome {
  /** The folder that holds the others. */
  root: string;
  /** The CODEX_HOME folder. */
  home: string;
  /** A workspace folder for threads. */
  workspace: string;
  /** An empty folder for the socket, 0700. */
  runFolder: string;
  /** The environment that Codex is started with. */
  env: NodeJS.ProcessEnv;
  /** Deletes the folders; throws when a program still runs that was started with this home. */
  remove(): Promise<void>;
}

/**
 * @param options.modelUrl base URL of the model server, with `/v1`
 * @param options.model slug that decides the tool dialect; `gpt-5.5` has plain tools, `gpt-6.1-sol` code mode
 */
export function startCodexHome(options: { modelUrl: string; model?: string; extra?: string }): CodexHome {
  const root = temporaryFolder('codex');
  const [home, workspace, runFolder] = ['home', 'workspace', 'run'].map((name) => {
    const folder = join(root, name);
    mkdirSync(folder, { mode: 0o700 });
    return folder;
  }) as [string, string, string];
  const config = [
    `model = "${options.model ?? 'gpt-5.5'}"`,
    'model_provider = "scripted"',
    options.extra ?? '',
    '[model_providers.scripted]',
    'name = "Scripted"',
    `base_url = "${options.modelUrl}"`,
    'wire_api = "responses"',
    // Codex tries five times, longer apart each time. Once shows as much.
    'stream_max_retries = 1',
    '',
  ];
  writeFileSync(join(home, 'config.toml'), config.join('\n'));
  const { CODEX_HOME: _, ...rest } = process.env;
  return {
    root,
    home,
    workspace,
    runFolder,
    // Commands run in a login shell; one's own profile would make them slow, or wait for other shells.
    env: { ...rest, CODEX_HOME: home, HOME: root },
    async remove() {
      const left = processesOf(root);
      for (const pid of left) end(pid);
      await removeFolder(root);
      if (left.length > 0) throw new Error(`Codex was left running (pid ${left.join(', ')})`);
    },
  };
}

/** Puts Codex's daemon where its first start would copy 400 MB to, without the copy: as links to the installed files. */
export function provideDaemon({ home }: Pick<CodexHome, 'home'>): void {
  const vendor = join(
    import.meta.dirname,
    'node_modules',
    '@openai',
    `codex-${process.platform}-${process.arch}`,
    'vendor',
  );
  const [target] = readdirSync(vendor) as [string];
  const from = realpathSync(join(vendor, target));
  const { version } = JSON.parse(readFileSync(join(from, 'codex-package.json'), 'utf8'));
  const daemon = join(home, 'packages', 'app-server-daemon');
  const release = join(daemon, 'releases', `${version}-${target}`);
  for (const name of readdirSync(from, { recursive: true, encoding: 'utf8' })) {
    const file = join(from, name);
    if (!statSync(file).isFile()) continue;
    mkdirSync(dirname(join(release, name)), { recursive: true });
    linkSync(file, join(release, name));
  }
  symlinkSync(join('bin', 'codex'), join(release, 'codex'));
  symlinkSync(release, join(daemon, 'current'));
}

/** Ids of the app-servers that run with this home, and were started with `word`. Linux only; elsewhere empty. */
export function serversOf({ root }: CodexHome, word = 'app-server'): number[] {
  const named = processesOf(root).filter((pid) => names(`/proc/${pid}/cmdline`, word));
  // Until it is the program that it becomes, what a server starts has the server's own command line.
  return named.filter((pid) => !named.includes(parentOf(pid)));
}

/** Ends everything that runs with this home, and waits until it has ended. */
export async function endAll({ root }: CodexHome): Promise<void> {
  for (let left = processesOf(root); left.length > 0; left = processesOf(root)) {
    for (const pid of left) end(pid);
    // Not as often as it goes: to look for them is work, and others need the processor to end.
    await setTimeout(PATIENCE.interval);
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it ended by itself
  }
}

/** Ids of all programs that name this folder in their arguments or environment. Linux only; elsewhere empty. */
export function processesOf(folder: string): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => names(`/proc/${pid}/cmdline`, folder) || names(`/proc/${pid}/environ`, folder))
    .map(Number);
}

/** 0 when it has ended. */
function parentOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^PPid:\s*(\d+)/m.exec(status)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

function names(file: string, folder: string): boolean {
  try {
    return readFileSync(file, 'utf8').includes(folder);
  } catch {
    return false; // ended meanwhile, or of another user
  }
}

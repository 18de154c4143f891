/**
 * `launchDesktop()`: the built desktop app under Playwright, run by Electron where its binary is installed and by the
 * double elsewhere. The code is the same for both; only the executable differs.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type Electron from 'electron';
import { _electron, type Locator, type Page } from 'playwright';
import { temporaryFolder } from '../codex/codex.ts';
import { removeFolder } from '../remove-folder.ts';
import { buildDouble } from './build.ts';
import { startSessionBus } from './session-bus.ts';
import { DROPPED_PATHS } from './src/dropped-paths.ts';
import type { Probe } from './src/probe.ts';
import type { TrayItem } from './src/tray-item.ts';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

export type Runner = 'electron' | 'electron-double';

export interface LaunchOptions {
  /** Electron's user data folder, and `OUTPOST_DATA`; a fresh temporary one by default, removed when the app is closed. */
  readonly dataFolder?: string;
  /** `policy.toml` of a fresh folder. */
  readonly policy?: string;
  /** With a fresh folder the app opens its window by itself; false or absent: as if it had been open before. */
  readonly firstStart?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** As if it were installed, with the files of this folder beside it; see `app.isPackaged`, `process.resourcesPath`. */
  readonly resources?: string;
  /** Whether the desktop has a place for tray icons; true by default. Of the double: Electron asks the real one. */
  readonly trayPlace?: boolean;
  /** The main bundle, from the project's folder. */
  readonly main?: string;
}

export interface Desktop {
  readonly runner: Runner;
  readonly dataFolder: string;
  /** Resolves with the exit code. */
  readonly exited: Promise<number | null>;
  firstWindow(): Promise<Page>;
  windows(): Page[];
  /** Resolves with the next window that opens. Ask before the act that opens it. */
  nextWindow(): Promise<Page>;
  readonly tray: {
    items(): Promise<TrayItem[]>;
    toolTip(): Promise<string | undefined>;
    /** Clicks the item at the end of these labels, as in `['Phones', 'Ada', 'Revoke…']`. */
    click(labels: readonly string[]): Promise<void>;
  };
  /** The kinds of the power blockers that are held now. */
  blockers(): Promise<string[]>;
  /** Plugs the machine in, or pulls its cable. */
  runOn(source: 'mains' | 'battery'): Promise<void>;
  /** Starts or ends the desktop's power manager. Of the double: Electron asks the real one. */
  powerManager(runs: boolean): void;
  /** Each that was shown, the latest last. */
  notifications(): Promise<{ title: string; body: string }[]>;
  /** How many the app has not taken back. */
  notificationsUp(): Promise<number>;
  /** As a person clicks the latest, or closes it. */
  answerNotification(answer: 'click' | 'close'): Promise<void>;
  /** Runs a function in the app's main process. It crosses as text and closes over nothing. */
  evaluate<R, A = void>(
    f: (electron: typeof Electron, argument: A) => R | Promise<R>,
    argument: A,
  ): Promise<R>;
  /** Everything that the app wrote to its standard output and error so far. */
  output(): string;
  close(): Promise<void>;
}

/**
 * Where `electron` keeps its executable, by the rules of its own index.js. Looked up as a file: requiring the package
 * starts a download when the binary is missing.
 */
function electronBinary(): string | undefined {
  const packageFolder = path.join(root, 'node_modules/electron');
  const relative = {
    darwin: 'Electron.app/Contents/MacOS/Electron',
    win32: 'electron.exe',
  }[process.platform as 'darwin' | 'win32'];
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? path.join(packageFolder, 'dist');
  const file = path.join(folder, relative ?? 'electron');
  return fs.existsSync(file) ? file : undefined;
}

interface Program {
  readonly runner: Runner;
  readonly executable: string;
  readonly probe: string;
}

async function findProgram(): Promise<Program> {
  const { executable, probe } = await buildDouble();
  const binary = electronBinary();
  const program: Program = binary
    ? { runner: 'electron', executable: binary, probe }
    : { runner: 'electron-double', executable, probe };
  console.log(`desktop tests run on: ${program.runner}`);
  return program;
}

let program: Promise<Program> | undefined;
const theProgram = (): Promise<Program> => {
  program ??= findProgram();
  return program;
};

const DEFAULT_MAIN = 'dist/desktop/main.cjs';
const commandLine = (dataFolder: string, { main = DEFAULT_MAIN, args = [] }: LaunchOptions): string[] => [
  main,
  `--user-data-dir=${dataFolder}`,
  ...args,
];
/** A folder of one run: Chromium's profile under the double, and the data where none was named. */
class Scratch {
  readonly #folder = temporaryFolder('desktop');

  get data(): string {
    return path.join(this.#folder, 'data');
  }
  /** What the app keeps of a window that was open. */
  rememberWindow(): void {
    const folder = path.join(this.data, 'desktop');
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(
      path.join(folder, 'window.json'),
      JSON.stringify({ x: 0, y: 0, width: 880, height: 620 }),
    );
  }
  keepPolicy(text: string): void {
    fs.mkdirSync(this.data, { recursive: true });
    fs.writeFileSync(path.join(this.data, 'policy.toml'), text);
  }
  environment(dataFolder: string, { env = {} }: LaunchOptions): Record<string, string> {
    const inherited = Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    );
    return {
      ...Object.fromEntries(inherited),
      OUTPOST_DATA: dataFolder,
      ELECTRON_DOUBLE_PROFILE: path.join(this.#folder, 'chromium'),
      ...env,
    };
  }
  remove(): Promise<void> {
    return removeFolder(this.#folder);
  }
}

export async function launchDesktop(options: LaunchOptions = {}): Promise<Desktop> {
  const { runner, executable, probe } = await theProgram();
  const scratch = new Scratch();
  const dataFolder = options.dataFolder ?? scratch.data;
  if (options.firstStart !== true && options.dataFolder === undefined) scratch.rememberWindow();
  if (options.policy !== undefined) scratch.keepPolicy(options.policy);
  const bus =
    runner === 'electron-double'
      ? await startSessionBus({ trayPlace: options.trayPlace === false ? undefined : true })
      : undefined;
  const application = await _electron
    .launch({
      executablePath: executable,
      args: ['-r', probe, ...commandLine(dataFolder, options)],
      env: {
        ...scratch.environment(dataFolder, options),
        ...(options.resources !== undefined && { DESKTOP_TEST_RESOURCES: options.resources }),
        ...(bus && { DBUS_SESSION_BUS_ADDRESS: bus.address }),
      },
      cwd: root,
    })
    .catch(async (error: unknown) => {
      await bus?.close();
      await scratch.remove();
      throw error;
    });

  const child = application.process();
  let output = '';
  child.stdout?.on('data', (data) => {
    output += data;
  });
  child.stderr?.on('data', (data) => {
    output += data;
  });
  const exited = new Promise<number | null>((resolve) => {
    if (child.exitCode !== null) resolve(child.exitCode);
    else child.once('exit', (code) => resolve(code));
  });
  const evaluate: Desktop['evaluate'] = (f, argument) => application.evaluate(f as never, argument) as never;
  const probed = <R, A>(f: (probe: Probe, argument: A) => R | Promise<R>, argument: A): Promise<R> =>
    application.evaluate(
      (_electron, [source, given]) => new Function(`return ${source}`)()(globalThis.electronProbe, given),
      [String(f), argument] as const,
    ) as Promise<R>;

  return {
    runner,
    dataFolder,
    exited,
    firstWindow: () => application.firstWindow(),
    windows: () => application.windows(),
    nextWindow: () => application.waitForEvent('window'),
    tray: {
      items: () => probed((p) => p.items(), undefined),
      toolTip: () => probed((p) => [...p.toolTips.values()].at(-1), undefined),
      click: (labels) => probed((p, path) => p.click(path), labels),
    },
    blockers: () => probed((p) => [...p.blockers.values()], undefined),
    runOn: (source) => probed((p, on) => p.runOn(on), source),
    powerManager: (runs) => bus?.keepsAwake(runs),
    notifications: () => probed((p) => p.notifications, undefined),
    notificationsUp: () => probed((p) => p.notificationsUp.size, undefined),
    answerNotification: (answer) =>
      probed((p, event) => void [...p.notificationsUp].at(-1)?.emit(event, {}), answer),
    evaluate,
    output: () => output,
    async close() {
      try {
        await application.close();
        await exited;
      } finally {
        await bus?.close();
        await scratch.remove();
      }
    },
  };
}

/** Drags these files or folders over an element of a window, and drops them there, as a person does from a file manager. */
export async function dropFiles(page: Page, over: Locator, files: readonly string[]): Promise<void> {
  const box = await over.boundingBox();
  if (box === null) throw new Error('what things are dropped on is not shown');
  const session = await page.context().newCDPSession(page);
  // The double tells its preload the paths by what is dragged along; Electron knows them itself.
  const data = {
    items: [{ mimeType: DROPPED_PATHS, data: JSON.stringify(files) }],
    files: [...files],
    dragOperationsMask: 1,
  };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', {
      type,
      x: box.x + box.width / 2,
      y: box.y + box.height / 2,
      data,
    });
  }
  await session.detach();
}

/** Runs the app without a driver until it ends by itself, as a second instance does. */
export async function runToExit(
  options: LaunchOptions & { readonly dataFolder: string },
): Promise<number | null> {
  const { executable } = await theProgram();
  const scratch = new Scratch();
  const child = spawn(executable, ['--no-sandbox', ...commandLine(options.dataFolder, options)], {
    cwd: root,
    env: scratch.environment(options.dataFolder, options),
    stdio: 'ignore',
  });
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => resolve(code));
    });
  } finally {
    await scratch.remove();
  }
}

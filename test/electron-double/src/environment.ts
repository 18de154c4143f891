/** What the command line of Electron's development binary says: `[switches] [-r file]… main.cjs [arguments]`. */
import fs from 'node:fs';
import path from 'node:path';

export interface Environment {
  /** Absolute path of the app's main bundle. */
  readonly main: string;
  /** Files named by -r, loaded before the main bundle. */
  readonly preloads: readonly string[];
  /** Every `--switch` or `--switch=value`, before and after the main bundle, as Chromium reads them. */
  readonly switches: ReadonlyMap<string, string>;
  /** What process.argv shall hold for the app. */
  readonly argv: readonly string[];
  /** The nearest folder above the main bundle that has a package.json. */
  readonly appPath: string;
  readonly name: string;
  readonly version: string;
}

const nearestPackage = (folder: string): string => {
  if (fs.existsSync(path.join(folder, 'package.json'))) return folder;
  const parent = path.dirname(folder);
  return parent === folder ? folder : nearestPackage(parent);
};

function readPackage(folder: string): { name?: string; productName?: string; version?: string } {
  const file = path.join(folder, 'package.json');
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
}

/** @throws Error when no main bundle is named */
export function readEnvironment(argv: readonly string[], cwd: string): Environment {
  const rest = [...argv];
  const preloads: string[] = [];
  const switches: string[] = [];
  let main: string | undefined;
  while (rest.length > 0 && main === undefined) {
    const argument = rest.shift() as string;
    if (argument === '-r' || argument === '--require') preloads.push(path.resolve(cwd, rest.shift() ?? ''));
    else if (argument.startsWith('-')) switches.push(argument);
    else main = path.resolve(cwd, argument);
  }
  if (main === undefined) throw new Error('electron-double: no main bundle on the command line');
  if (!main.endsWith('.cjs'))
    throw new Error(`electron-double: only a CommonJS main bundle is supported: ${main}`);

  const all = [...switches, ...rest].filter((argument) => argument.startsWith('--'));
  const appPath = nearestPackage(path.dirname(main));
  const manifest = readPackage(appPath);
  return {
    main,
    preloads,
    switches: new Map(
      all.map((argument) => {
        const [name, ...value] = argument.slice(2).split('=');
        return [name as string, value.join('=')];
      }),
    ),
    argv: [process.execPath, main, ...rest],
    appPath,
    name: manifest.productName ?? manifest.name ?? 'Electron',
    version: manifest.version ?? '0.0.0',
  };
}

let current: Environment | undefined;

export function setEnvironment(environment: Environment): void {
  current = environment;
}

export function environment(): Environment {
  if (!current)
    throw new Error('electron-double: the environment is read by the command before the app runs');
  return current;
}

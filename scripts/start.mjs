// @ts-check
/**
 * `npm start`: the desktop app where it can run, else the same host in the terminal.
 * `npm start -- --headless` chooses the terminal; every other argument is passed on (`npm start -- --data DIR`).
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runChild } from './process/child.mjs';
import { electronVersion, findElectron, noWindowReason } from './start/electron.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const DESKTOP = join(ROOT, 'dist', 'desktop', 'main.cjs');
const HEADLESS = join(ROOT, 'dist', 'headless', 'outpost.mjs');
const DOWNLOAD_TIMEOUT_MS = 2 * 60_000;

/**
 * Downloads Electron's binary: once for each version, because on a machine that cannot reach it every start would
 * wait for the same failure.
 * @returns {Promise<string | undefined>}
 */
async function downloadElectron() {
  const tried = join(ROOT, 'dist', '.electron-tried');
  const version = electronVersion(ROOT);
  if (existsSync(tried) && readFileSync(tried, 'utf8') === version) return undefined;
  console.log(`Downloading Electron ${version} for the desktop app (about 100 MB) …`);
  writeFileSync(tried, version);
  await runChild(process.execPath, [join(ROOT, 'node_modules', 'electron', 'install.js')], {
    cwd: ROOT,
    timeoutMs: DOWNLOAD_TIMEOUT_MS,
  });
  return findElectron(ROOT);
}

/**
 * Hands the terminal to a program and ends as it ends.
 * @param {string} command
 * @param {string[]} args
 */
function handOver(command, args) {
  const child = spawn(command, args, { stdio: 'inherit' });
  // Ctrl-C reaches the child from the terminal itself; this process only waits, so that the child ends cleanly.
  process.on('SIGINT', () => undefined);
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP']))
    process.on(signal, () => child.kill(signal));
  child.once('error', (error) => {
    console.error(
      `${command} could not be started: ${error.message}. Run npm start again, or npm run build first.`,
    );
    process.exitCode = 1;
  });
  child.once('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
  });
}

/** @param {string[]} args */
async function main(args) {
  const passed = args.filter((arg) => arg !== '--headless');
  const headless = () => handOver(process.execPath, [HEADLESS, 'start', ...passed]);
  if (passed.length < args.length) return headless();

  const reason = noWindowReason({ platform: process.platform, env: process.env, uid: process.getuid?.() });
  if (reason !== undefined) {
    const absent = findElectron(ROOT) === undefined ? ', and Electron is not installed' : '';
    console.log(`${reason}${absent}, so Outpost runs in this terminal.`);
    return headless();
  }
  const electron = existsSync(DESKTOP) ? (findElectron(ROOT) ?? (await downloadElectron())) : undefined;
  if (electron === undefined) {
    console.log(
      'The desktop app could not be downloaded, so Outpost runs in this terminal. To try again: node node_modules/electron/install.js',
    );
    return headless();
  }
  handOver(electron, [DESKTOP, ...passed]);
}

await main(process.argv.slice(2));

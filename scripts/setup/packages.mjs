// @ts-check
/** Installs npm packages from a lockfile, only when they are missing or do not fit it. */
import { createHash } from 'node:crypto';
import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runChild } from '../process/child.mjs';
import { SetupProblem } from './problem.mjs';

const INSTALL_TIMEOUT_MS = 15 * 60_000;
// npm's own retries take minutes on a machine without network; two tries tell the same.
const NPM_OPTIONS = [
  '--include=dev',
  '--include=optional',
  '--no-audit',
  '--no-fund',
  '--fetch-retries=1',
  '--fetch-retry-mintimeout=1000',
];

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, peer?: boolean, devOptional?: boolean }} LockEntry */

/**
 * Whether what npm installed is what the lockfile asks for. Optional packages may be absent (another platform's, or
 * one that could not be built); nothing may differ.
 * @param {{ packages?: Record<string, LockEntry> }} lock package-lock.json
 * @param {{ packages?: Record<string, LockEntry> }} installed node_modules/.package-lock.json, npm's own record
 */
export function lockFits(lock, installed) {
  const wanted = lock.packages ?? {};
  const present = installed.packages ?? {};
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue;
    const found = present[path];
    if (found === undefined) {
      if (entry.optional !== true && entry.devOptional !== true) return false;
    } else if (found.version !== entry.version || found.integrity !== entry.integrity) {
      return false;
    }
  }
  return Object.keys(present).every((path) => Object.hasOwn(wanted, path));
}

/**
 * How to start npm without a shell: by its own script where an npm script runs us, else by its name.
 * @param {NodeJS.ProcessEnv} env
 * @param {NodeJS.Platform} platform
 * @param {string} node
 * @returns {{ command: string, args: string[] }}
 */
export function npmCommand(env, platform, node) {
  const script = env.npm_execpath;
  if (script?.endsWith('npm-cli.js')) return { command: node, args: [script] };
  // Node refuses to start a .cmd file without a shell, so on Windows cmd.exe is asked by name; no argument of ours
  // holds a character that it would read.
  if (platform === 'win32') return { command: env.ComSpec ?? 'cmd.exe', args: ['/d', '/s', '/c', 'npm.cmd'] };
  return { command: 'npm', args: [] };
}

/** @param {string} text */
const hashOf = (text) => createHash('sha256').update(text).digest('hex');

/** @param {string} folder */
const stampPath = (folder) => join(folder, 'node_modules', '.lock-hash');

/**
 * @param {string} folder
 * @param {string} lockText
 */
async function isInstalled(folder, lockText) {
  try {
    if ((await readFile(stampPath(folder), 'utf8')) === hashOf(lockText)) return true;
  } catch {
    // No stamp yet: a person may have run `npm install`; npm's own record answers then.
  }
  try {
    const record = await readFile(join(folder, 'node_modules', '.package-lock.json'), 'utf8');
    if (!lockFits(JSON.parse(lockText), JSON.parse(record))) return false;
  } catch {
    return false;
  }
  await writeFile(stampPath(folder), hashOf(lockText));
  return true;
}

/**
 * node-pty 1.1.0 ships its macOS helper without the right to run, and every terminal then fails with
 * `posix_spawnp failed` (microsoft/node-pty#850).
 * @param {string} folder
 */
async function repairTerminalHelper(folder) {
  const prebuilds = join(folder, 'node_modules', 'node-pty', 'prebuilds');
  const names = await readdir(prebuilds).catch(() => /** @type {string[]} */ ([]));
  for (const name of names.filter((each) => each.startsWith('darwin-'))) {
    await chmod(join(prebuilds, name, 'spawn-helper'), 0o755).catch(() => undefined);
  }
}

/**
 * @param {string} folder Holds package.json and package-lock.json.
 * @param {string} what In a sentence: "the packages of Outpost".
 * @param {(line: string) => void} say
 * @returns {Promise<boolean>} whether something was installed.
 * @throws {SetupProblem}
 */
export async function installPackages(folder, what, say) {
  const lockText = await readFile(join(folder, 'package-lock.json'), 'utf8');
  if (await isInstalled(folder, lockText)) return false;

  say(`Installing ${what} …`);
  const npm = npmCommand(process.env, process.platform, process.execPath);
  /** @param {string[]} more */
  const install = (more) =>
    runChild(npm.command, [...npm.args, 'ci', ...NPM_OPTIONS, ...more], {
      cwd: folder,
      timeoutMs: INSTALL_TIMEOUT_MS,
    });

  let result = await install([]);
  if (result.code !== 0 && !result.timedOut && /node-pty|node-gyp/.test(result.output)) {
    say('The terminal library (node-pty) could not be built on this machine; going on without it.');
    result = await install(['--ignore-scripts']);
  }
  if (result.code !== 0) {
    throw new SetupProblem(
      result.timedOut
        ? `Installing ${what} took longer than ${INSTALL_TIMEOUT_MS / 60_000} minutes. Check the network, then run the command again.`
        : `${what[0]?.toUpperCase()}${what.slice(1)} could not be installed. Check that this machine reaches the npm registry and has free space, then run the command again.`,
      result.output,
    );
  }
  await repairTerminalHelper(folder);
  await writeFile(stampPath(folder), hashOf(lockText));
  return true;
}

// @ts-check
/** Whether the desktop app can run here, decided by looking: asking the `electron` package starts a download. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @type {Partial<Record<NodeJS.Platform, string>>} */
const BINARY = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  linux: 'electron',
  win32: 'electron.exe',
};

/**
 * @param {string} root
 * @param {NodeJS.Platform} [platform]
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | undefined} the path of Electron's binary, if it is there.
 */
export function findElectron(root, platform = process.platform, env = process.env) {
  const name = BINARY[platform];
  if (name === undefined) return undefined;
  const path = join(env.ELECTRON_OVERRIDE_DIST_PATH ?? join(root, 'node_modules', 'electron', 'dist'), name);
  return existsSync(path) ? path : undefined;
}

/**
 * Why there can be no window here, as the start of a sentence; `undefined` where there can.
 * @param {{ platform: NodeJS.Platform, env: NodeJS.ProcessEnv, uid: number | undefined }} machine
 */
export function noWindowReason({ platform, env, uid }) {
  if (BINARY[platform] === undefined) return `The desktop app does not exist for ${platform}`;
  if (platform !== 'linux') return undefined;
  if (!env.DISPLAY && !env.WAYLAND_DISPLAY) return 'There is no display here';
  // Chromium's sandbox, which the app never goes without, refuses to start as root.
  if (uid === 0) return 'The desktop app does not run as root';
  return undefined;
}

/** @param {string} root */
export const electronVersion = (root) =>
  String(JSON.parse(readFileSync(join(root, 'node_modules', 'electron', 'package.json'), 'utf8')).version);

// @ts-check
/**
 * `npm run package`: builds the bundles, draws the icons and packs the desktop app into out/. Arguments go to
 * electron-builder: `npm run package -- --mac dir` packs a folder for macOS.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drawIcons } from './package/icons.mjs';
import { runChild } from './process/child.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const TIMEOUT_MS = 20 * 60_000;

/** @param {string[]} command */
async function run(command) {
  const { code } = await runChild(process.execPath, command, {
    cwd: ROOT,
    timeoutMs: TIMEOUT_MS,
    show: true,
  });
  if (code !== 0) process.exitCode = 1;
  return code === 0;
}

if (await run([join(ROOT, 'scripts/build.mjs')])) {
  await drawIcons(join(ROOT, 'dist/icons'));
  await run([
    join(ROOT, 'node_modules/electron-builder/cli.js'),
    '--publish',
    'never',
    ...process.argv.slice(2),
  ]);
}

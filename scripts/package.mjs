// @ts-check
/**
 * `npm run package`: builds the bundles, draws the icons and packs the desktop app into out/. Arguments go to
 * electron-builder: `npm run package -- --mac dir` packs a folder for macOS. docs/packaging.md has the rest.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builderArguments } from './package/arguments.mjs';
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

/** @returns {string[] | undefined} `undefined` where the environment cannot be meant; that is said. */
function told() {
  try {
    return builderArguments(process.argv.slice(2), process.platform, process.env);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
    return undefined;
  }
}

const args = told();
if (args !== undefined && (await run([join(ROOT, 'scripts/build.mjs')]))) {
  await drawIcons(join(ROOT, 'dist/icons'));
  await run([join(ROOT, 'node_modules/electron-builder/cli.js'), ...args]);
}

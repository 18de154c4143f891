// @ts-check
/**
 * Set-up for `npm start`, `npm test` and `npm run test:long`: what is missing or outdated is installed and built, and nothing else happens.
 * Needs nothing but Node, because it runs before anything is installed. `node scripts/setup.mjs start|test|long`
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isBuilt } from './fingerprint.mjs';
import { runChild } from './process/child.mjs';
import { ensureBrowser } from './setup/browser.mjs';
import { ensureFirefox } from './setup/firefox.mjs';
import { nodeVersionProblem } from './setup/node-version.mjs';
import { installPackages } from './setup/packages.mjs';
import { presentable, SetupProblem } from './setup/problem.mjs';
import { ensureSshd } from './setup/sshd.mjs';
import { ensureSystemBus } from './setup/system-bus.mjs';
import { ensureTmux } from './setup/tmux.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const BUILD_TIMEOUT_MS = 3 * 60_000;

/** @param {string} line */
const say = (line) => console.log(line);

async function ensureBuilt() {
  if (await isBuilt(ROOT)) return;
  say('Building …');
  const result = await runChild(process.execPath, [join(ROOT, 'scripts', 'build.mjs')], {
    cwd: ROOT,
    timeoutMs: BUILD_TIMEOUT_MS,
  });
  if (result.code !== 0) {
    throw new SetupProblem(
      'Outpost could not be built. If you changed the sources, the reason stands above; if not, delete the folder node_modules and run the command again.',
      result.output,
    );
  }
}

/** The real Codex, in a package of its own, so that users do not download 400 MB for the tests. */
async function ensureCodex() {
  const folder = join(ROOT, 'test', 'codex');
  if (existsSync(join(folder, 'package-lock.json'))) {
    await installPackages(folder, 'the Codex CLI for the tests', say);
  }
}

/**
 * One behind the other, because apt works for one at a time.
 * @param {string} purpose
 */
async function ensurePrograms(purpose) {
  await ensureBrowser(ROOT, say);
  if (purpose === 'long') await ensureFirefox(say);
  await ensureTmux(say);
  await ensureSystemBus(say);
  await ensureSshd(say);
}

/**
 * All steps end before the first problem is told, so that no child outlives this process.
 * @param {Promise<unknown>[]} steps
 */
async function all(steps) {
  const failed = (await Promise.allSettled(steps)).find((step) => step.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** @param {string} purpose */
async function setUp(purpose) {
  const { engines } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  const tooOld = nodeVersionProblem(process.versions.node, engines.node);
  if (tooOld !== undefined) throw new SetupProblem(tooOld);
  await installPackages(ROOT, 'the packages of Outpost', say);
  await all(purpose === 'start' ? [ensureBuilt()] : [ensureBuilt(), ensurePrograms(purpose), ensureCodex()]);
}

const purpose = process.argv[2];
if (purpose !== 'start' && purpose !== 'test' && purpose !== 'long') {
  console.error('Usage: node scripts/setup.mjs start|test|long');
  process.exitCode = 2;
} else {
  try {
    await setUp(purpose);
  } catch (problem) {
    if (!(problem instanceof SetupProblem)) throw problem;
    if (problem.output !== '') console.error(`${presentable(problem.output)}\n`);
    console.error(problem.message);
    process.exitCode = 1;
  }
}

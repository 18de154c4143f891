// @ts-check
/**
 * `npm run bench`: every test/bench/*.ts that exports `run()`, each in a process of its own, one after the other.
 * `npm run bench -- relay` runs those whose name contains `relay`. Prints raw figures; exits with 1 if a goal was missed.
 */
import { fork } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { figureLines, isMet } from './bench/report.mjs';
import { endTree } from './process/child.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const FOLDER = join(ROOT, 'test', 'bench');
const TIMEOUT_MS = 10 * 60_000;

/** @typedef {import('./bench/report.mjs').Figure} Figure */

/**
 * @param {string} file
 * @returns {Promise<Figure[] | undefined>} `undefined` where it failed.
 */
function runBenchmark(file) {
  return new Promise((resolve) => {
    const child = fork(join(ROOT, 'scripts', 'bench', 'child.mjs'), [file], {
      cwd: ROOT,
      execArgv: ['--import', 'tsx', '--expose-gc'],
      detached: process.platform !== 'win32',
    });
    /** @type {Figure[] | undefined} */
    let figures;
    const timer = setTimeout(() => endTree(child, 'SIGKILL'), TIMEOUT_MS);
    const interrupted = () => {
      endTree(child, 'SIGTERM');
      process.exitCode = 130;
    };
    process.on('SIGINT', interrupted);
    child.on('message', (message) => {
      figures = /** @type {Figure[]} */ (message);
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      process.off('SIGINT', interrupted);
      resolve(code === 0 ? figures : undefined);
    });
  });
}

const [wanted = ''] = process.argv.slice(2);
const files = (await readdir(FOLDER)).filter((name) => name.endsWith('.ts') && name.includes(wanted)).sort();
let missed = 0;
for (const name of files) {
  const figures = await runBenchmark(join(FOLDER, name));
  if (process.exitCode === 130) break;
  if (figures === undefined) {
    console.log(`\n${name}\n  did not finish`);
    missed += 1;
  } else if (figures.length > 0) {
    console.log(`\n${name}\n${figures.flatMap(figureLines).join('\n')}`);
    missed += figures.filter((figure) => isMet(figure) === false).length;
  }
}
console.log(missed === 0 ? '\nEvery goal was met.' : `\n${missed} missed.`);
if (missed > 0) process.exitCode ??= 1;

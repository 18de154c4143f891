// @ts-check
/**
 * `npm test`: lint, types, then the rings of tests, each in its own bounded process. Ends with `N passed, N failed`,
 * in which lint and types count as one each. `--long` runs the long ring alone; `--only NAME` one step by its name.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runChild } from './process/child.mjs';
import { countReport, summaryLine } from './test/summary.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const MINUTE = 60_000;
/** @param {string[]} parts */
const tool = (...parts) => join(ROOT, 'node_modules', ...parts);

/**
 * @param {string[]} args
 * @param {number} timeoutMs
 * @param {NodeJS.ProcessEnv} [env]
 */
async function run(args, timeoutMs, env = process.env) {
  const result = await runChild(process.execPath, args, { cwd: ROOT, timeoutMs, show: true, env });
  if (result.timedOut)
    console.log(`Ended after ${timeoutMs / MINUTE} minutes: it hung, or the machine is too slow.`);
  return result.code;
}

/**
 * @param {string[]} args
 * @returns {Promise<import('./test/summary.mjs').Count>}
 */
async function check(args) {
  const code = await run(args, 3 * MINUTE);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/**
 * @param {string} project One of vitest.config.ts.
 * @param {number} timeoutMs
 * @param {string[]} [more]
 */
async function ring(project, timeoutMs, more = []) {
  const folder = await mkdtemp(join(tmpdir(), 'outpost-test-'));
  const file = join(folder, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  try {
    const told = join(folder, 'told.txt');
    const code = await run(
      [tool('vitest', 'vitest.mjs'), 'run', '--project', project, ...reporters, ...more],
      timeoutMs,
      { ...process.env, OUTPOST_LONG_SUMMARY: told },
    );
    const report = await readFile(file, 'utf8').then(JSON.parse, () => undefined);
    // Seeds and figures: without them a failure of a long test could not be had again.
    const lines = await readFile(told, 'utf8').catch(() => '');
    if (lines !== '') console.log(`\nWhat the tests told:\n${lines.trimEnd().replaceAll(/^/gm, '  ')}`);
    return countReport(report, code);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @type {Record<string, () => Promise<import('./test/summary.mjs').Count>>} */
const STEPS = {
  lint: () => check([tool('@biomejs', 'biome', 'bin', 'biome'), 'check', '.']),
  types: () => check([tool('typescript', 'bin', 'tsc'), '--noEmit']),
  unit: () => ring('unit', 5 * MINUTE),
  e2e: () => ring('e2e', 12 * MINUTE),
  long: () => ring('long', 40 * MINUTE),
};

/**
 * @param {string[]} args
 * @returns {string[] | undefined} `undefined` for arguments that mean nothing here.
 */
function stepsFor(args) {
  if (args.length === 0) return ['lint', 'types', 'unit', 'e2e'];
  if (args.length === 1 && args[0] === '--long') return ['long'];
  const [option, name = ''] = args;
  return args.length === 2 && option === '--only' && Object.hasOwn(STEPS, name) ? [name] : undefined;
}

const steps = stepsFor(process.argv.slice(2));
if (steps === undefined) {
  console.error(`Usage: npm test [-- --long | --only ${Object.keys(STEPS).join('|')}]`);
  process.exitCode = 2;
} else {
  const counts = [];
  for (const name of steps) {
    console.log(`\n— ${name}`);
    const count = await STEPS[name]?.();
    if (count !== undefined) counts.push(count);
    // Ctrl-C ends the step that runs, and with it the whole.
    if (process.exitCode === 130) break;
  }
  console.log(`\n${summaryLine(counts)}`);
  if (counts.some((count) => count.failed > 0)) process.exitCode ??= 1;
}

// @ts-check
/** Brings the browser of the tests: what is there, else Playwright's own, else Debian's. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { runChild } from '../process/child.mjs';
import { hasApt, installDebianPackages } from './debian.mjs';
import { SetupProblem } from './problem.mjs';

const DOWNLOAD_TIMEOUT_MS = 3 * 60_000;

/**
 * The places where the tests look, in their order.
 * @param {string} root
 * @returns {string | undefined}
 */
function findBrowser(root) {
  const named = process.env.OUTPOST_CHROMIUM;
  if (named !== undefined && existsSync(named)) return named;
  if (existsSync('/usr/bin/chromium')) return '/usr/bin/chromium';
  const require = createRequire(join(root, 'package.json'));
  const path = require('playwright').chromium.executablePath();
  return existsSync(path) ? path : undefined;
}

/**
 * @param {string} root
 * @param {(line: string) => void} say
 * @throws {SetupProblem}
 */
export async function ensureBrowser(root, say) {
  if (findBrowser(root) !== undefined) return;
  say('Downloading the browser of the tests …');
  const download = await runChild(
    process.execPath,
    [join(root, 'node_modules', 'playwright', 'cli.js'), 'install', 'chromium', '--no-shell'],
    { cwd: root, timeoutMs: DOWNLOAD_TIMEOUT_MS, env: { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '5000' } },
  );
  if (download.code === 0 && findBrowser(root) !== undefined) return;

  if (!hasApt()) {
    throw new SetupProblem(
      'The tests need Chromium, and it could not be downloaded. Install it, set OUTPOST_CHROMIUM to its path, then run npm test again.',
      download.output,
    );
  }
  say("Playwright's browser could not be downloaded; installing Debian's …");
  await installDebianPackages(['chromium', 'fonts-liberation']);
  if (findBrowser(root) === undefined) {
    throw new SetupProblem(
      'chromium was installed and is not at /usr/bin/chromium. Set OUTPOST_CHROMIUM to its path, then run npm test again.',
    );
  }
}

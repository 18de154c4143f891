/** One Chromium for one app: started with a profile of its own, gone with the process. */
import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Browser, type BrowserContext, chromium } from 'playwright';
import { removeFolder } from '../../remove-folder.ts';
import { CHROMIUM_SWITCHES } from './chromium-switches.ts';
import { findChromium } from './find-chromium.ts';
import { lifecycle } from './lifecycle.ts';

const SWITCHES = [
  ...CHROMIUM_SWITCHES,
  '--no-startup-window',
  '--remote-debugging-port=0',
  '--disable-gpu',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--password-store=basic',
  '--use-mock-keychain',
];

function readEndpoint(browser: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    browser.once('error', reject);
    browser.once('exit', (code) =>
      reject(new Error(`electron-double: chromium exited with ${code}: ${output}`)),
    );
    browser.stderr?.setEncoding('utf8').on('data', (data: string) => {
      output = (output + data).slice(-16_384);
      const endpoint = /DevTools listening on (ws:\S+)/.exec(output)?.[1];
      if (endpoint) resolve(endpoint);
    });
  });
}

/**
 * Starts Chromium and prints its endpoint on standard error as Electron does, which is what Playwright waits for.
 * ELECTRON_DOUBLE_HEADED=1 shows the windows (needs a display). ELECTRON_DOUBLE_PROFILE names a folder for Chromium's profile,
 * which stays; without it a temporary one is used.
 */
export async function launchChromium(): Promise<BrowserContext> {
  const given = process.env.ELECTRON_DOUBLE_PROFILE;
  const profile = given ?? fs.mkdtempSync(path.join(os.tmpdir(), 'electron-double-'));
  const headed = process.env.ELECTRON_DOUBLE_HEADED === '1';
  // The bus is the app's: what a test lets it answer is not enough for a browser.
  const { DBUS_SESSION_BUS_ADDRESS: _, ...env } = process.env;
  const browser = spawn(
    findChromium(),
    [...(headed ? [] : ['--headless=new']), ...SWITCHES, `--user-data-dir=${profile}`, 'about:blank'],
    { env, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  // Its helpers hold its standard error, and write to the profile for a while after it has exited: `exit` is too early.
  const gone = new Promise<void>((resolve) => browser.once('close', () => resolve()));
  // For an end without app.exit(), as on a thrown error.
  process.on('exit', () => browser.kill('SIGKILL'));
  let connection: Browser | undefined;
  lifecycle.beforeExit(async () => {
    // Asked where possible, so that its child processes end with it and nobody writes to the profile any more.
    const session = await connection?.newBrowserCDPSession();
    if (session) await Promise.race([session.send('Browser.close'), gone]);
    else browser.kill('SIGKILL');
    await gone;
    if (given === undefined) await removeFolder(profile);
  });
  const endpoint = await readEndpoint(browser);
  connection = await chromium.connectOverCDP(endpoint);
  process.stderr.write(`DevTools listening on ${endpoint}\n`);
  const context = connection.contexts()[0];
  if (!context) throw new Error('electron-double: chromium has no default context');
  return context;
}

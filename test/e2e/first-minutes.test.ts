/**
 * The first minutes of somebody without a Codex: `npm start` on a machine without a screen, a phone that opens the link
 * from the terminal, a thread of the demo from its first word to its last, and an end by `outpost revoke`.
 */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../browser.ts';
import { HELD } from '../held.ts';
import { removeFolder } from '../remove-folder.ts';
import { OutpostProcess } from './outpost-process.ts';

const START = join(import.meta.dirname, '../../scripts/start.mjs');

let root: string;
let data: string;
let host: OutpostProcess;
let browser: Browser;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'outpost-first-'));
  data = join(root, 'data');
  await mkdir(join(root, 'calendar'));
  const { DISPLAY: _x, WAYLAND_DISPLAY: _wayland, ...env } = process.env;
  const args = [START, '--data', data, '--bind', '127.0.0.1', '--port', '0', '--codex', '/nowhere/codex'];
  host = new OutpostProcess(spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env }));
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await host?.end();
  await removeFolder(root);
});

async function pair(link: string, name: string): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
  });
  contexts.push(context);
  const page = await context.newPage();
  await page.goto(link);
  await page.getByRole('button', { name: 'Pair' }).click();
  await page.getByRole('textbox', { name: 'A name for this phone' }).fill(name);
  await page.getByRole('button', { name: 'They match' }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  return page;
}
const outpost = (...args: string[]) => OutpostProcess.result([...args, '--data', data]);
/** The link that a command printed. */
const linkIn = (text: string): string => /^http:\S+#\S+$/m.exec(text)![0];

let ada: Page;
let bob: Page;

test('the link in the terminal pairs a phone', async () => {
  await host.shows(/^http:\S+#\S+$/m);
  ada = await pair(linkIn(host.out), 'Ada');
  expect((await outpost('projects', 'add', join(root, 'calendar'))).code).toBe(0);
});

test('a thread of the demo shows everything, and its approvals are answered', async () => {
  const sheet = ada.getByRole('dialog');
  await ada.getByRole('button', { name: 'New thread' }).first().click();
  await ada.getByRole('textbox', { name: 'What to do' }).fill('Fix the date');
  await ada.getByRole('button', { name: 'Start' }).click();
  await ada.getByText('Demo: nothing here is real.').first().waitFor();
  await sheet.getByText('Change 2 files?').waitFor();
  await sheet.getByRole('button', { name: 'Approve' }).click(HELD);
  await sheet.getByText('npm test').waitFor();
  await sheet.getByRole('button', { name: 'Decline' }).click();
  await sheet.getByRole('radio', { name: /Leave it here/ }).check();
  await sheet.getByRole('button', { name: 'Send answer' }).click();
  await ada.getByText('The tests were not run').waitFor();
  await ada.getByRole('textbox', { name: 'Message to the agent' }).waitFor();
});

test('a second phone on the used link is told so, and gets in by a link of its own', async () => {
  const context = await browser.newContext();
  contexts.push(context);
  const late = await context.newPage();
  await late.goto(linkIn(host.out));
  await late.getByRole('button', { name: 'Pair' }).click();
  await late.getByText('used', { exact: false }).first().waitFor();
  bob = await pair(linkIn((await outpost('pair')).out), 'Bob');
});

test('outpost revoke ends a phone for good, and the other notices nothing', async () => {
  await expect.poll(async () => (await outpost('devices')).out).toMatch(/Ada[\s\S]*Bob|Bob[\s\S]*Ada/);
  const revoked = outpost('revoke', 'Ada');
  await ada.getByRole('button', { name: 'Forget this host' }).waitFor();
  expect((await revoked).code).toBe(0);
  // What the host said under seal is remembered: asked anew, relay and host would not even know this phone.
  await ada.reload();
  await ada.getByRole('button', { name: 'Forget this host' }).waitFor();
  await bob.getByRole('navigation', { name: 'Main' }).waitFor();
  expect(await bob.getByText('broken here').count()).toBe(0);
  const devices = (await outpost('devices', '--json')).out;
  expect(JSON.parse(devices)).toMatchObject([{ name: 'Bob', connected: true }]);
});

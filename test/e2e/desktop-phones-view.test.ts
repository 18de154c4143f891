/**
 * The views of pairing, of phones and of projects in the built app, with the real host and relay, and phones in browsers of
 * their own: a day with two phones and a tablet, from the folder that is opened to the last phone that is revoked.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { LocalClient } from '../../main/host/local-socket/client.ts';
import { launchBrowser } from '../browser.ts';
import { type Desktop, dropFiles } from '../electron-double/fixture.ts';
import { HELD } from '../held.ts';
import { pairedDevice } from '../main/host/node-device.ts';
import { PATIENCE } from '../patience.ts';
import { launchHostDesktop, readQrCode } from './desktop-app.ts';
import { checkWords, confirmWords, phoneContext, scanned } from './phone-at-desk.ts';

const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read);

let root: string;
let browser: Browser;
let desktop: Desktop;
let panel: Page;
let ada: Page;
let bob: Page;
/** The host's contract, as `outpost` in a terminal speaks it. */
let terminal: LocalClient;

beforeAll(async () => {
  root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'phones-view-')));
  for (const name of ['garden', 'house']) fs.mkdirSync(path.join(root, name));
  fs.writeFileSync(path.join(root, 'letter.txt'), 'Dear');
  browser = await launchBrowser();
  desktop = await launchHostDesktop();
  terminal = await vi.waitFor(() => LocalClient.connect(desktop.dataFolder), PATIENCE);
  const window = desktop.nextWindow();
  await desktop.tray.click(['Open control panel']);
  panel = await window;
});
afterAll(async () => {
  terminal?.close();
  await browser?.close();
  await desktop?.close();
  fs.rmSync(root, { recursive: true, force: true });
});

const view = (name: 'Pair' | 'Phones' | 'Projects') =>
  panel.getByRole('navigation', { name: 'Views' }).getByRole('button', { name }).click();
const row = (name: string) => panel.getByRole('listitem', { name, exact: true });
const scale = (percent: number) =>
  panel.evaluate((size) => {
    document.documentElement.style.fontSize = size;
  }, `${percent}%`);

/** Scans the code that is shown, taps, and takes a name. */
async function pairPhone(name: string): Promise<Page> {
  const page = await scanned(await phoneContext(browser), panel);
  await panel.getByRole('heading', { name: /is paired$/ }).waitFor();
  expect(await checkWords(panel)).toEqual(await checkWords(page));
  await page.getByRole('textbox', { name: 'A name for this phone' }).fill(name);
  await confirmWords(page);
  await panel.getByRole('heading', { name: `${name} is paired` }).waitFor();
  return page;
}

test('folders are opened by dropping them; a file is refused in words', async () => {
  await view('Projects');
  await panel.getByRole('heading', { name: 'No project is open yet' }).waitFor();
  await dropFiles(panel, panel.getByRole('main'), [path.join(root, 'garden'), path.join(root, 'house')]);
  await row('garden').getByText(path.join(root, 'garden')).waitFor();
  await row('house').waitFor();
  await dropFiles(panel, panel.getByRole('main'), [path.join(root, 'letter.txt')]);
  await panel.getByRole('alert').getByText('is not a folder on this machine').waitFor();
  expect(panel.url()).toMatch(/index\.html|#home|panel/);
  expect(await panel.getByText('Drop it to open it').count()).toBe(0);
});

test('a folder is chosen by the dialog, shown in the file manager, and closed after one question', async () => {
  fs.mkdirSync(path.join(root, 'attic'));
  await desktop.evaluate(
    ({ dialog, shell }, folder) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [folder] });
      const shown = globalThis as unknown as { shownFolders: string[] };
      shown.shownFolders = [];
      shell.showItemInFolder = (at) => void shown.shownFolders.push(at);
    },
    path.join(root, 'attic'),
  );
  const shownFolders = () =>
    desktop.evaluate(() => (globalThis as unknown as { shownFolders: string[] }).shownFolders, undefined);
  await panel.getByRole('button', { name: 'Choose a folder…' }).click();
  await row('attic').waitFor();
  await panel.getByRole('button', { name: 'Show attic in the file manager' }).click();
  await eventually(shownFolders).toEqual([path.join(root, 'attic')]);
  fs.rmdirSync(path.join(root, 'attic'));
  await panel.getByRole('button', { name: 'Show attic in the file manager' }).click();
  await panel.getByRole('alert').getByText('is not there any more').waitFor();
  expect(await shownFolders()).toHaveLength(1);
  await panel.getByRole('button', { name: 'Remove attic', exact: true }).click();
  await panel.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await panel.getByRole('button', { name: 'Remove it…' }).click();
  await panel.getByRole('dialog', { name: 'Remove attic?' }).getByRole('button', { name: 'Remove' }).click();
  await row('attic').waitFor({ state: 'detached' });
});

test('a code made for less is read off the screen at 200 % text, and its owner noted right there', async () => {
  await view('Pair');
  await panel.getByRole('img', { name: /QR code/ }).waitFor();
  await scale(200);
  const first = await readQrCode(panel);
  expect(first).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#/);
  const choice = panel.getByRole('radio', { name: 'Look and answer' });
  await choice.focus();
  await panel.keyboard.press('Space');
  await panel.getByRole('img', { name: /QR code/ }).scrollIntoViewIfNeeded();
  await eventually(() => readQrCode(panel)).not.toBe(first);
  bob = await pairPhone('Bob');
  await scale(100);
  await panel.getByRole('textbox', { name: 'Whose phone is it?' }).fill('Grandmother');
  await panel.keyboard.press('Enter');
  await panel.getByRole('button', { name: 'Saved' }).waitFor();
  await panel.getByRole('button', { name: 'The words match' }).click();
  await row('Bob').getByText('Belongs to Grandmother').waitFor();
  await row('Bob').getByText('Connected').waitFor();
  const right = panel.getByRole('combobox', { name: 'What it may do (Bob)' });
  expect(await right.inputValue()).toBe('answer');
});

test('a phone that may not start may still answer', async () => {
  await panel.getByRole('button', { name: 'Pair a phone' }).click();
  ada = await pairPhone('Ada');
  await ada.getByRole('button', { name: 'New thread' }).first().click();
  await ada
    .getByRole('radio', { name: 'garden' })
    .check()
    .catch(() => {});
  await ada.getByRole('textbox', { name: 'What to do' }).fill('Fix the date');
  await ada.getByRole('button', { name: 'Start' }).click();
  await ada.getByText('Change 2 files?').first().waitFor();
  await bob
    .getByRole('button', { name: /Fix the date/ })
    .first()
    .click();
  expect(await bob.getByRole('button', { name: 'New thread' }).count()).toBe(0);
  await bob.getByRole('dialog').getByText('Change 2 files?').waitFor();
  await bob.getByRole('dialog').getByRole('button', { name: 'Approve' }).click(HELD);
  await ada.getByText('Approved by Bob').first().waitFor();
});

test('what the owner changes in a row is heard by the phone at once', async () => {
  await view('Phones');
  await panel.getByRole('button', { name: 'Rename Bob' }).click();
  await panel.getByRole('button', { name: 'Cancel' }).click();
  await panel.getByRole('button', { name: 'Say whose it is (Ada)' }).click();
  await panel.getByRole('textbox', { name: 'Whose it is' }).fill('Ada Lovelace');
  await panel.keyboard.press('Enter');
  await row('Ada').getByText('Belongs to Ada Lovelace').waitFor();
  await panel.getByRole('button', { name: 'Rename Bob' }).click();
  await panel.getByRole('textbox', { name: 'Name of the phone' }).fill('Kitchen');
  await panel.getByRole('textbox', { name: 'Whose it is' }).fill('Everybody');
  await panel.getByRole('button', { name: 'Save' }).click();
  await row('Kitchen').getByText('Belongs to Everybody').waitFor();
  await panel
    .getByRole('combobox', { name: 'What it may do (Kitchen)' })
    .selectOption('Look, answer and start');
  await row('Kitchen').getByText('starts, steers and stops the agent').waitFor();
  await panel
    .getByRole('combobox', { name: 'Forget it when unused (Kitchen)' })
    .selectOption('After 30 days');
  await row('Kitchen').getByText('when it was not used for 30 days').waitFor();
  // From its first screen: the thread asks for the next thing over all of it.
  const client = new URL(bob.url()).origin;
  await bob.goto('about:blank');
  await bob.goto(client);
  await bob
    .getByRole('navigation', { name: 'Main' })
    .getByRole('button', { name: /Hosts?/ })
    .click();
  await eventually(() => bob.getByRole('textbox', { name: /name on the host/ }).inputValue()).toBe('Kitchen');
  await panel.getByRole('combobox', { name: 'Forget it when unused (Kitchen)' }).selectOption('Never');
  await row('Kitchen').getByText('It stays paired until you revoke it.').waitFor();
});

test('a phone is revoked from its row; the focus goes to the next, the other phone notices nothing', async () => {
  await panel.getByRole('button', { name: 'Revoke Kitchen' }).click();
  const dialog = panel.getByRole('dialog', { name: 'Revoke Kitchen?' });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await row('Kitchen').waitFor();
  await panel.getByRole('button', { name: 'Revoke Kitchen' }).press('Enter');
  await panel.keyboard.press('Tab');
  await panel.keyboard.press('Enter');
  await bob.getByRole('button', { name: 'Forget this host' }).waitFor();
  await row('Kitchen').waitFor({ state: 'detached' });
  await eventually(() => panel.evaluate(() => document.activeElement?.querySelector('h2')?.textContent)).toBe(
    'Ada',
  );
  await row('Ada').getByText('Connected').waitFor();
});

test('words that differ cut off whoever came by the code, after one question', async () => {
  await panel.getByRole('button', { name: 'Pair a phone' }).click();
  const eve = await pairPhone('Eve');
  await panel.getByRole('button', { name: 'They differ…' }).click();
  const dialog = panel.getByRole('dialog', { name: 'Revoke Eve?' });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await panel.getByRole('button', { name: 'They differ…' }).click();
  await dialog.getByRole('button', { name: 'Revoke' }).click();
  await eve.getByRole('button', { name: 'Forget this host' }).waitFor();
  await row('Eve').waitFor({ state: 'detached' });
  await eve.context().close();
});

test('all phones are revoked, after a question that says how many', async () => {
  await panel.getByRole('button', { name: 'Pair a phone' }).click();
  const carl = await pairPhone('Carl');
  await panel.getByRole('button', { name: 'The words match' }).click();
  await panel.getByRole('button', { name: 'Revoke all 2 phones…' }).click();
  await panel
    .getByRole('dialog', { name: 'Revoke all 2 phones?' })
    .getByRole('button', { name: 'Revoke all 2' })
    .click();
  await Promise.all(
    [ada, carl].map((each) => each.getByRole('button', { name: 'Forget this host' }).waitFor()),
  );
  await panel.getByRole('heading', { name: 'No phone is paired yet' }).waitFor();
  // Phones are out before the disk was asked.
  const kept = () => JSON.parse(fs.readFileSync(path.join(desktop.dataFolder, 'devices.json'), 'utf8'));
  await eventually(() => kept().devices).toEqual([]);
  await panel.getByRole('button', { name: 'Pair a phone' }).click();
  await panel.getByRole('img', { name: /QR code/ }).waitFor();
});

test('a phone that is revoked elsewhere while its words are compared makes room for another', async () => {
  const dora = await pairedDevice((await readQrCode(panel)) ?? '', 'Dora');
  await panel.getByRole('heading', { name: 'Dora is paired' }).waitFor();
  const [device] = (await terminal.snapshot()).devices;
  await terminal.run('device/revoke', { id: device?.id ?? '' });
  await panel.getByRole('heading', { name: 'Dora is not paired any more' }).waitFor();
  dora.close();
  await panel.getByRole('button', { name: 'Pair a phone' }).click();
  await panel.getByRole('img', { name: /QR code/ }).waitFor();
});

test('a relay whose address is too long for a code is told, until there is a shorter one', async () => {
  const name = Array.from({ length: 3 }, () => 'a'.repeat(63)).join('.');
  await terminal.run('settings/set', { key: 'relays', value: [`wss://${name}.xy`] });
  await panel.getByRole('button', { name: 'New code' }).click();
  const told = panel.getByRole('alert').getByText('too long for a code that a camera can read');
  await told.waitFor();
  await panel.getByRole('heading', { name: 'There is no code' }).waitFor();
  await terminal.run('settings/unset', { key: 'relays' });
  await panel.getByRole('button', { name: 'Try again' }).click();
  await panel.getByRole('img', { name: /QR code/ }).waitFor();
  expect(await told.count()).toBe(0);
});

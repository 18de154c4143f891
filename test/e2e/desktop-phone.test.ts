/**
 * The desktop app and phones: the built app with the real host and relay, and the built phone client in a browser of its
 * own, at the size of a phone. The two meet only by the code in the window.
 */
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchBrowser } from '../browser.ts';
import type { Desktop } from '../electron-double/fixture.ts';
import { launchHostDesktop } from './desktop-app.ts';
import { checkWords, confirmWords, phoneContext, scanned } from './phone-at-desk.ts';

const KEPT_AWAKE = ['prevent-app-suspension'];
const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read);

let browser: Browser;
let desktop: Desktop;
let panel: Page;
const phones: BrowserContext[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  desktop = await launchHostDesktop();
  const window = desktop.nextWindow();
  await desktop.tray.click(['Pair a phone…']);
  panel = await window;
});
afterEach(async () => {
  for (const phone of phones.splice(0)) await phone.close();
  await desktop.close();
});

/** A phone of its own, that has scanned the code in the window and tapped. */
async function pairedPhone(name: string): Promise<Page> {
  const context = await phoneContext(browser);
  phones.push(context);
  const page = await scanned(context, panel);
  await page.getByRole('textbox', { name: 'A name for this phone' }).fill(name);
  // It comes back with keys of its own; from then on it can be told things, its name first.
  await eventually(
    async () => Object.values(await phonesInMenu()).filter(([state]) => state === 'Connected').length,
  ).toBe(phones.length);
  return page;
}
/** The names in the menu of phones, with what stands under each. */
const phonesInMenu = async (): Promise<Record<string, string[]>> => {
  const menu = (await desktop.tray.items()).find((item) => item.label === 'Phones');
  return Object.fromEntries(
    menu?.submenu.map(({ label, submenu }) => [label, submenu.map((item) => item.label)]) ?? [],
  );
};
const answerDialogs = (button: 'Revoke' | 'Cancel'): Promise<void> =>
  desktop.evaluate(({ dialog }, wanted) => {
    dialog.showMessageBox = async (...args: unknown[]) => {
      const { buttons = [] } = args.at(-1) as { buttons?: string[] };
      return { response: buttons.indexOf(wanted), checkboxChecked: false };
    };
  }, button);

test('the code in the window turns into the name of the phone, with the words that the phone shows', async () => {
  const phone = await pairedPhone('Ada');
  await panel.getByRole('heading', { name: /is paired$/ }).waitFor();
  expect(await checkWords(panel)).toHaveLength(4);
  expect(await checkWords(panel)).toEqual(await checkWords(phone));

  await confirmWords(phone);
  await panel.getByRole('heading', { name: 'Ada is paired' }).waitFor();
  await panel.getByRole('button', { name: 'The words match' }).click();
  await panel.getByRole('heading', { name: 'Ada', exact: true }).waitFor();
  await eventually(phonesInMenu).toEqual({ Ada: ['Connected', 'Revoke…'] });
  expect(await desktop.tray.toolTip()).toBe('Outpost: Ada is connected');
});

test('the computer is kept awake while a phone is connected, and only then', async () => {
  expect(await desktop.blockers()).toEqual([]);
  const phone = await pairedPhone('Ada');
  await confirmWords(phone);
  await eventually(() => desktop.blockers()).toEqual(KEPT_AWAKE);

  const client = new URL(phone.url()).origin;
  await phone.goto('about:blank');
  await eventually(() => desktop.blockers()).toEqual([]);
  await phone.goto(client);
  await eventually(() => desktop.blockers()).toEqual(KEPT_AWAKE);

  await desktop.tray.click(['Keep awake', 'Off']);
  await eventually(() => desktop.blockers()).toEqual([]);
  await desktop.tray.click(['Keep awake', 'While a phone is connected']);
  await eventually(() => desktop.blockers()).toEqual(KEPT_AWAKE);
});

test('a phone is revoked from the menu after one question; the others notice nothing', async () => {
  const ada = await pairedPhone('Ada');
  await confirmWords(ada);
  await panel.getByRole('button', { name: 'Pair another phone' }).click();
  const bob = await pairedPhone('Bob');
  await confirmWords(bob);
  await eventually(async () => Object.keys(await phonesInMenu()).sort()).toEqual(['Ada', 'Bob']);

  await answerDialogs('Cancel');
  await desktop.tray.click(['Phones', 'Ada', 'Revoke…']);
  await answerDialogs('Revoke');
  // Only the second click revokes: after the first, both are still there.
  expect(Object.keys(await phonesInMenu()).sort()).toEqual(['Ada', 'Bob']);
  await desktop.tray.click(['Phones', 'Ada', 'Revoke…']);

  await eventually(phonesInMenu).toEqual({ Bob: ['Connected', 'Revoke…'] });
  await ada.getByRole('button', { name: 'Forget this host' }).waitFor();
  expect(await desktop.blockers()).toEqual(KEPT_AWAKE);

  // It remembers; what its keys still open is nothing (test/main/host/revoking.test.ts).
  await ada.reload();
  await ada.getByRole('button', { name: 'Forget this host' }).waitFor();
  await bob.getByRole('navigation').waitFor();
  expect(await phonesInMenu()).toEqual({ Bob: ['Connected', 'Revoke…'] });

  await desktop.tray.click(['Phones', 'Bob', 'Revoke…']);
  await eventually(() => desktop.blockers()).toEqual([]);
});

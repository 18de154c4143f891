/**
 * What an owner does besides supervising, by touch and by the keyboard alone, on the real host, relay and Codex: queue, slash
 * commands, a photo, pause, archive. Then links that are opened more than once, and a host that was reset.
 */
import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../browser.ts';
import { KeyboardHand } from '../supervision/keys.ts';
import { own } from '../supervision/owner.ts';
import { SupervisedHost } from '../supervision/supervised-host.ts';
import { eventually, pair, stream } from '../supervision/supervision.ts';
import { TouchHand } from '../supervision/touch.ts';

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
let browser: Browser;
let host: SupervisedHost;
const hands: TouchHand[] = [];

beforeAll(async () => {
  [browser, host] = await Promise.all([launchBrowser(), SupervisedHost.start()]);
});
afterEach(async () => {
  for (const hand of hands.splice(0)) await hand.close();
});
afterAll(async () => {
  await browser?.close();
  await host?.close();
});

async function aPhone(): Promise<TouchHand> {
  const hand = await TouchHand.at(browser, null, PHONE);
  hands.push(hand);
  return hand;
}
const devices = async () => (await host.host.api.snapshot()).devices;

test.concurrent.for([
  ['touch', TouchHand, PHONE],
  ['keyboard', KeyboardHand, { viewport: { width: 1280, height: 800 } }],
] as const)('by %s', async ([name, Hand, options]) => {
  const hand = await Hand.at(browser, null, options);
  await own({ hand, host, way: host.hostWire, name });
  await hand.close();
});

test('a link pairs one phone, however often and wherever it is opened', async () => {
  const hand = await aPhone();
  const { page } = hand;
  const other = await page.context().newPage();
  const before = (await devices()).length;
  const words = (it: typeof page) => it.getByRole('list', { name: 'Check words' });
  await host.pairing(async (link) => {
    // Two tabs of one phone at once.
    for (const it of [page, other]) {
      await it.goto(link);
      await it.getByRole('button', { name: 'Pair', exact: true }).waitFor();
    }
    await Promise.all(
      [page, other].map((it) => it.getByRole('button', { name: 'Pair', exact: true }).click()),
    );
    for (const it of [page, other]) await words(it).waitFor();
    const said = await words(page).innerText();
    expect(await words(other).innerText()).toBe(said);
    for (const it of [page, other]) {
      await it.getByRole('button', { name: 'They match' }).click();
      await it.getByRole('heading', { name: 'Nothing waits for you' }).waitFor();
    }
    expect(await devices()).toHaveLength(before + 1);

    // Once more, by the same phone.
    await page.goto('about:blank');
    await page.goto(link);
    await page.getByText('This phone is paired with studio already.').waitFor();
    await hand.press('button', 'Pair');
    await hand.finds('list', 'Check words');
    expect(await words(page).innerText()).toBe(said);
    await hand.press('button', 'They match');
    await hand.finds('navigation', 'Main');

    const another = await aPhone();
    await another.open(link);
    await another.press('button', 'Pair');
    await another.finds('heading', 'This link was used already');
    await another.press('button', 'Not now');
    await another.finds('heading', 'Pair with a computer');
  });
  expect(await devices()).toHaveLength(before + 1);
  await page.reload();
  await page.getByRole('heading', { name: 'Nothing waits for you' }).waitFor();
});

/** The last: it takes everybody's pairing. */
test('a host that was reset is said to have forgotten the phone, and is paired again', async () => {
  const hand = await aPhone();
  const person = { hand, host, way: host.hostWire, name: 'ada' };
  await pair(person);
  await host.resetHost();
  await eventually(async () => {
    const said = await hand.page.getByRole('region', { name: 'Connection' }).innerText();
    expect(said).toContain('studio is not connected.');
    expect(said).toContain('it has revoked or forgotten this phone: choose “Pair a phone…” there.');
  });
  expect(await devices()).toEqual([]);
  await hand.open('about:blank');
  await pair(person);
  await stream(person);
  host.model.release('ada');
  // The keys for the host that was are still there; it is the new one that the page opens.
  await hand.reload();
  await eventually(async () => expect(await hand.conversation()).toContain('First half, second half.'));
  expect(await devices()).toMatchObject([{ connected: true }]);
});

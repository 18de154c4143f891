/**
 * The real page and a real host with a hostile relay between them. Whatever it does with the frames, the thread on the
 * page is the agent's, word for word, and no word is ever on it twice, or before the one that it follows.
 */
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Bytes } from '../../protocol/bytes.ts';
import { loadClientFiles, serveClientFile } from '../../relay/client-files.ts';
import { HostileRelay, type Line } from '../attack/hostile-relay.ts';
import { launchBrowser } from '../browser.ts';
import { type HostFixture, startHost } from '../main/host/host-fixture.ts';
import { type NodeDevice, pairedDevice } from '../main/host/node-device.ts';

declare global {
  interface Window {
    /** What the page showed that the agent never said in this order; filled by the observer below. */
    wrong: string[];
  }
}

let relay: HostileRelay;
let host: HostFixture;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let words = 0;

beforeAll(async () => {
  const files = await loadClientFiles(join(import.meta.dirname, '../../dist/phone'));
  relay = await HostileRelay.start({
    page: (request, response) => serveClientFile(files, request, response, false),
  });
  host = await startHost({ embedded: null, relays: [relay.url] });
  browser = await launchBrowser();
  context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
  });
  await context.addInitScript(() => {
    window.wrong = [];
    const look = () => {
      const said = document.querySelector('[aria-label="Conversation"]')?.textContent ?? '';
      const numbers = [...said.matchAll(/w(\d+)/g)].map(([, number]) => Number(number));
      if (numbers.some((number, at) => number !== at)) window.wrong.push(said);
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
  });
  page = await context.newPage();
});
afterAll(async () => {
  await browser?.close();
  await host?.close();
  await relay?.close();
});

const conversation = () => page.getByRole('region', { name: 'Conversation' });
const pagesLine = (): Line => relay.lines.findLast(({ device }) => device !== null)!;

/** The agent says so many more words. */
function speak(count: number): void {
  for (let n = 0; n < count; n++) {
    host.agent.sink.change('t1', { type: 'append', item: 'a1', text: `w${words++} ` });
  }
}

/** The page shows all that the agent has said, once and in its order, and has shown nothing else meanwhile. */
async function exact(): Promise<void> {
  const whole = Array.from({ length: words }, (_, n) => `w${n}`);
  await expect
    .poll(async () => (await conversation().innerText()).match(/\bw\d+\b/g), {
      interval: 20,
      timeout: 20_000,
    })
    .toEqual(whole);
  expect(await page.evaluate(() => window.wrong)).toEqual([]);
}

test('the page pairs and works through a relay that behaves', async () => {
  await page.goto(await host.pair());
  await page.getByRole('button', { name: 'Pair' }).click();
  await page.getByRole('textbox', { name: 'A name for this phone' }).fill('Ada');
  await page.getByRole('button', { name: 'They match' }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  await page.getByRole('button', { name: 'New thread' }).first().click();
  await page.getByRole('textbox', { name: 'What to do' }).fill('Count for me');
  await page.getByRole('button', { name: 'Start' }).click();
  await conversation().getByText('Count for me').waitFor();
  const item = { id: 'a1', turn: null, at: 0, type: 'agent' as const, text: '', final: false, done: false };
  host.agent.sink.change('t1', { type: 'put', item });
  speak(20);
  await exact();
  expect(relay.everything()).not.toContain('Count for me');
});

test('a relay that says each frame twice', async () => {
  relay.meddle = ({ way, bytes }) => (way === 'toDevice' ? [bytes, bytes] : [bytes]);
  speak(1);
  await relay.until(() => pagesLine().shut || pagesLine().device?.readyState === 3);
  speak(20);
  relay.behave();
  await exact();
});

test('a relay that drops a frame, and one that turns two around', async () => {
  let dropped = false;
  relay.meddle = ({ way, number, bytes }) => {
    if (way === 'toHost' || number < 2 || dropped) return [bytes];
    dropped = true;
    return [];
  };
  speak(1);
  await relay.until(() => dropped);
  speak(20);
  await exact();
  const kept: Bytes[] = [];
  relay.meddle = ({ way, number, bytes }) => {
    if (way === 'toHost' || number < 2) return [bytes];
    if (kept.length > 0) return [bytes, ...kept.splice(0)];
    kept.push(bytes);
    return [];
  };
  speak(1);
  await relay.until(() => kept.length === 1);
  relay.meddle = ({ way, bytes }) => [bytes, ...(way === 'toDevice' ? kept.splice(0) : [])];
  speak(20);
  await exact();
});

test('a relay that puts in frames of another phone, and of an older session', async () => {
  const bob: NodeDevice = await pairedDevice(await host.pair(), 'Bob');
  try {
    const bobs = relay.lines.at(-1)!;
    const pages = relay.lines.filter((line) => line !== bobs && line.device?.readyState === 1).at(-1)!;
    await bob.connection.call('home/open', {});
    const old = [...pages.seen.toDevice];
    relay.toDevice(pages, bobs.seen.toDevice.at(-1)!);
    await expect.poll(() => pages.device?.readyState).toBe(3);
    speak(20);
    await exact();
    for (const bytes of old) relay.toDevice(relay.lines.at(-1)!, bytes);
    speak(20);
    await exact();
  } finally {
    bob.close();
  }
});

test('a relay that holds frames back for a while and then lets go', async () => {
  relay.hold('toDevice');
  speak(30);
  await relay.until(() => relay.held > 0);
  relay.release();
  speak(10);
  await exact();
});

test('a prompt that the relay says twice is run once, and shown once', async () => {
  relay.meddle = ({ way, number, bytes }) => (way === 'toHost' && number > 1 ? [bytes, bytes] : [bytes]);
  await page.getByRole('textbox', { name: 'Message to the agent' }).fill('And once more');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect.poll(() => host.agent.prompts.filter(({ text }) => text === 'And once more').length).toBe(1);
  relay.behave();
  await conversation().getByText('And once more').waitFor();
  speak(10);
  await exact();
  expect(await conversation().getByText('And once more').count()).toBe(1);
  expect(host.agent.prompts.filter(({ text }) => text === 'And once more')).toHaveLength(1);
});

test('the observer would have seen it', async () => {
  // Shown to bite: a page on which a word does stand twice.
  await conversation().evaluate((region) => region.append('w0'));
  await expect.poll(() => page.evaluate(() => window.wrong.length)).toBeGreaterThan(0);
});

/** The phone's page with its connection in a worker, as a browser really runs it: whatever becomes of either is nobody's loss. */
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../browser.ts';
import type { HostFixture } from '../main/host/host-fixture.ts';
import { ScriptedAgent } from '../main/host/scripted-agent.ts';
import { pageKept, pairedContext } from '../phone-page.ts';
import { startServedPage } from './served-page.ts';

const TITLE = 'Water the plants';
const WORKER_SCRIPT = '**/assets/connection-worker-*.js';

let fixture: HostFixture;
let browser: Browser;
let context: BrowserContext;
let origin: string;

beforeAll(async () => {
  ({ fixture, browser, context, origin } = await startServedPage((agent, { path }) =>
    tell(agent, path, ['One']),
  ));
});
afterAll(async () => {
  await browser?.close();
  await fixture?.close();
});

const said = (text: string) =>
  ({ id: text, turn: 'turn', at: 1, type: 'agent', text, final: true, done: true }) as const;

/** The agent has a thread in which it said this. */
function tell(agent: ScriptedAgent, cwd: string, texts: string[]): void {
  agent.histories.set('t', { items: texts.map(said), turn: null });
  agent.tell({ id: 't', cwd, title: TITLE, status: 'idle', updatedAt: 1 });
}

const conversation = (page: Page) => page.getByRole('region', { name: 'Conversation' });
async function openThread(page: Page): Promise<void> {
  await page.goto(origin);
  await page.getByRole('button', { name: TITLE }).first().click();
  await conversation(page).getByText('One', { exact: true }).waitFor();
}
async function write(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message to the agent' }).fill(text);
  await page.getByRole('button', { name: 'Send' }).click();
}
const connectionWorkers = (pages: readonly Page[]) =>
  pages.flatMap((page) => page.workers()).filter((worker) => worker.url().includes('/connection-worker-'));
const devicesAtHost = async () =>
  (await fixture.host.api.snapshot()).devices.filter(({ connected }) => connected).length;

test('the worker has the connection and the page has none; with the page it goes', async () => {
  const page = await context.newPage();
  // For those of the page itself: the worker has a WebSocket of its own.
  await page.addInitScript(() => {
    const opened: string[] = [];
    Object.assign(window, { opened });
    window.WebSocket = new Proxy(WebSocket, {
      construct(target, [url]: [string]) {
        opened.push(url);
        return new target(url);
      },
    });
  });
  await openThread(page);
  expect(await page.evaluate(() => (window as unknown as { opened: string[] }).opened)).toEqual([]);
  expect(connectionWorkers([page])).toHaveLength(1);
  expect(await devicesAtHost()).toBe(1);
  await page.close();
  await expect.poll(devicesAtHost).toBe(0);
});

test('a host that restarts costs no word, and what was written meanwhile arrives once', async () => {
  const page = await context.newPage();
  await openThread(page);
  fixture.agent.sink.change('t', { type: 'put', item: said('Two') });
  await conversation(page).getByText('Two', { exact: true }).waitFor();

  const next = new ScriptedAgent();
  const starting = fixture.restart(next);
  await write(page, 'While it was away');
  await starting;
  tell(next, fixture.project.path, ['One', 'Two', 'Three']);
  await expect.poll(() => next.prompts.map(({ text }) => text)).toEqual(['While it was away']);
  next.sink.change('t', { type: 'put', item: said('Four') });
  await conversation(page).getByText('Four', { exact: true }).waitFor();
  const words = await conversation(page).innerText();
  expect(words.match(/\b(One|Two|Three|Four)\b/g)).toEqual(['One', 'Two', 'Three', 'Four']);
  expect(next.prompts).toHaveLength(1);
  await page.close();
});

test('a second tab goes on when the one with the worker is closed, with one worker', async () => {
  const pages = [await context.newPage(), await context.newPage()] as const;
  const [first, second] = pages;
  for (const page of pages) await openThread(page);
  expect(connectionWorkers(pages)).toHaveLength(1);
  expect(connectionWorkers([first])).toHaveLength(1);

  await first.close();
  const prompts = fixture.agent.prompts.length;
  await write(second, 'And the roses');
  await expect
    .poll(() => fixture.agent.prompts.slice(prompts).map(({ text }) => text))
    .toEqual(['And the roses']);
  expect(connectionWorkers([second])).toHaveLength(1);
  expect(await devicesAtHost()).toBe(1);
  await second.close();
  await expect.poll(devicesAtHost).toBe(0);
});

test('where the worker’s script cannot be had that is said, and it connects once it can be had', async () => {
  const own = await pairedContext(browser, await fixture.pair(), undefined, { serviceWorkers: 'block' });
  await own.route(WORKER_SCRIPT, (route) => route.abort());
  const page = await own.newPage();
  await page.goto(origin);
  await page.getByText('The relay does not answer').first().waitFor();
  expect(connectionWorkers([page])).toHaveLength(0);
  await own.unroute(WORKER_SCRIPT);
  await page.getByText('The relay does not answer').first().waitFor({ state: 'detached' });
  await page.getByRole('button', { name: TITLE }).first().waitFor();
  await expect.poll(() => connectionWorkers([page]).length).toBe(1);
  await expect.poll(devicesAtHost).toBe(1);
  await own.close();
  await expect.poll(devicesAtHost).toBe(0);
});

/** A browser that has no curves of its own; it counts how often it was asked for them. */
const WITHOUT_CURVES = `{
  const { importKey } = SubtleCrypto.prototype;
  globalThis.refusedCurves = 0;
  SubtleCrypto.prototype.importKey = function (...asked) {
    const name = asked[2].name ?? asked[2];
    if (!/25519$/.test(name)) return importKey.apply(this, asked);
    globalThis.refusedCurves += 1;
    return Promise.reject(new DOMException('No such curve.', 'NotSupportedError'));
  };
}
`;

test('where a browser has no curves of its own, page and worker take those that come with the page', async () => {
  // A script that a test changes is from nowhere, and as such may not speak to this computer.
  const lenient = await launchBrowser('--disable-features=LocalNetworkAccessChecks');
  const own = await pairedContext(lenient, await fixture.pair(), WITHOUT_CURVES, { serviceWorkers: 'block' });
  await own.route(WORKER_SCRIPT, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: WITHOUT_CURVES + (await response.text()) });
  });
  const page = await own.newPage();
  await openThread(page);
  const prompts = fixture.agent.prompts.length;
  await write(page, 'With other curves');
  await expect
    .poll(() => fixture.agent.prompts.slice(prompts).map(({ text }) => text))
    .toEqual(['With other curves']);
  const [worker] = connectionWorkers([page]);
  const refused = () => (globalThis as unknown as { refusedCurves: number }).refusedCurves;
  expect(await worker!.evaluate(refused)).toBeGreaterThan(0);
  await lenient.close();
});

/** Ends the host. */
test('a page that the browser kept has its worker kept as well', async () => {
  const before = await context.newPage();
  await before.goto(origin);
  await pageKept(before);
  await before.close();
  await fixture.host.close();
  const page = await context.newPage();
  await page.goto(origin);
  await page.getByText('The relay does not answer').first().waitFor();
  expect(connectionWorkers([page])).toHaveLength(1);
  await page.close();
});

/**
 * How long after opening the page a phone shows the inbox that it knew last, with four times less CPU than this machine and
 * the network of "fast 3G", on a page that came before; the host does not answer, so that what shows is what was kept. Once
 * with the page kept in the browser, as an https address can, and once without, as by plain http: then its scripts are in the
 * browser's cache, and the page itself is asked for. Nothing of the page runs from the opening before, its worker neither;
 * Chromium slows down no worker, whose part is to look up three files.
 */
import { loadavg } from 'node:os';
import type { BrowserContext } from 'playwright';
import { launchBrowser } from '../browser.ts';
import { pageKept, pairedContext, type Seen, visit, watchFor } from '../phone-page.ts';
import type { Figure } from './figure.ts';
import { Flooded } from './flooded.ts';
import { median } from './quantiles.ts';
import { SLOWDOWN, slowDown } from './throttled-page.ts';

const ROUNDS = 7;
const THREADS = 60;
const LAST = 'The thread that changed last';
/** Nothing that a person waits for takes longer. */
const GIVEN_UP_MS = 10_000;
/** The worker that has the connection never says anything. */
const NOBODY_ANSWERS = 'window.Worker = class { postMessage() {} terminate() {} };';

export async function run(): Promise<Figure[]> {
  const host = await Flooded.start('page');
  const browser = await launchBrowser();
  try {
    const titles = Array.from({ length: THREADS - 1 }, (_, at) => `Thread ${at} of many`);
    await host.ask({ ask: 'threads', titles: [...titles, LAST] });
    const link = await host.ask({ ask: 'link' });
    const { origin } = new URL(link);
    const context = await pairedContext(browser, link);
    await visit(context, origin, LAST);
    await keptIn(context, origin);
    await context.addInitScript(NOBODY_ANSWERS);
    const measured = async (isKept: boolean): Promise<Omit<Figure, 'name'>> => {
      const raw: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) raw.push(await opening(context, origin, isKept));
      return { value: median(raw), unit: 'ms', raw };
    };
    const name = `the last known inbox of ${THREADS} threads, after opening, CPU ÷ ${SLOWDOWN}, fast 3G`;
    return [
      { name, ...(await measured(true)), goal: { atMost: 1_000 } },
      { name: 'the same, where the browser keeps no page', ...(await measured(false)) },
      { name: 'load average over the last minute', value: loadavg()[0]!, unit: 'runnable' },
    ];
  } finally {
    await browser.close();
    await host.end();
  }
}

async function keptIn(context: BrowserContext, origin: string): Promise<void> {
  const page = await context.newPage();
  await page.goto(origin);
  await pageKept(page);
  await page.close();
}

/** Ends the page's worker, which would keep its process, and with it what was compiled. */
async function stopWorkers(context: BrowserContext): Promise<void> {
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  const stopped = new Promise<void>((resolve) => {
    cdp.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
      if (versions.length > 0 && versions.every(({ runningStatus }) => runningStatus === 'stopped'))
        resolve();
    });
  });
  await cdp.send('ServiceWorker.enable');
  await cdp.send('ServiceWorker.stopAllWorkers');
  await stopped;
  await page.close();
}

async function opening(context: BrowserContext, origin: string, isKept: boolean): Promise<number> {
  await stopWorkers(context);
  const page = await context.newPage();
  try {
    const cdp = await slowDown(page, { network: true });
    await cdp.send('Network.setBypassServiceWorker', { bypass: !isKept });
    await page.addInitScript(watchFor, LAST);
    await page.goto(origin);
    await page
      .waitForFunction(() => (window as Seen).seenAt !== undefined, undefined, { timeout: GIVEN_UP_MS })
      .catch(() => undefined);
    return await page.evaluate(
      (givenUp) =>
        (window as Seen).seenAt === undefined ? givenUp : (window as Seen).seenAt! - performance.timeOrigin,
      GIVEN_UP_MS,
    );
  } finally {
    await page.close();
  }
}

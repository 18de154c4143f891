/**
 * How long after opening the page a phone shows the inbox that it knew last, with four times less CPU than this machine and
 * the network of "fast 3G". The page's scripts are in the browser's cache, as for everybody who comes a second time; the host
 * does not answer, so that what shows is what was kept.
 */
import { loadavg } from 'node:os';
import type { BrowserContext } from 'playwright';
import { launchBrowser } from '../browser.ts';
import { pairedContext, type Seen, visit, watchFor } from '../phone-page.ts';
import type { Figure } from './figure.ts';
import { Flooded } from './flooded.ts';
import { median } from './quantiles.ts';
import { SLOWDOWN, slowDown } from './throttled-page.ts';

const ROUNDS = 7;
const THREADS = 60;
const LAST = 'The thread that changed last';
/** Nothing that a person waits for takes longer. */
const GIVEN_UP_MS = 10_000;

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
    // From here on a connection opens, and nobody speaks on it.
    await context.routeWebSocket(/.*/, () => {});
    const raw: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) raw.push(await opening(context, origin));
    return [
      {
        name: `the last known inbox of ${THREADS} threads, after opening, CPU ÷ ${SLOWDOWN}, fast 3G`,
        value: median(raw),
        unit: 'ms',
        goal: { atMost: 1_000 },
        raw,
      },
      { name: 'load average over the last minute', value: loadavg()[0]!, unit: 'runnable' },
    ];
  } finally {
    await browser.close();
    await host.end();
  }
}

async function opening(context: BrowserContext, origin: string): Promise<number> {
  const page = await context.newPage();
  try {
    await slowDown(page, { network: true });
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

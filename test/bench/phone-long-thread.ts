/**
 * How long after the tap a phone shows the end of a thread of 10,000 items that it has not seen before: the built page, its
 * relay and its host; at this machine's speed and at a quarter of it.
 */
import { loadavg } from 'node:os';
import type { Page } from 'playwright';
import { launchBrowser } from '../browser.ts';
import { pairedContext, type Seen, watchFor } from '../phone-page.ts';
import type { Figure } from './figure.ts';
import { Flooded } from './flooded.ts';
import { median } from './quantiles.ts';
import { SLOWDOWN, slowDown } from './throttled-page.ts';

const ITEMS = 10_000;
const ROUNDS = 7;
const SAID = 'A sentence as agents say it';

export async function run(): Promise<Figure[]> {
  const host = await Flooded.start('page');
  const browser = await launchBrowser();
  try {
    const link = await host.ask({ ask: 'link' });
    const context = await pairedContext(browser, link);
    const page = await context.newPage();
    await page.addInitScript(watchFor, SAID);
    await page.goto(new URL(link).origin);
    const measure = async (): Promise<number[]> => {
      const raw: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        await host.ask({ ask: 'thread', items: ITEMS });
        raw.push(await opening(page, host.made));
      }
      return raw;
    };
    // What is loaded ahead is there, and what is compiled late is compiled.
    await host.ask({ ask: 'thread', items: ITEMS });
    await opening(page, host.made);
    const fast = await measure();
    await slowDown(page, { network: false });
    const slow = await measure();
    const name = `a thread of ${ITEMS} items, from the tap to its end on the screen`;
    return [
      { name, value: median(fast), unit: 'ms', goal: { atMost: 500 }, raw: fast },
      {
        name: `${name}, CPU ÷ ${SLOWDOWN}`,
        value: median(slow),
        unit: 'ms',
        goal: { atMost: 500 },
        raw: slow,
      },
      { name: 'load average over the last minute', value: loadavg()[0]!, unit: 'runnable' },
    ];
  } finally {
    await browser.close();
    await host.end();
  }
}

async function opening(page: Page, title: string): Promise<number> {
  const row = page.getByRole('button', { name: title }).first();
  await row.waitFor();
  await page.evaluate(() => {
    delete (window as Seen).seenAt;
    addEventListener(
      'click',
      () => {
        (window as Seen & { tappedAt?: number }).tappedAt = performance.timeOrigin + performance.now();
      },
      { capture: true, once: true },
    );
  });
  await row.click();
  await page.waitForFunction(() => (window as Seen).seenAt !== undefined);
  const took = await page.evaluate(() => {
    const { seenAt = 0, tappedAt = 0 } = window as Seen & { tappedAt?: number };
    return seenAt - tappedAt;
  });
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByRole('region', { name: 'Conversation' }).waitFor({ state: 'detached' });
  return took;
}

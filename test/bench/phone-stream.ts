/**
 * What 200 pieces of text a second cost a phone's main thread, by Chromium's own trace and in CPU time, so that other
 * programs on this machine count for less: words, and an answer in Markdown. And what the page holds after an hour of them,
 * sent as fast as they go.
 */
import { loadavg } from 'node:os';
import { launchBrowser } from '../browser.ts';
import { pairedContext } from '../phone-page.ts';
import type { Figure } from './figure.ts';
import { Flooded } from './flooded.ts';
import { heldBy, p95, SLOWDOWN, slowDown, trace } from './throttled-page.ts';

const PER_SECOND = 200;
const SECONDS = 15;
const HOUR = 3_600;
/** As long as an agent speaks before it does something. */
const PER_ITEM = 2_000;
const MB = 1_000_000;

export async function run(): Promise<Figure[]> {
  const host = await Flooded.start('page');
  const browser = await launchBrowser();
  try {
    const link = await host.ask({ ask: 'link' });
    const page = await (await pairedContext(browser, link)).newPage();
    await page.goto(new URL(link).origin);
    await host.ask({ ask: 'thread', items: 50 });
    await page.getByRole('button', { name: host.made }).first().click();
    const said = page.getByRole('region', { name: 'Conversation' });
    await said.getByText('A sentence').last().waitFor();
    /** @returns the last piece, once it is on its way. */
    const flood = (deltas: number, perSecond?: number, markdown?: true) =>
      host.ask({
        ask: 'flood',
        deltas,
        perItem: PER_ITEM,
        ...(perSecond !== undefined && { perSecond }),
        ...(markdown && { markdown }),
      });
    const shown = (last: string, timeout = 30_000) => said.getByText(last).waitFor({ timeout });
    // Parts that are loaded late are there.
    await shown(await flood(PER_SECOND * 2, PER_SECOND));
    const cdp = await slowDown(page, { network: false });
    const told = async (what: string, markdown?: true): Promise<Figure[]> => {
      let last = '';
      const { tasks, frames } = await trace(cdp, async () => {
        last = await flood(PER_SECOND * SECONDS, PER_SECOND, markdown);
      });
      // Looking for it is work of the page's main thread too, for this program alone.
      await shown(last);
      const pace = `${PER_SECOND} pieces of ${what} a second, CPU ÷ ${SLOWDOWN}`;
      return [
        { name: `${pace}: longest task`, value: Math.max(...tasks), unit: 'ms', goal: { atMost: 50 } },
        {
          name: `${pace}: script, style and layout a frame, p95 of ${frames.length} frames`,
          value: p95(frames),
          unit: 'ms',
          goal: { atMost: 8 },
        },
        {
          name: `${pace}: the same at 60 frames a second, however many this machine drew`,
          value: frames.reduce((sum, each) => sum + each, 0) / (SECONDS * 60),
          unit: 'ms',
        },
      ];
    };
    const figures = [...(await told('words')), ...(await told('Markdown', true))];
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    const before = await heldBy(cdp);
    await shown(await flood(PER_SECOND * HOUR), 300_000);
    const after = await heldBy(cdp);
    return [
      ...figures,
      { name: 'JavaScript heap before an hour of it', value: before / MB, unit: 'MB' },
      {
        name: 'JavaScript heap after an hour of it',
        value: after / MB,
        unit: 'MB',
        goal: { atMost: 120 },
      },
      { name: 'load average over the last minute', value: loadavg()[0]!, unit: 'runnable' },
    ];
  } finally {
    await browser.close();
    await host.end();
  }
}

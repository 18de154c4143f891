/**
 * The phone's page on a screen of one size, under a thumb or at a keyboard alone: a whole supervision of the real Codex, and
 * after each step nothing stands out, is too small to hit, is covered, or has jumped.
 */
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../browser.ts';
import { countJumps, forgetJumps, jumpsOf } from './jumps.ts';
import { KeyboardHand } from './keys.ts';
import { giveEdges, keyboardFaults, MOUSE, NOTCH, screenFaults, THUMB } from './screen-faults.ts';
import { SupervisedHost } from './supervised-host.ts';
import { supervise } from './supervision.ts';
import { TouchHand } from './touch.ts';

/** Of the screen, times how far: text that takes its final form as it is opened stays below this. */
const NOTICED = 0.02;

const SIZES = [
  { name: 'small', viewport: { width: 360, height: 640 }, glass: THUMB },
  { name: 'phone', viewport: { width: 390, height: 844 }, glass: NOTCH },
  { name: 'tablet', viewport: { width: 820, height: 1180 }, glass: THUMB },
  { name: 'desk', viewport: { width: 1280, height: 800 }, glass: MOUSE },
] as const;

/** Makes the tests of a file: one for each of these sizes, beside each other. */
export function superviseAt(...names: readonly (typeof SIZES)[number]['name'][]): void {
  let browser: Browser;
  let host: SupervisedHost;
  beforeAll(async () => {
    [browser, host] = await Promise.all([launchBrowser(), SupervisedHost.start()]);
  });
  afterAll(async () => {
    await browser?.close();
    await host?.close();
  });
  test.concurrent.for(SIZES.filter((size) => names.includes(size.name)))(
    '$name: $viewport.width × $viewport.height',
    async ({ name, viewport, glass }) => {
      const way = await host.way();
      const detour = { from: host.hostWire.port, to: way.port };
      const touch = { isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
      const hand = await (glass === MOUSE
        ? KeyboardHand.at(browser, detour, { viewport })
        : TouchHand.at(browser, detour, { viewport, ...touch }));
      const { page } = hand;
      await page.addInitScript(countJumps);
      await giveEdges(page, glass);
      const faults: Record<string, string[]> = {};
      await supervise({ hand, host, way, name }, async (step) => {
        faults[step] = await screenFaults(page, glass);
        // There the test itself scrolls, to read all.
        if (step === 'nothingIsMissing') return;
        const jumped = (await jumpsOf(page)).filter(({ value }) => value > NOTICED);
        faults[step].push(...jumped.map(({ value, what }) => `moved by ${value.toFixed(3)}: ${what}`));
        if (step !== 'stream' || glass === MOUSE) return;
        faults[step].push(...(await keyboardFaults(page, glass)));
        await forgetJumps(page);
      });
      expect(faults).toEqual(Object.fromEntries(Object.keys(faults).map((step) => [step, []])));
      await hand.close();
    },
  );
}

/**
 * Every screen of the phone: axe finds nothing, and nothing stands out, is too small, is covered or lies under the edge of the
 * glass, at four sizes. In each state, in other colours and with larger text: test/long.
 */
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../browser.ts';
import { type Preview, servePreview } from '../phone/preview/serve.ts';
import { NOTCH, screenFaults } from '../supervision/screen-faults.ts';
import { openView, SCREENS, SIZES, VIEWS, viewFaults } from '../supervision/views.ts';

let browser: Browser;
let preview: Preview;
beforeAll(async () => {
  [browser, preview] = await Promise.all([launchBrowser(), servePreview()]);
});
afterAll(async () => {
  await browser?.close();
  preview?.close();
});

test('there is a view of each of them', () => {
  expect(SCREENS.filter((name) => !VIEWS.includes(name))).toEqual([]);
});

describe.concurrent('every screen', () => {
  test.for(SCREENS)('%s', async (view) => {
    const page = await openView(browser, preview, view);
    expect(await viewFaults(page)).toEqual([]);
    await page.context().close();
  });
});

test('what is looked for is found', async () => {
  const page = await browser.newPage({ viewport: SIZES[0]! });
  await page.setContent(`<!doctype html><body style="margin:0">
    <p style="width:900px;margin:0">Wide</p>
    <button style="position:fixed;top:100px;left:0;width:30px;height:44px;padding:0">Small</button>
    <button style="position:fixed;top:200px;left:0;width:60px;height:60px">Covered</button>
    <div style="position:fixed;top:190px;left:0;width:90px;height:90px;background:red">Cover</div>
    <button style="position:fixed;bottom:0;left:0;width:60px;height:60px">Low</button>`);
  expect(await screenFaults(page, NOTCH)).toEqual([
    'the page is 900 wide on a screen of 390',
    '<p> “Wide” stands out at the side, from 0 to 900',
    '<button> “Small” is 30 × 44',
    '<button> “Covered” lies under <div> “Cover”',
    '<button> “Low” is under the edge of the glass, from 784 to 844',
  ]);
  await page.close();
});

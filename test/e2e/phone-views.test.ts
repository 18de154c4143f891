import { describe, expect, test } from 'vitest';
import { previewed } from '../phone/preview/previewed.ts';
import { NOTCH, screenFaults } from '../supervision/screen-faults.ts';
import { openView, SCREENS, SIZES, VIEWS, viewFaults } from '../supervision/views.ts';

const stage = previewed();

test('there is a view of each of them', () => {
  expect(SCREENS.filter((name) => !VIEWS.includes(name))).toEqual([]);
});

describe.concurrent('every screen', () => {
  test.for(SCREENS)('%s', async (view) => {
    const page = await openView(stage.browser, stage.preview, view);
    expect(await viewFaults(page)).toEqual([]);
    await page.context().close();
  });
});

test('what is looked for is found', async () => {
  const page = await stage.browser.newPage({ viewport: SIZES[0]! });
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

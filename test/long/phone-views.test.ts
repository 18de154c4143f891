/** Every view of the phone, also in the dark, in high contrast, in two panes and with text twice as large: as test/e2e/phone-views.test.ts looks at each screen. */
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { previewed } from '../phone/preview/previewed.ts';
import { openView, VIEWS, viewFaults } from '../supervision/views.ts';

const stage = previewed();

const WAYS: Record<string, (page: Page) => Promise<void>> = {
  light: async () => {},
  dark: (page) => page.emulateMedia({ colorScheme: 'dark' }),
  'high contrast': (page) => page.emulateMedia({ contrast: 'more' }),
  // Where a tablet or a desk shows list and thread; axe looks at the size that it is given.
  'two panes': (page) => page.setViewportSize({ width: 1280, height: 800 }),
  'large text': (page) =>
    page.evaluate(() => {
      document.documentElement.style.fontSize = '200%';
    }),
};

describe.concurrent.each(Object.entries(WAYS))('%s', (_, make) => {
  test.for(VIEWS)('%s', async (view) => {
    const page = await openView(stage.browser, stage.preview, view);
    await make(page);
    const faults = await viewFaults(page);
    // With large text more scrolls. Chromium and Firefox lead the keyboard there by themselves, which axe does not know.
    expect(faults.filter((fault) => !fault.startsWith('axe, scrollable-region-focusable'))).toEqual([]);
    await page.context().close();
  });
});

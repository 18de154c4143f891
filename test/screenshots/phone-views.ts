/** Every view of the phone with a host in memory, on a phone and on a tablet, light and dark. */
import path from 'node:path';
import type { Browser } from 'playwright';
import { launchBrowser } from '../browser.ts';
import { type Preview, servePreview } from '../phone/preview/serve.ts';
import { openView, VIEWS } from '../supervision/views.ts';

const SURFACES = {
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 },
  tablet: { viewport: { width: 820, height: 1180 }, deviceScaleFactor: 1 },
} as const;
const AT_ONCE = 4;

/** Writes `view-<name>-<phone|tablet>-<light|dark>.png`. */
export async function run(folder: string): Promise<void> {
  const browser = await launchBrowser();
  const preview = await servePreview();
  const coming = VIEWS.values();
  const worker = async () => {
    for (const view of coming) await shoot(browser, preview, view, folder);
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  } finally {
    preview.close();
    await browser.close();
  }
}

async function shoot(browser: Browser, preview: Preview, view: string, folder: string): Promise<void> {
  for (const [surface, options] of Object.entries(SURFACES)) {
    const page = await openView(browser, preview, view, options);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: path.join(folder, `view-${view}-${surface}-${colorScheme}.png`) });
    }
    await page.context().close();
  }
}

/** The card of each kind of action, on a phone and at the desk, light and dark. */
import path from 'node:path';
import { launchBrowser } from '../browser.ts';
import { CARD_NAMES } from '../cards.ts';
import { openCardAtDesk, openCardOnPhone, pageOnPhone } from '../e2e/card-pages.ts';
import { servePreview } from '../phone/preview/serve.ts';

/** Writes `card-<name>-<phone|desk>-<light|dark>.png`. */
export async function run(folder: string): Promise<void> {
  const browser = await launchBrowser();
  const preview = await servePreview();
  try {
    const phone = await pageOnPhone(browser);
    const atDesk = await browser.newPage();
    for (const name of CARD_NAMES) {
      await openCardOnPhone(phone, preview, name);
      const desk = await openCardAtDesk(atDesk, name);
      for (const colorScheme of ['light', 'dark'] as const) {
        for (const [surface, page] of [
          ['phone', phone],
          ['desk', desk.page],
        ] as const) {
          await page.emulateMedia({ colorScheme });
          await page.screenshot({ path: path.join(folder, `card-${name}-${surface}-${colorScheme}.png`) });
        }
      }
      await desk.close();
    }
  } finally {
    preview.close();
    await browser.close();
  }
}

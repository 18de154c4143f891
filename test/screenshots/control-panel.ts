/** Every screen of the control panel, at the desk's usual and smallest size and with text of 200 %, light and dark. */
import path from 'node:path';
import { launchBrowser } from '../browser.ts';
import { openPanel } from '../e2e/control-panel/panel.ts';
import { openingOf, SCREENS } from '../e2e/control-panel/screens.ts';

const SIZES = {
  '': { width: 880, height: 620, text: '100%' },
  '-small': { width: 640, height: 480, text: '100%' },
  '-large-text': { width: 880, height: 620, text: '200%' },
};

/** Writes `desk-<screen>[-small|-large-text]-<light|dark>.png`. */
export async function run(folder: string): Promise<void> {
  const browser = await launchBrowser();
  try {
    for (const screen of SCREENS) {
      const { name, act } = screen;
      for (const [suffix, { text, ...size }] of Object.entries(SIZES)) {
        for (const dark of [false, true]) {
          const panel = await openPanel(browser, { ...openingOf(screen), dark, size });
          const { page } = panel;
          await page.evaluate((fontSize) => {
            document.documentElement.style.fontSize = fontSize;
          }, text);
          await page.getByRole('heading').first().waitFor();
          await act?.(page);
          await page.screenshot({
            path: path.join(folder, `desk-${name}${suffix}-${dark ? 'dark' : 'light'}.png`),
          });
          await panel.close();
        }
      }
    }
  } finally {
    await browser.close();
  }
}

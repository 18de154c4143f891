/** A phone's page beside the window that shows it a code: scanned, compared, confirmed. */
import type { Browser, BrowserContext, Page } from 'playwright';
import { expect } from 'vitest';
import { readQrCode } from './desktop-app.ts';

export const phoneContext = (browser: Browser): Promise<BrowserContext> =>
  browser.newContext({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });

/** Opens what the code in the window says, and taps. */
export async function scanned(context: BrowserContext, panel: Page): Promise<Page> {
  const page = await context.newPage();
  await panel.getByRole('img', { name: /QR code/ }).waitFor();
  await page.goto((await readQrCode(panel)) ?? 'about:blank');
  await page.getByRole('button', { name: 'Pair' }).click();
  return page;
}

/** What both screens show. */
export const checkWords = (of: Page): Promise<string[]> =>
  of.getByRole('list', { name: 'Check words' }).getByRole('listitem').allTextContents();

/** A tap that comes before the phone is connected again is answered by "try again in a moment"; so it is tapped again. */
export async function confirmWords(page: Page): Promise<void> {
  await expect
    .poll(async () => {
      await page
        .getByRole('button', { name: 'They match' })
        .click({ timeout: 500 })
        .catch(() => {});
      return page.getByRole('navigation').isVisible();
    })
    .toBe(true);
}

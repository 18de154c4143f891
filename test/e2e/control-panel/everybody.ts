/** What the panel must stand: text of another size, a small window, the dark. */
import type { Page } from 'playwright';

/** As it is, and as it is for some. `text`: for {@link enlarge}. */
export const LOOKS = [
  { dark: false, size: { width: 880, height: 620 }, text: '100%' },
  { dark: true, size: { width: 640, height: 480 }, text: '100%' },
  { dark: false, size: { width: 880, height: 620 }, text: '200%' },
] as const;

/** @param text its size, in percent of the usual one */
export const enlarge = (page: Page, text: string): Promise<void> =>
  page.evaluate((size) => {
    document.documentElement.style.fontSize = size;
  }, text);

/** @returns by how many pixels the page, and its main part, are wider than what is seen of them */
export const overflowOf = (page: Page): Promise<[page: number, main: number]> =>
  page.evaluate(() => {
    const main = document.querySelector('main') as HTMLElement;
    return [document.documentElement.scrollWidth - innerWidth, main.scrollWidth - main.clientWidth];
  });

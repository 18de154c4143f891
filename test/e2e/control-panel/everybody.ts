/** What the panel must stand: text of another size, a small window, the dark. */
import type { Page } from 'playwright';

export interface Look {
  readonly dark: boolean;
  readonly size: { readonly width: number; readonly height: number };
  /** Size of text, for {@link enlarge}. */
  readonly text: string;
}

/** As it is, and as it is for some. */
export const LOOKS: readonly Look[] = [
  { dark: false, size: { width: 880, height: 620 }, text: '100%' },
  { dark: true, size: { width: 640, height: 480 }, text: '100%' },
  { dark: false, size: { width: 880, height: 620 }, text: '200%' },
];

/**
 * Gives the page that is open another look: in the same page axe takes a third of the time that it takes in a new one.
 * Resolves when the colours have changed, not while they fade.
 */
export async function wear(page: Page, { dark, size, text }: Look): Promise<void> {
  await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
  await page.setViewportSize(size);
  await enlarge(page, text);
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter((each) => each instanceof CSSTransition)
        .map(({ finished }) => finished),
    ),
  );
}

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

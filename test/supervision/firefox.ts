/** A person at Firefox: Debian's own build, which Playwright cannot drive, over WebDriver BiDi. */
import puppeteer, { type Browser, type ElementHandle, type Page } from 'puppeteer-core';
import { findFirefox } from '../../scripts/setup/firefox.mjs';
import { HELD } from '../held.ts';
import { PATIENCE } from '../patience.ts';
import { WORKER_IN_PAGE } from '../worker-in-page.ts';
import { type Detour, type Hand, type Role, readRows, takeDetour } from './hand.ts';

/** Without a screen, its pages of this size. @throws Error when there is no Firefox */
export function launchFirefox(viewport: { width: number; height: number }): Promise<Browser> {
  const executablePath = findFirefox();
  if (executablePath === undefined) throw new Error('no Firefox found; set OUTPOST_FIREFOX to its path');
  return puppeteer.launch({ browser: 'firefox', executablePath, headless: true, defaultViewport: viewport });
}

export class FirefoxHand implements Hand {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  static async at(browser: Browser, detour: Detour): Promise<FirefoxHand> {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE.timeout);
    await page.evaluateOnNewDocument(WORKER_IN_PAGE);
    await page.evaluateOnNewDocument(takeDetour, detour);
    return new FirefoxHand(page);
  }

  async finds(role: Role, name: string): Promise<void> {
    await this.#the(role, name);
  }

  async press(role: Role, name: string, how?: 'held'): Promise<void> {
    const it = await this.#the(role, name);
    await it.click(how === 'held' ? HELD : {});
  }

  async write(name: string, text: string): Promise<void> {
    const field = await this.#the('textbox', name);
    await field.click({ count: 3 });
    await field.type(text);
  }

  conversation(): Promise<string> {
    return this.#textOf('[aria-label="Conversation"]');
  }

  rows(): Promise<string[]> {
    return this.page.evaluate(readRows);
  }

  sheet(): Promise<string> {
    return this.#textOf('dialog[open], [role="dialog"]');
  }

  async entries(list: string): Promise<string[]> {
    const it = await this.#the('list', list);
    return it.$$eval('li', (entries) => entries.map(({ textContent }) => textContent ?? ''));
  }

  async open(address: string): Promise<void> {
    await this.page.goto(address);
  }

  async reload(): Promise<void> {
    await this.page.reload();
  }

  async close(): Promise<void> {
    await this.page.browserContext().close();
  }

  async #the(role: Role, name: string): Promise<ElementHandle> {
    const found = await this.page.waitForSelector(`::-p-aria([name="${name}"][role="${role}"])`, {
      visible: true,
    });
    return found!;
  }

  #textOf(selector: string): Promise<string> {
    return this.page.$$eval(selector, (places) =>
      places.map((place) => (place as HTMLElement).innerText).join('\n'),
    );
  }
}

/** A person at a screen in Chromium, by touch or by mouse. */
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright';
import { HELD } from '../held.ts';
import { WORKER_IN_PAGE } from '../worker-in-page.ts';
import { type Detour, type Hand, type Role, readRows, takeDetour } from './hand.ts';

export class TouchHand implements Hand {
  readonly page: Page;

  protected constructor(page: Page) {
    this.page = page;
  }

  static async at(
    browser: Browser,
    detour: Detour | null,
    options: BrowserContextOptions,
  ): Promise<TouchHand> {
    return new TouchHand(await pageOf(browser, detour, options));
  }

  async finds(role: Role, name: string): Promise<void> {
    await this.#the(role, name).waitFor();
  }

  async press(role: Role, name: string, how?: 'held'): Promise<void> {
    await this.#the(role, name).click(how === 'held' ? HELD : {});
  }

  /** Presses what is known by more than its role and its whole name. */
  async use(it: Locator): Promise<void> {
    await it.click();
  }

  /** One of a few, of which one is chosen. */
  async choose(radio: Locator): Promise<void> {
    await radio.check();
  }

  /** Takes what is offered for what is being typed. */
  async take(option: Locator): Promise<void> {
    await option.click();
  }

  async write(name: string, text: string): Promise<void> {
    await this.#the('textbox', name).fill(text);
  }

  conversation(): Promise<string> {
    return textOf(this.page.getByRole('region', { name: 'Conversation' }));
  }

  rows(): Promise<string[]> {
    return this.page.evaluate(readRows);
  }

  sheet(): Promise<string> {
    return textOf(this.page.getByRole('dialog'));
  }

  async entries(list: string): Promise<string[]> {
    return this.page.getByRole('list', { name: list }).getByRole('listitem').allTextContents();
  }

  async open(address: string): Promise<void> {
    await this.page.goto(address);
  }

  async reload(): Promise<void> {
    await this.page.reload();
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }

  #the(role: Role, name: string): Locator {
    return this.page.getByRole(role, { name, exact: true }).first();
  }
}

/** A page of its own whose WebSockets take the detour, if there is one: then its connection is in the page. */
export async function pageOf(
  browser: Browser,
  detour: Detour | null,
  options: BrowserContextOptions,
): Promise<Page> {
  const context = await browser.newContext(options);
  if (detour !== null) {
    await context.addInitScript(WORKER_IN_PAGE);
    await context.addInitScript(takeDetour, detour);
  }
  return context.newPage();
}

/** Without waiting for it to be there. */
const textOf = async (place: Locator): Promise<string> => (await place.allInnerTexts()).join('\n');

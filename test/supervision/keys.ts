/** A person at a keyboard, in Chromium: nothing is reached but by Tab, and known but by its accessible name. */
import type { Browser, BrowserContextOptions, Locator } from 'playwright';
import { HELD } from '../held.ts';
import type { Detour, Hand, Role } from './hand.ts';
import { pageOf, TouchHand } from './touch.ts';

/** More than any screen has, three times: screens change while somebody goes around on them. */
const MOST_STOPS = 180;

export class KeyboardHand extends TouchHand implements Hand {
  static override async at(
    browser: Browser,
    detour: Detour | null,
    options: BrowserContextOptions,
  ): Promise<KeyboardHand> {
    return new KeyboardHand(await pageOf(browser, detour, options));
  }

  override async press(role: Role, name: string, how?: 'held'): Promise<void> {
    await this.#reach(this.#the(role, name), `the ${role} “${name}”`);
    await this.page.keyboard.press('Enter', how === 'held' ? HELD : {});
  }

  override async use(it: Locator): Promise<void> {
    await this.#reach(it, String(it));
    await this.page.keyboard.press('Enter');
  }

  /** Tab comes to the one that is chosen, the arrows to the others. */
  override async choose(radio: Locator): Promise<void> {
    const group = await radio.getAttribute('name');
    await this.#reach(this.page.locator(`input[name="${group}"]:checked`), `the group of ${radio}`);
    const most = await this.page.locator(`input[name="${group}"]`).count();
    for (let step = 0; step < most && !(await radio.isChecked()); step++)
      await this.page.keyboard.press('ArrowRight');
    if (!(await radio.isChecked())) throw new Error(`the arrows never come to ${radio}`);
  }

  override async take(option: Locator): Promise<void> {
    await option.and(this.page.locator('[aria-selected="true"]')).waitFor();
    await this.page.keyboard.press('Enter');
  }

  override async write(name: string, text: string): Promise<void> {
    await this.#reach(this.#the('textbox', name), `the field “${name}”`);
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.page.keyboard.insertText(text);
  }

  /** Buttons that decide rest for a moment when they come. */
  #the(role: Role, name: string): Locator {
    return this.page.getByRole(role, { name, exact: true, disabled: false }).first();
  }

  /** Goes on with Tab until the focus is on it. */
  async #reach(wanted: Locator, told: string): Promise<void> {
    await wanted.waitFor();
    let it = await wanted.elementHandle();
    for (let stop = 0; stop < MOST_STOPS; stop++) {
      const at = await this.page.evaluate(
        (element) => (element?.isConnected ? element === document.activeElement : 'gone'),
        it,
      );
      if (at === true) return;
      if (at === 'gone') it = await wanted.elementHandle();
      else await this.page.keyboard.press('Tab');
    }
    throw new Error(`Tab never comes to ${told}`);
  }
}

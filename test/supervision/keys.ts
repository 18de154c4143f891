/** A person at a keyboard, in Chromium: nothing is reached but by Tab, and known but by its accessible name. */
import type { Browser, BrowserContextOptions } from 'playwright';
import { HELD } from '../held.ts';
import type { Detour, Hand, Role } from './hand.ts';
import { pageOf, TouchHand } from './touch.ts';

/** More than any screen has, three times: screens change while somebody goes around on them. */
const MOST_STOPS = 180;

export class KeyboardHand extends TouchHand implements Hand {
  static override async at(
    browser: Browser,
    detour: Detour,
    options: BrowserContextOptions,
  ): Promise<KeyboardHand> {
    return new KeyboardHand(await pageOf(browser, detour, options));
  }

  override async press(role: Role, name: string, how?: 'held'): Promise<void> {
    await this.#reach(role, name);
    await this.page.keyboard.press('Enter', how === 'held' ? HELD : {});
  }

  override async write(name: string, text: string): Promise<void> {
    await this.#reach('textbox', name);
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.page.keyboard.insertText(text);
  }

  /** Goes on with Tab until the focus is on it. */
  async #reach(role: Role, name: string): Promise<void> {
    // Buttons that decide rest for a moment when they come.
    const wanted = this.page.getByRole(role, { name, exact: true, disabled: false }).first();
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
    throw new Error(`Tab never comes to the ${role} “${name}”`);
  }
}

/** A person at a keyboard, in Chromium: nothing is reached but by Tab and arrows, and known but by its accessible name. */
import type { Browser, BrowserContextOptions, Page } from 'playwright';
import { HELD } from '../held.ts';
import type { Detour, Hand, Role } from './hand.ts';
import { pageOf, TouchHand } from './touch.ts';

/** More stops than any screen has. */
const MOST_STOPS = 60;
/** Screens change while somebody goes around on them. */
const MOST_ROUNDS = 3;

export class KeyboardHand extends TouchHand implements Hand {
  static override async at(
    browser: Browser,
    detour: Detour,
    options: BrowserContextOptions,
  ): Promise<KeyboardHand> {
    return new KeyboardHand(await pageOf(browser, detour, options));
  }

  override async press(role: Role, name: string, how?: 'held'): Promise<void> {
    // Buttons that decide rest for a moment when they come.
    await this.page.getByRole(role, { name, exact: true, disabled: false }).first().waitFor();
    await this.#reach(role, name);
    const { keyboard } = this.page;
    if (role === 'radio') return keyboard.press('Space');
    await keyboard.press('Enter', how === 'held' ? HELD : {});
  }

  override async write(name: string, text: string): Promise<void> {
    await this.#reach('textbox', name);
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.page.keyboard.insertText(text);
  }

  /** Goes on with Tab, in a group with the arrows, until the focus is on it. */
  async #reach(role: Role, name: string): Promise<void> {
    await this.finds(role, name);
    const tried: string[] = [];
    for (let round = 0; round < MOST_ROUNDS; round++) {
      for (let stop = 0; stop < MOST_STOPS; stop++) {
        const at = await focused(this.page);
        if (at.startsWith(`${role} ${JSON.stringify(name)}`)) return;
        const inGroup = role === 'radio' && at.startsWith('radio') && !tried.includes(at);
        tried.push(at);
        await this.page.keyboard.press(inGroup ? 'ArrowDown' : 'Tab');
      }
    }
    throw new Error(`never at ${role} “${name}”, but at ${[...new Set(tried)].join(' · ')}`);
  }
}

/** Role and name of what has the focus, as a screen reader is told. */
async function focused(page: Page): Promise<string> {
  const snapshot = await page
    .locator(':focus')
    .ariaSnapshot({ timeout: 1000 })
    .catch(() => 'nothing');
  return snapshot.split('\n')[0]!.replace(/^- /, '');
}

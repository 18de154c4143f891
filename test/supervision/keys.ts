/** A person at a keyboard, in Chromium: nothing is reached but by Tab and arrows, and known but by its accessible name. */
import type { Browser, BrowserContextOptions, Page } from 'playwright';
import { expect } from 'vitest';
import { HELD } from '../held.ts';
import type { Detour, Hand, Role } from './hand.ts';
import { pageOf, TouchHand } from './touch.ts';

/** More stops than any screen has. */
const MOST_STOPS = 80;

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
    const { keyboard } = this.page;
    if (role === 'radio') return keyboard.press('Space');
    await keyboard.press('Enter', how === 'held' ? HELD : {});
  }

  override async write(name: string, text: string): Promise<void> {
    await this.#reach('textbox', name);
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.page.keyboard.insertText(text);
  }

  /** Goes on with Tab, in a group with the arrows, until the focus is on it: once around, then anew, as screens change. */
  async #reach(role: Role, name: string): Promise<void> {
    await this.finds(role, name);
    const tried: string[] = [];
    await expect
      .poll(async () => {
        tried.length = 0;
        for (let stop = 0; stop < MOST_STOPS; stop++) {
          const at = await focused(this.page);
          tried.push(at);
          if (at.startsWith(`${role} ${JSON.stringify(name)}`)) return 'reached';
          const another = role === 'radio' && at.startsWith('radio') && !tried.slice(0, -1).includes(at);
          await this.page.keyboard.press(another ? 'ArrowDown' : 'Tab');
        }
        return `never at ${role} “${name}”, but at ${[...new Set(tried)].join(' · ')}`;
      })
      .toBe('reached');
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

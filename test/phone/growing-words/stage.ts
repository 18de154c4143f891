/** Text that streams into a thread that a real browser shows: at each moment it is what it would be had the text come whole. */
import fc from 'fast-check';
import type { Page } from 'playwright';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, expect } from 'vitest';
import Markdown from '../../../phone/thread/markdown.tsx';
import { previewed } from '../preview/previewed.ts';
import type { ScriptedHost } from '../scripted-host.ts';

declare global {
  interface Window {
    host: ScriptedHost;
  }
}

export interface GrowingWords {
  /** The thread, open. */
  readonly page: Page;
  /** The agent says this in so many pieces. @returns the HTML of its text behind each of them. */
  spoken(pieces: readonly string[]): Promise<string[]>;
  /** Behind each piece, what is shown and what is shown of the same text that came whole. */
  compared(pieces: readonly string[]): Promise<[shown: string[], whole: string[]]>;
  /** At each moment of as many texts as `runs` says, what is shown is what is shown of the same text that came whole. */
  expectAsWhole(texts: fc.Arbitrary<string[]>, runs: fc.Parameters<[string[]]>): Promise<void>;
}

/** @returns what the tests of a file may use from the first on */
export function growingWords(): GrowingWords {
  // A frame is drawn once the one before it is.
  const stage = previewed('--disable-frame-rate-limit', '--disable-gpu-vsync');
  let page: Page;

  beforeAll(async () => {
    page = await stage.browser.newPage({ viewport: { width: 390, height: 844 } });
    await page.goto(stage.preview.scene('thread-numbered'));
    await page.locator('li[data-row]').last().waitFor({ state: 'attached' });
  });

  const spoken = (pieces: readonly string[]): Promise<string[]> =>
    page.evaluate(async (pieces) => {
      const item = { turn: 'turn1', at: 1, type: 'agent', text: '', final: false, done: false } as const;
      const index = window.host.put('t1', { ...item, id: `new ${Math.random()}` });
      const shown: string[] = [];
      for (const text of pieces) {
        window.host.log('t1', { type: 'append', index, text });
        // Drawn together with the next frame, and there behind it.
        for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
        const rows = document.querySelectorAll('[data-item="agent"]');
        shown.push(rows[rows.length - 1]!.firstElementChild!.innerHTML);
      }
      return shown;
    }, pieces);

  /** As this browser writes it, without blanks that are not seen, and without classes, which each build names by itself. */
  const seen = (html: readonly string[]): Promise<string[]> =>
    page.evaluate(
      (all) =>
        all.map((each) => {
          const template = document.createElement('template');
          template.innerHTML = each;
          return template.innerHTML
            .replace(/ class="[^"]*"/g, '')
            .replaceAll('text-align: ', 'text-align:')
            .replaceAll(/(text-align:\w+);/g, '$1')
            .replace(/\s+(?=<\/?(?:p|[uo]l|li|h[23r]|t[dh]|blockquote|pre|figure)\b)/g, '');
        }),
      html,
    );

  const compared = async (pieces: readonly string[]): Promise<[shown: string[], whole: string[]]> => {
    const texts = pieces.map((_, at) => pieces.slice(0, at + 1).join(''));
    const whole = texts.map((text) => renderToStaticMarkup(createElement(Markdown, { text })));
    return [await seen(await spoken(pieces)), await seen(whole)];
  };

  return {
    get page() {
      return page;
    },
    spoken,
    compared,
    expectAsWhole: (texts, runs) =>
      fc.assert(
        fc.asyncProperty(texts, async (pieces) => {
          const [shown, whole] = await compared(pieces);
          expect(shown).toEqual(whole);
        }),
        runs,
      ),
  };
}

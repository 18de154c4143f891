/**
 * How much a page moved what a person reads or is about to press, while they pressed nothing: Chromium's own layout shifts.
 * Lists of threads are left out: there what waits goes up, which is what they are for.
 */
import type { Page } from 'playwright';

export interface Jump {
  /** Chromium's score: the part of the screen that moved, times how far of it. */
  readonly value: number;
  readonly what: string;
}

declare global {
  interface Window {
    jumps?: Jump[];
  }
}

interface LayoutShift extends PerformanceEntry {
  readonly value: number;
  readonly hadRecentInput: boolean;
  readonly sources: readonly {
    readonly node: Node | null;
    readonly previousRect: DOMRectReadOnly;
    readonly currentRect: DOMRectReadOnly;
  }[];
}

/** For `addInitScript`: counts from the first moment. */
export function countJumps(): void {
  const READ = '[aria-label="Conversation"], form, dialog, [role="dialog"], header, nav';
  // It stands at the end of what grows, and goes down with it.
  const END = '[role="status"]';
  const jumps: Jump[] = [];
  window.jumps = jumps;
  new PerformanceObserver((list) => {
    for (const { hadRecentInput, value, sources } of list.getEntries() as LayoutShift[]) {
      const read = sources.filter(({ node, previousRect: from, currentRect: to }) => {
        const element = node instanceof Element ? node : node?.parentElement;
        if (from.top === to.top && from.bottom === to.bottom) {
          if (from.left === to.left && from.right === to.right) return false;
          // Text that is aligned to its end gets longer towards the beginning, and Chromium looks only at that edge. Its rects
          // hold all the ink in whole pixels of width, so that their end stays only but for a part of one.
          const isEndAligned = element != null && getComputedStyle(element).textAlign === 'end';
          if (isEndAligned && Math.abs(from.right - to.right) < 1) return false;
        }
        const row = element?.closest('li') ?? element;
        return element?.closest(READ) != null && row?.querySelector(END) === null;
      });
      if (hadRecentInput || read.length === 0) continue;
      const what = read
        .map(({ node, previousRect: from, currentRect: to }) => {
          const words = (node?.textContent ?? '').trim().slice(0, 40) || node?.nodeName;
          return `“${words}” from ${from.left}, ${from.top} to ${to.left}, ${to.top}, ${from.width} to ${to.width} wide, ${from.height} to ${to.height} high`;
        })
        .join(' · ');
      jumps.push({ value, what });
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

/** Since the page was loaded. */
export const jumpsOf = (page: Page): Promise<Jump[]> => page.evaluate(() => window.jumps ?? []);

/** Behind what the test itself moved. */
export const forgetJumps = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
    window.jumps?.splice(0);
  });

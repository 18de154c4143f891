/**
 * What is wrong with a screen as a thumb finds it, whatever it shows: something stands out at the side, a target is too
 * small, or lies under something else or where the phone has no glass of its own.
 */
import type { Page } from 'playwright';

export interface Glass {
  /** Smallest side of a target, CSS pixels: 44 under a thumb, 28 under a mouse. */
  readonly target: number;
  /** What the phone’s own bar and edge take, CSS pixels. */
  readonly top: number;
  readonly bottom: number;
}

export const THUMB: Glass = { target: 44, top: 0, bottom: 0 };
export const MOUSE: Glass = { target: 28, top: 0, bottom: 0 };
/** As on a phone without a frame. */
export const NOTCH: Glass = { target: 44, top: 47, bottom: 34 };

/** Has Chromium say that the glass has these edges, as `env(safe-area-inset-…)`. */
export async function giveEdges(page: Page, { top, bottom }: Glass): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setSafeAreaInsetsOverride', { insets: { top, bottom } });
}

/** @returns a sentence for each fault. */
export const screenFaults = (page: Page, glass: Glass): Promise<string[]> => page.evaluate(look, glass);

/** Runs in the page, so it holds all that it needs. */
function look({ target, top, bottom }: Glass): string[] {
  const CONTROLS =
    'button, a[href], input, select, textarea, summary, [role="button"], [role="radio"], [role="switch"], [role="checkbox"], [role="option"], [role="menuitem"]';
  const faults: string[] = [];
  const told = (it: Element): string => {
    const name = it.getAttribute('aria-label') ?? it.textContent ?? '';
    return `<${it.tagName.toLowerCase()}> “${name.replace(/\s+/g, ' ').trim().slice(0, 40)}”`;
  };
  const ancestors = (it: Element): Element[] => {
    const found: Element[] = [];
    for (let at = it.parentElement; at !== null; at = at.parentElement) found.push(at);
    return found;
  };
  const keepsIn = (it: Element, axis: 'overflowX' | 'overflowY'): boolean =>
    getComputedStyle(it)[axis] !== 'visible';
  const isShown = (it: Element): boolean => {
    const { width, height } = it.getBoundingClientRect();
    return width > 1 && height > 1 && it.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  };

  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth)
    faults.push(`the page is ${root.scrollWidth} wide on a screen of ${root.clientWidth}`);
  for (const it of document.body.querySelectorAll('*')) {
    const { left, right } = it.getBoundingClientRect();
    if (!isShown(it) || (left >= -1 && right <= innerWidth + 1)) continue;
    if (!ancestors(it).some((each) => keepsIn(each, 'overflowX')))
      faults.push(`${told(it)} stands out at the side, from ${left} to ${right}`);
  }

  const modal = [...document.querySelectorAll('dialog:modal, [aria-modal="true"]')].at(-1) ?? document.body;
  for (const it of modal.querySelectorAll(CONTROLS)) {
    if (!isShown(it) || it.closest('[inert]') !== null) continue;
    // A word in running text is as high as its line.
    if (it.tagName === 'A' && getComputedStyle(it).display === 'inline') continue;
    const place = it instanceof HTMLInputElement ? (it.labels?.[0] ?? it) : it;
    // What a label names outside of itself is pressed by itself.
    const pressed = place.contains(it) ? place : it;
    const box = pressed.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const hit = (atX: number, atY: number): Element | null => document.elementFromPoint(atX, atY);
    const isHit = (atX: number, atY: number): boolean => {
      const found = hit(atX, atY);
      return found !== null && (pressed.contains(found) || found.contains(it) === (found === pressed));
    };
    const scrollers = ancestors(pressed).filter((each) => keepsIn(each, 'overflowY'));
    const inSight =
      x >= 0 &&
      y >= 0 &&
      x < innerWidth &&
      y < innerHeight &&
      scrollers.every((each) => {
        const view = each.getBoundingClientRect();
        return y > view.top && y < view.bottom && x > view.left && x < view.right;
      });
    const half = target / 2 - 1;
    const small = box.width < target - 0.5 || box.height < target - 0.5;
    const reaches =
      inSight && [-half, half].every((far) => isHit(x + Math.min(far, box.width), y) && isHit(x, y + far));
    if (small && !reaches) faults.push(`${told(it)} is ${Math.round(box.width)} × ${Math.round(box.height)}`);
    if (!inSight) continue;
    // What scrolls can be drawn from under whatever floats above it.
    if ([root, ...scrollers].some((each) => each.scrollHeight > each.clientHeight + 1)) continue;
    const above = hit(x, y);
    if (above !== null && !pressed.contains(above) && !above.contains(pressed))
      faults.push(`${told(it)} lies under ${told(above)}`);
    if (box.top < top - 1 || box.bottom > innerHeight - bottom + 1)
      faults.push(`${told(it)} is under the edge of the glass, from ${box.top} to ${box.bottom}`);
  }
  return [...new Set(faults)];
}

/** As high as a phone's keyboard, CSS pixels. */
const KEYBOARD = 300;

/**
 * What the keyboard covers of the field that is written in and of the buttons beside it: where the page is made smaller for it
 * (Android), and where only the part of it that shows is (iOS).
 */
export async function keyboardFaults(page: Page, glass: Glass): Promise<string[]> {
  const size = page.viewportSize()!;
  const low = size.height - KEYBOARD;
  await page.setViewportSize({ width: size.width, height: low });
  const faults = [
    ...(await screenFaults(page, { ...glass, bottom: 0 })),
    ...(await composerBelow(page, low)),
  ];
  await page.setViewportSize(size);
  await page.evaluate((height) => {
    Object.defineProperty(visualViewport, 'height', { value: height, configurable: true });
    visualViewport?.dispatchEvent(new Event('resize'));
  }, low);
  faults.push(...(await composerBelow(page, low)));
  await page.evaluate(() => {
    Reflect.deleteProperty(visualViewport!, 'height');
    visualViewport?.dispatchEvent(new Event('resize'));
  });
  return faults.map((fault) => `with the keyboard: ${fault}`);
}

async function composerBelow(page: Page, edge: number): Promise<string[]> {
  const parts = await page.locator('form:has(textarea) :is(textarea, button)').all();
  const boxes = await Promise.all(parts.map((part) => part.boundingBox()));
  return boxes
    .filter((box) => box !== null && box.y + box.height > edge + 1)
    .map((box) => `part of the composer reaches down to ${box!.y + box!.height}, below ${edge}`);
}

/** The phone's page as a relay serves it, in a browser at the size of a phone. For tests and benchmarks. */
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page, Request } from 'playwright';

/** The page as it is built. */
export const PHONE_CLIENT = join(import.meta.dirname, '../dist/phone');

export const PHONE = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
} as const;

/**
 * A context that is paired.
 * @param script runs in each of its pages, before anything of theirs.
 */
export async function pairedContext(
  browser: Browser,
  link: string,
  script?: string,
  options?: BrowserContextOptions,
): Promise<BrowserContext> {
  const context = await browser.newContext({ ...PHONE, ...options });
  if (script !== undefined) await context.addInitScript(script);
  const page = await context.newPage();
  await page.goto(link);
  await page.getByRole('button', { name: 'Pair' }).click();
  const inbox = page.getByRole('navigation', { name: 'Main' });
  // Before it is connected again the page says to try again in a moment.
  while (!(await inbox.isVisible()))
    await page
      .getByRole('button', { name: 'They match' })
      .click({ timeout: 500 })
      .catch(() => {});
  await page.close();
  return context;
}

/** Opens the page until the words stand in it and are kept as what was known last. */
export async function visit(context: BrowserContext, origin: string, words: string): Promise<void> {
  const page = await context.newPage();
  await page.goto(origin);
  await page.getByText(words).first().waitFor();
  await page.waitForLoadState('networkidle');
  // As when the page goes, which nobody could wait for.
  await page.evaluate(() => dispatchEvent(new Event('pagehide')));
  await page.waitForFunction(isHomeKept);
  await page.close();
}

/** Resolves when the browser opens the page from what it keeps of it. */
export async function pageKept(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
}

/** Runs in the page. */
function isHomeKept(): Promise<boolean> {
  return new Promise((resolve) => {
    const opening = indexedDB.open('outpost-homes');
    opening.onsuccess = () => {
      const counting = opening.result.transaction('homes').objectStore('homes').count();
      counting.onsuccess = () => {
        opening.result.close();
        resolve(counting.result > 0);
      };
    };
  });
}

/** Runs in a page before anything of its own: what was known last of a host is gone, and the keys are not. */
export const FORGOTTEN = `indexedDB.deleteDatabase('outpost-homes')`;

/** One thing that the page asked its server for. */
export interface Fetched {
  readonly path: string;
  /** Bytes on the wire, headers included. */
  readonly bytes: number;
}

export interface Seen {
  /** Milliseconds since the Unix epoch. */
  seenAt?: number;
}

/** Runs in the page: notes when the words first stand in it. It must hold no function with a name. */
export function watchFor(words: string): void {
  const seen = window as Seen;
  new MutationObserver(() => {
    if (seen.seenAt === undefined && document.body.textContent?.includes(words) === true)
      seen.seenAt = performance.timeOrigin + performance.now();
  }).observe(document, { subtree: true, childList: true, characterData: true });
}

export interface FirstLoadOptions {
  readonly context: BrowserContext;
  readonly origin: string;
  /** What has to stand in the page. */
  readonly words: string;
  /** Runs in the page before anything of its own. */
  readonly script?: string;
}

/**
 * Loads the page with nothing in the browser's cache; what the page and its worker ask for twice comes once.
 * @returns everything that they had asked for when the words stood in the page, packed by gzip.
 */
export async function firstLoad({ context, origin, words, script }: FirstLoadOptions): Promise<Fetched[]> {
  const page = await context.newPage();
  try {
    const cdp = await context.newCDPSession(page);
    await cdp.send('Network.clearBrowserCache');
    // A page that is kept needs nothing. The worker would be answered from there also where its page is not.
    await cdp.send('Storage.clearDataForOrigin', { origin, storageTypes: 'service_workers,cache_storage' });
    await cdp.send('Network.setBypassServiceWorker', { bypass: true });
    // A browser takes brotli from an https address, which is less again; the goal is told in gzip.
    await context.setExtraHTTPHeaders({ 'accept-encoding': 'gzip' });
    const finished: Request[] = [];
    page.on('requestfinished', (request) => finished.push(request));
    if (script !== undefined) await page.addInitScript(script);
    await page.addInitScript(watchFor, words);
    await page.goto(origin);
    await page.waitForFunction(() => (window as Seen).seenAt !== undefined);
    // What was under way when they stood there counts whole.
    await page.waitForLoadState('networkidle');
    const seenAt = await page.evaluate(() => (window as Seen).seenAt!);
    return await Promise.all(finished.filter((each) => each.timing().startTime <= seenAt).map(fetched));
  } finally {
    await context.setExtraHTTPHeaders({});
    await page.close();
  }
}

/** The browser counts nothing for what it took from its cache, and for a worker's own script only the head. */
async function fetched(request: Request): Promise<Fetched> {
  const [sizes, response] = await Promise.all([request.sizes(), request.response()]);
  const head = sizes.responseHeadersSize;
  const isCached = head + sizes.responseBodySize === 0;
  const body = Number(await response?.headerValue('content-length'));
  return { path: new URL(request.url()).pathname, bytes: isCached ? 0 : head + body };
}

export const total = (fetched: readonly Fetched[]): number =>
  fetched.reduce((sum, { bytes }) => sum + bytes, 0);

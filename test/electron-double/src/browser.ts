/** The app's Chromium, with every request of its windows passing through here: custom schemes and `will-navigate`. */
import type { BrowserContext, Page, Request as PageRequest, Route } from 'playwright';
import { launchChromium } from './chromium.ts';
import { customScheme, toElectron } from './custom-scheme.ts';
import { internal } from './internal.ts';
import { schemes } from './protocol.ts';
import { windows } from './window-registry.ts';

let context: Promise<BrowserContext> | undefined;

/** Starts Chromium on the first call. */
export function browser(): Promise<BrowserContext> {
  context ??= launchChromium().then(async (started) => {
    await started.route('**/*', intercept);
    return started;
  });
  return context;
}

async function intercept(route: Route, request: PageRequest): Promise<void> {
  if (request.isNavigationRequest()) {
    const page = pageOf(request);
    if (!page) return route.abort(); // A popup: setWindowOpenHandler is asked, no page of its own is made.
    if (request.frame().parentFrame() === null && !mayNavigate(page, request.url())) {
      return route.fulfill({ status: 204 }); // The answer on which a browser stays where it is.
    }
  }
  const scheme = customScheme(request.url());
  if (scheme === undefined) return route.continue();
  const handler = schemes.get(scheme);
  if (!handler) return route.abort('addressunreachable');
  const response = await handler(
    new Request(toElectron(request.url()), { method: request.method(), headers: request.headers() }),
  );
  return route.fulfill({
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.from(await response.arrayBuffer()),
  });
}

function pageOf(request: PageRequest): Page | undefined {
  try {
    return request.frame().page();
  } catch {
    return undefined;
  }
}

function mayNavigate(page: Page, url: string): boolean {
  const window = windows.all().find((candidate) => candidate.webContents[internal].ownsPage(page));
  return window ? window.webContents[internal].mayNavigate(url) : true;
}

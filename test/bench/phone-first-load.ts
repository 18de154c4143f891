/**
 * How much a phone fetches before the first thread is on its screen, with nothing in its cache: the built page as the relay
 * serves it, packed by gzip, headers included, in a real browser.
 */
import { launchBrowser } from '../browser.ts';
import { FORGOTTEN, firstLoad, pairedContext, total, visit } from '../phone-page.ts';
import { WORKER_IN_PAGE } from '../worker-in-page.ts';
import type { Figure } from './figure.ts';
import { Flooded } from './flooded.ts';

const TITLE = 'Water the plants';
/** As on a page that came over plain http, or in a browser that lacks the curves; its worker has none either. */
const NO_WEB_CRYPTO = `${WORKER_IN_PAGE}; Object.defineProperty(Object.getPrototypeOf(crypto), 'subtle', { value: undefined })`;

export async function run(): Promise<Figure[]> {
  const host = await Flooded.start('page');
  const browser = await launchBrowser();
  try {
    const thread = await host.ask({ ask: 'threads', titles: [TITLE] });
    const measure = async (
      name: string,
      { script, place, known = true }: { script?: string; place?: string; known?: boolean },
    ): Promise<Figure> => {
      const link = await host.ask({ ask: 'link' });
      const context = await pairedContext(browser, link, script);
      const words = place === undefined ? TITLE : 'A sentence as agents say it';
      const { origin } = new URL(link);
      if (known) await visit(context, origin, TITLE);
      const before = known ? place : FORGOTTEN;
      const fetched = await firstLoad({ context, origin, words, ...(before && { script: before }) });
      await context.close();
      return { name, value: total(fetched), unit: 'B', raw: fetched.map(({ bytes }) => bytes) };
    };
    const place = { tab: 'inbox', detail: { view: 'thread', thread, approval: null }, depth: 0 };
    return [
      { ...(await measure('fetched until the inbox shows its first thread', {})), goal: { atMost: 120_000 } },
      {
        ...(await measure('fetched until it does where nothing was kept of it, and the host has to say it', {
          known: false,
        })),
        goal: { atMost: 120_000 },
      },
      await measure('the same, without WebCrypto', { known: false, script: NO_WEB_CRYPTO }),
      await measure('fetched until the text of a thread shows, loaded in that thread', {
        place: `history.replaceState(${JSON.stringify(place)}, '')`,
      }),
    ];
  } finally {
    await browser.close();
    await host.end();
  }
}

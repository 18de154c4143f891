/** The phone's page as the real relay serves it: how much it is, and what it may do. */
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRelay } from '../../relay/server.ts';
import type { HostFixture } from '../main/host/host-fixture.ts';
import {
  FORGOTTEN,
  firstLoad,
  PHONE,
  PHONE_CLIENT,
  pageKept,
  pairedContext,
  total,
  visit,
} from '../phone-page.ts';
import { WORKER_IN_PAGE } from '../worker-in-page.ts';
import { startServedPage } from './served-page.ts';

const KB = 1000;
const TITLE = 'Water the plants';
/** Of a phone without a pairing. */
const WELCOME = 'Pair with a computer';
const SAID = 'They are watered.';

let fixture: HostFixture;
let browser: Browser;
let context: BrowserContext;
let origin: string;

beforeAll(async () => {
  const item = { id: 'i', turn: 'turn', at: 1, type: 'agent', text: SAID, final: true, done: true } as const;
  ({ fixture, browser, context, origin } = await startServedPage((agent, { path }) => {
    agent.histories.set('t', { items: [item], turn: null });
    agent.tell({ id: 't', cwd: path, title: TITLE, status: 'idle', updatedAt: 1 });
  }));
});

afterAll(async () => {
  await browser?.close();
  await fixture?.close();
});

describe('the first load', () => {
  // The promise is 120 KB. These are what it takes now and less than 1 KB of room, so that whoever adds to it sees it here.
  it.each([
    { what: 'until the first thread is on screen', most: 102, script: undefined, worker: 0 },
    {
      what: 'where nothing was kept of it, and the host has to say it',
      most: 119,
      script: FORGOTTEN,
      worker: 1,
    },
  ])('is under $most KB packed $what', async ({ most, script, worker }) => {
    await visit(context, origin, TITLE);
    const fetched = await firstLoad({ context, origin, words: TITLE, ...(script && { script }) });
    expect(total(fetched), JSON.stringify(fetched)).toBeLessThan(most * KB);
    expect(fetched.map(({ path }) => path)).toContain('/');
    const ofWorker = fetched.filter(({ path }) => path.includes('/connection-worker-'));
    expect(ofWorker, JSON.stringify(fetched)).toHaveLength(worker);
    // Its body as well, and not only the head.
    for (const { bytes } of ofWorker) expect(bytes).toBeGreaterThan(10 * KB);
  });
});

describe('a step back', () => {
  it('closes what lies over a screen, then leaves the screen', async () => {
    const page = await context.newPage();
    await page.goto(origin);
    await page.getByRole('button', { name: TITLE, exact: false }).first().click();
    await page.getByRole('button', { name: 'Back' }).waitFor();
    await page.goBack();
    await page.getByRole('button', { name: 'Hosts' }).click();
    await page.getByRole('button', { name: 'Leave this host' }).click();
    await page.getByRole('dialog').waitFor();
    await page.goBack();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.getByRole('heading', { name: 'Hosts' }).isVisible()).toBe(true);
    // Closed by itself it leaves nothing behind that a step back would have to take.
    const entries = await page.evaluate(() => history.length);
    await page.getByRole('button', { name: 'Leave this host' }).click();
    await page.getByRole('button', { name: 'Stay' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.evaluate(() => [history.length, history.state?.layer])).toEqual([entries, undefined]);
    await page.close();
  });
});

describe('in bad weather', () => {
  const DAY = 86_400_000;
  const under = async (script: string, fresh = false) => {
    const own = fresh ? await browser.newContext(PHONE) : context;
    const page = await own.newPage();
    await page.addInitScript(`${WORKER_IN_PAGE}; ${script}`);
    return page;
  };
  /** As in private browsing, or with storage switched off. */
  const NO_STORAGE = `
    IDBFactory.prototype.open = () => { throw new DOMException('', 'SecurityError'); };
    Storage.prototype.getItem = Storage.prototype.setItem = () => { throw new DOMException('', 'SecurityError'); };
  `;
  const FULL = `
    IDBObjectStore.prototype.put = () => { throw new DOMException('', 'QuotaExceededError'); };
    Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); };
  `;
  const clockOff = (ms: number) => `{
    const now = Date.now;
    Date.now = () => now() + ${ms};
  }`;

  it('without storage it says that it cannot read its keys, and why a link does not pair', async () => {
    const page = await under(NO_STORAGE, true);
    await page.goto(origin);
    await page.getByRole('heading', { name: 'This phone’s keys cannot be read' }).waitFor();
    await page.goto(await fixture.pair());
    await page.getByRole('button', { name: 'Pair' }).click();
    await page.getByText('The keys could not be stored').waitFor();
    await page.context().close();
  });

  it('with storage that is full it connects and shows, because the host kept the secret that was used', async () => {
    for (let time = 0; time < 2; time += 1) {
      const page = await under(FULL);
      await page.goto(origin);
      await page.getByText(TITLE).first().waitFor();
      await page.getByText('Connecting to').waitFor({ state: 'detached' });
      await page.close();
    }
  });

  it.each([DAY, -DAY])(
    'with a clock that is wrong by %i ms it connects, and the thread opens',
    async (ms) => {
      const page = await under(clockOff(ms));
      await page.goto(origin);
      await page.getByRole('button', { name: TITLE }).first().click();
      await page.getByRole('region', { name: 'Conversation' }).getByText(SAID).waitFor();
      await page.close();
    },
  );
});

describe('two tabs', () => {
  const said = (page: Page) => page.getByRole('region', { name: 'Conversation' });
  const openThread = async (page: Page) => {
    await page.goto(origin);
    await page.getByRole('button', { name: TITLE }).first().click();
    await said(page).getByText(SAID).waitFor();
  };
  const say = async (page: Page, text: string) => {
    await page.getByRole('textbox', { name: 'Message to the agent' }).fill(text);
    await page.getByRole('button', { name: 'Send' }).click();
  };

  it('share one connection, and the one that is left goes on with it', async () => {
    const [first, second] = [await context.newPage(), await context.newPage()];
    for (const page of [first, second]) await openThread(page);
    expect((await fixture.host.api.snapshot()).devices.map(({ connected }) => connected)).toEqual([true]);

    await say(second, 'Water the ferns too');
    for (const page of [first, second]) await said(page).getByText('Water the ferns too').waitFor();

    await first.close();
    await say(second, 'And the roses');
    await said(second).getByText('And the roses').waitFor();
    await expect
      .poll(() => fixture.agent.prompts.map(({ text }) => text))
      .toEqual(['Water the ferns too', 'And the roses']);
    await second.close();
  });
});

describe('the inbox as it was known last', () => {
  it('is there before the host has answered, with its age, and gone with the pairing', async () => {
    const page = await context.newPage();
    await page.goto(origin);
    await page.getByText(TITLE).waitFor();
    await pageKept(page);
    await page.close();

    const cut = await context.newPage();
    await cut.addInitScript(WORKER_IN_PAGE);
    await cut.routeWebSocket(/./, () => {}); // Nobody answers there.
    await cut.goto(origin);
    await cut.getByText(TITLE).waitFor();
    await cut.getByText('connecting, known just now').waitFor();
    await cut.getByRole('button', { name: 'Hosts' }).click();
    await cut.getByRole('button', { name: 'Leave this host' }).click();
    await cut.getByRole('button', { name: 'Forget' }).click();
    await cut.getByText(TITLE).waitFor({ state: 'detached' });
    const kept = await cut.evaluate(
      () =>
        new Promise((resolve) => {
          const open = indexedDB.open('outpost-homes');
          open.onsuccess = () => {
            const count = open.result.transaction('homes').objectStore('homes').count();
            count.onsuccess = () => resolve(count.result);
          };
        }),
    );
    expect(kept).toBe(0);
    await cut.close();
  });
});

describe('storage that the browser clears away', () => {
  it('costs the keys, which is said with what to do, on a page that is open and on one that is opened', async () => {
    const own = await pairedContext(
      browser,
      await fixture.pair(),
      `${WORKER_IN_PAGE};
      {
        const Direct = WebSocket;
        window.sockets = [];
        window.WebSocket = class extends Direct {
          constructor(...of) { super(...of); window.sockets.push(this); }
        };
      }`,
    );
    const page = await own.newPage();
    await page.goto(origin);
    await page.getByText('Connecting to').waitFor({ state: 'detached' });
    await page.getByText(TITLE).waitFor();
    await page.evaluate(async () => {
      for (const { name } of await indexedDB.databases())
        await new Promise<void>((resolve, reject) => {
          const gone = indexedDB.deleteDatabase(name!);
          gone.onsuccess = () => resolve();
          gone.onerror = () => reject(gone.error);
        });
      for (const socket of (window as unknown as { sockets: WebSocket[] }).sockets) socket.close();
    });
    await page.getByRole('heading', { name: 'This phone has no keys for' }).waitFor();
    await page.getByText('To use it again, pair it').waitFor();
    await page.reload();
    await page.getByRole('heading', { name: WELCOME }).waitFor();
    await own.close();
  });
});

/** Ends the host; what the page shows without a pairing is loaded when it is opened, too. */
describe('the page as it was kept', () => {
  const digestOf = (text: string) => createHash('sha256').update(text).digest('base64');

  /**
   * As another build would be, told apart by its title.
   * @param wrong the worker expects something else
   * @returns the digest of the page that it expects
   */
  async function build(folder: string, title: string, wrong = false): Promise<string> {
    await cp(PHONE_CLIENT, folder, { recursive: true });
    const [page, worker] = await Promise.all(
      ['index.html', 'service-worker.js'].map((name) => readFile(join(folder, name), 'utf8')),
    );
    const other = page!.replace('</noscript>', `</noscript><i id="build">${title}</i>`);
    await writeFile(join(folder, 'index.html'), other);
    const digest = digestOf(wrong ? title : other);
    await writeFile(join(folder, 'service-worker.js'), worker!.replace(digestOf(page!), digest));
    return digest;
  }
  const open = async () => {
    const page = await context.newPage();
    await page.goto(origin);
    await page.getByRole('heading', { name: WELCOME }).waitFor();
    const title = await page.locator('#build').allTextContents();
    return { page, title: title.join() };
  };
  /** Looks for another build, as the browser does at each opening. @returns whether it tried to keep this one, by now. */
  const tried = (page: Page, digest: string) =>
    page.evaluate(async (digest) => {
      const registration = await navigator.serviceWorker.ready;
      await registration.update();
      const worker = registration.installing ?? registration.waiting;
      await new Promise<void>((resolve) => {
        const look = () => {
          if (worker === null || ['activated', 'redundant'].includes(worker.state)) resolve();
        };
        worker?.addEventListener('statechange', look);
        look();
      });
      return (await caches.keys()).some((name) => name.includes(digest));
    }, digest);

  it('opens without a network, gives way to a newer one, and not to one that is not whole', async () => {
    const { port } = new URL(origin);
    await fixture.close();
    const first = await open();
    expect(first.title).toBe('');
    await first.page.close();
    const linked = await context.newPage();
    await expect(linked.goto(`${origin}/#link`), 'a pairing link').rejects.toThrow('ERR_CONNECTION_REFUSED');
    await linked.close();

    const folder = await mkdtemp(join(tmpdir(), 'phone-build-'));
    const relayOf = (build: string) =>
      startRelay({
        host: '127.0.0.1',
        port: Number(port),
        names: [`127.0.0.1:${port}`],
        clientFiles: join(folder, build),
      });
    const [newer, broken] = [
      await build(join(folder, 'second'), 'second'),
      await build(join(folder, 'third'), 'third', true),
    ];
    let relay = await relayOf('second');
    try {
      const before = await open();
      expect(before.title).toBe('');
      expect(await tried(before.page, newer)).toBe(true);
      await before.page.close();
      const second = await open();
      expect(second.title).toBe('second');

      await relay.close();
      relay = await relayOf('third');
      expect(await tried(second.page, broken)).toBe(true);
      await second.page.close();
      const still = await open();
      expect(still.title).toBe('second');
      await still.page.close();
    } finally {
      await relay.close();
      await rm(folder, { recursive: true });
    }
  });
});

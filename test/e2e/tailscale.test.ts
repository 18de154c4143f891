/**
 * A phone in a browser that comes through Tailscale: what it gains over plain http. The host is the real one, a stand-in
 * leads to it, and this test is the network between that and the browser, with the name and the https of the tailnet.
 */
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { launchBrowser } from '../browser.ts';
import { type HostFixture, startHost } from '../main/host/host-fixture.ts';
import { type StandIns, standIns } from '../main/host/reach/stand-in.ts';
import { WORKER_IN_PAGE } from '../worker-in-page.ts';

const NAME = 'studio.tail1234.ts.net';
const PAGE = fileURLToPath(new URL('../../dist/phone', import.meta.url));

let browser: Browser;
let here: StandIns;
let fixture: HostFixture;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
afterEach(async () => {
  await fixture.close();
  await here.close();
});

/** A browser in whose network the name leads to the stand-in. */
async function phoneInTheTailnet(port: number): Promise<Page> {
  const context = await browser.newContext({
    ...{ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
  });
  // What stands in for the name stands in the page.
  await context.addInitScript(WORKER_IN_PAGE);
  const page = await context.newPage();
  await page.route(`https://${NAME}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const answer = await fetch(`http://127.0.0.1:${port}${pathname}`);
    await route.fulfill({
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: Buffer.from(await answer.arrayBuffer()),
    });
  });
  await page.routeWebSocket(`wss://${NAME}/**`, (device) => {
    const { pathname } = new URL(device.url());
    const relay = new WebSocket(`ws://127.0.0.1:${port}${pathname}`, { origin: `https://${NAME}` });
    const early: (string | Buffer)[] = [];
    device.onMessage((message) => {
      if (relay.readyState === WebSocket.OPEN) relay.send(message);
      else early.push(message);
    });
    relay.on('open', () => {
      for (const message of early) relay.send(message);
    });
    relay.on('message', (message: Buffer) => device.send(message));
    relay.on('close', (code) => void device.close(code > 1015 || code === 1000 ? { code } : {}));
    relay.on('error', () => {});
    device.onClose(() => relay.terminate());
  });
  return page;
}

test('it pairs by its own camera’s link over https, and no script can read its keys', async () => {
  here = await standIns({
    tailscale: ([command]) =>
      command === 'status'
        ? [
            {
              out: JSON.stringify({
                ...{ BackendState: 'Running', Self: { DNSName: `${NAME}.` }, CertDomains: [NAME] },
              }),
            },
            { exit: 0 },
          ]
        : [{ do: 'proxy' }, { out: 'Available within your tailnet:\n' }, { do: 'stay' }],
  });
  fixture = await startHost(
    { embedded: { port: 0, bind: '127.0.0.1', clientFiles: PAGE } },
    { env: here.env },
  );
  await fixture.host.api.run('settings/set', { key: 'tailscale', value: true });
  const serving = await here.start(({ args }) => args[0] === 'serve');
  const port = await serving.proxyPort;
  const url = async () =>
    (await fixture.host.api.snapshot()).reach.find(({ way }) => way === 'tailscale')?.url;
  await expect.poll(url).toBe(`https://${NAME}`);

  const page = await phoneInTheTailnet(port);
  await page.goto(await fixture.pair());
  await page.getByRole('button', { name: 'Pair' }).click();
  await page.getByRole('textbox', { name: 'A name for this phone' }).fill('Ada');
  const devices = async () => (await fixture.host.api.snapshot()).devices;
  await expect.poll(devices).toMatchObject([{ connected: true, client: 'relay' }]);

  const kept = await page.evaluate(async () => {
    const keys: { extractable: boolean }[] = [];
    const look = (value: unknown): void => {
      if (value instanceof CryptoKey) keys.push({ extractable: value.extractable });
      else if (typeof value === 'object' && value !== null)
        for (const each of Object.values(value)) look(each);
    };
    for (const { name } of await indexedDB.databases()) {
      const db = await new Promise<IDBDatabase>((resolve) => {
        const opening = indexedDB.open(name ?? '');
        opening.onsuccess = () => resolve(opening.result);
      });
      for (const store of db.objectStoreNames) {
        look(
          await new Promise((resolve) => {
            const all = db.transaction(store).objectStore(store).getAll();
            all.onsuccess = () => resolve(all.result);
          }),
        );
      }
      db.close();
    }
    return { secure: isSecureContext, keys };
  });
  expect(kept.secure).toBe(true);
  expect(kept.keys.length).toBeGreaterThan(0);
  expect(kept.keys.every(({ extractable }) => !extractable)).toBe(true);
  await page.context().close();
});

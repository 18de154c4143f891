/**
 * The phone's client in a real browser: its own database, its own crypto, its own WebSocket, against a real host.
 * The screens have tests of their own.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright';
import { build, type Rolldown } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../browser.ts';
import { type Desk, startDesk } from '../../phone/client/world.ts';
import type { Client } from './page.ts';

declare const window: { client: Client };

let browser: Browser;
let server: Server;
let origin: string;

async function bundle(): Promise<string> {
  const result = (await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: false,
      target: 'es2023',
      rolldownOptions: {
        input: fileURLToPath(new URL('page.ts', import.meta.url)),
        // One script, with what a page loads only where it needs it.
        output: { codeSplitting: false },
      },
    },
  })) as Rolldown.RolldownOutput;
  return result.output[0].code;
}

beforeAll(async () => {
  const script = await bundle();
  server = createServer((request, response) => {
    const isScript = request.url === '/page.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(
      isScript ? script : '<!doctype html><title>Client</title><script type=module src=/page.js></script>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  server?.close();
});

async function opened(page: Page): Promise<Page> {
  await page.goto(origin);
  await page.waitForFunction(() => 'client' in window);
  return page;
}

const pair = async (page: Page, desk: Desk) =>
  page.evaluate((link) => window.client.pair(link), await desk.link());

describe('in a browser', () => {
  it('keys lie in the database so that no script can read them, and a reload resumes', async () => {
    const desk = await startDesk(undefined, origin);
    const context = await browser.newContext();
    const page = await opened(await context.newPage());
    const pairing = await pair(page, desk);
    const [device] = (await desk.host.api.snapshot()).devices;
    expect(pairing).toEqual({ kind: 'paired', checkWords: device?.checkWords });
    expect((await page.evaluate(() => window.client.stored())).keys).toEqual(
      Array(3).fill({ cryptoKey: true, extractable: false }),
    );
    for (const serial of [1, 2]) {
      await opened(page);
      expect(await page.evaluate(() => window.client.connect())).toMatchObject({ kind: 'connected' });
      expect(await page.evaluate(() => window.client.home())).toMatchObject({ device: { name: 'Page' } });
      expect((await page.evaluate(() => window.client.stored())).serial).toBe(serial);
    }
    await context.close();
  });

  it('that has no crypto.subtle, as on a plain http page, it pairs and resumes all the same', async () => {
    const desk = await startDesk(undefined, origin);
    const context = await browser.newContext();
    await context.addInitScript(() => {
      Object.defineProperty(Object.getPrototypeOf(globalThis.crypto), 'subtle', { value: undefined });
    });
    const page = await opened(await context.newPage());
    expect(await pair(page, desk)).toMatchObject({ kind: 'paired' });
    await opened(page);
    expect(await page.evaluate(() => window.client.connect())).toMatchObject({ kind: 'connected' });
    expect((await page.evaluate(() => window.client.stored())).keys).toEqual(
      Array(3).fill({ cryptoKey: false }),
    );
    await context.close();
  });
});

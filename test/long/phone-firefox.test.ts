/** Firefox on a phone's screen: a whole supervision of the real Codex, through the real host and relay. */
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, test } from 'vitest';
import { FirefoxHand, launchFirefox } from '../supervision/firefox.ts';
import { SupervisedHost } from '../supervision/supervised-host.ts';
import { supervise } from '../supervision/supervision.ts';

const PHONE = { width: 390, height: 844 };

let browser: Browser;
let host: SupervisedHost;

beforeAll(async () => {
  [browser, host] = await Promise.all([launchFirefox(PHONE), SupervisedHost.start()]);
});
afterAll(async () => {
  await browser?.close();
  await host?.close();
});

test('pairs, streams, steers, approves, stops and reconnects, and ends with what Codex itself keeps', async () => {
  const way = await host.way();
  const detour = { from: host.hostWire.port, to: way.port };
  const hand = await FirefoxHand.at(browser, detour);
  await supervise({ hand, host, way, name: 'vixen' });
});

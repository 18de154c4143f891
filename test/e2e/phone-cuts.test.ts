/**
 * A bad network, restarts and a day without the phone, one behind the other in one thread of the real Codex: nothing is lost,
 * doubled or out of order. At any moment and in any order: test/long/phone-cuts.test.ts.
 */
import type { Browser } from 'playwright';
import { afterAll, beforeAll, test } from 'vitest';
import { launchBrowser } from '../browser.ts';
import { FarAway, TROUBLES } from '../supervision/far-away.ts';

let browser: Browser;
let person: FarAway;

beforeAll(async () => {
  browser = await launchBrowser();
  person = await FarAway.start(browser);
  await person.begin();
});
afterAll(async () => {
  await person?.close();
  await browser?.close();
});

// Each begins where the one before it ended.
test.for(Object.entries(TROUBLES))('%s, in the middle of an answer', async ([, trouble]) => {
  await person.turn(trouble);
  await person.endsWell();
});

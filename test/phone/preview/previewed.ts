/** A browser, and what the preview serves it, for all tests of a file. */
import type { Browser } from 'playwright';
import { afterAll, beforeAll } from 'vitest';
import { launchBrowser } from '../../browser.ts';
import { type Preview, servePreview } from './serve.ts';

export interface Previewed {
  browser: Browser;
  preview: Preview;
}

/** @param switches of the browser
 * @returns what is filled before the first test */
export function previewed(...switches: readonly string[]): Previewed {
  const stage = {} as Previewed;
  beforeAll(async () => {
    [stage.browser, stage.preview] = await Promise.all([launchBrowser(...switches), servePreview()]);
  });
  afterAll(async () => {
    await stage.browser?.close();
    stage.preview?.close();
  });
  return stage;
}

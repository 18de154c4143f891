/** The control panel of a test file: one browser for all of it, and in that what a test opened last. */
import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { launchBrowser } from '../../browser.ts';
import { type OpenOptions, type OpenPanel, openPanel } from './panel.ts';

export interface EachPanel extends OpenPanel {
  /** From then on this is the panel; it is closed after the test. */
  open(options: OpenOptions): Promise<Page>;
}

export function eachPanel(): EachPanel {
  let browser: Browser;
  const panel = {} as EachPanel;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());
  afterEach(() => panel.close());
  panel.open = async (options) => Object.assign(panel, await openPanel(browser, options)).page;
  return panel;
}

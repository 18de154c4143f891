/** The control panel of a test file: one browser and one page for all of it, and in that what a test opened last. */
import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { launchBrowser } from '../../browser.ts';
import { type OpenOptions, type OpenPanel, openPanel, openPanelIn } from './panel.ts';

export interface EachPanel extends OpenPanel {
  /** From then on this is the panel; it is closed after the test. */
  open(options: OpenOptions): Promise<Page>;
}

export function eachPanel(): EachPanel {
  let browser: Browser;
  /** A page of its own would take as long to open as a panel takes in one that is there. */
  let kept: Page | undefined;
  const panel = {} as EachPanel;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());
  afterEach(async ({ task }) => {
    // Whatever state a failed test has left its page in is none for the next.
    if (task.result?.state === 'fail') {
      await kept?.context().close();
      kept = undefined;
    } else await panel.close();
  });
  const openKept = async (options: OpenOptions): Promise<OpenPanel> => {
    kept ??= await browser.newPage();
    return openPanelIn(kept, options);
  };
  // A clock that is set stays so.
  panel.open = async (options) =>
    Object.assign(panel, await (options.at === undefined ? openKept(options) : openPanel(browser, options)))
      .page;
  return panel;
}

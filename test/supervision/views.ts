/** Every view of the phone with a host in memory, as the preview draws it, and what is wrong with one. */
import type { Browser, BrowserContextOptions, Page } from 'playwright';
import { axeFindings } from '../e2e/control-panel/axe.ts';
import { SCENES } from '../phone/preview/scenes.ts';
import type { Preview } from '../phone/preview/serve.ts';
import { type Glass, giveEdges, MOUSE, NOTCH, screenFaults, THUMB } from './screen-faults.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
  readonly glass: Glass;
}

export const SIZES: readonly Size[] = [
  { width: 390, height: 844, glass: NOTCH },
  { width: 360, height: 640, glass: THUMB },
  { width: 820, height: 1180, glass: THUMB },
  { width: 1280, height: 800, glass: MOUSE },
];

/** Left out: a thread that goes on streaming, and cards, of which test/e2e/cards.test.ts looks at each. */
export const VIEWS = Object.keys(SCENES).filter((name) => !/^(?:card-|thread-stream$)/.test(name));

/** Each screen and each thing that it opens once. */
export const SCREENS = [
  ...['inbox', 'inbox-known-broken', 'inbox-empty', 'threads', 'archived', 'hosts', 'new', 'new-ssh'],
  ...['thread', 'thread-finished', 'thread-outputs', 'thread-changes', 'thread-hostile', 'thread-not-gated'],
  ...['speaking', 'speaking-queue', 'speaking-attached', 'speaking-new'],
  ...['approval', 'approval-question', 'ask-form'],
  'nested-waiting',
  ...['welcome', 'pair', 'connecting', 'broken-offline', 'refused'],
];

/** What a view shows only when somebody has done something. */
const DONE: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  'pair-used': pair,
  'pair-relay': pair,
  'speaking-attached': attach,
  'thread-refused': (page) => say(page, 'Not sent'),
  async 'thread-queued'(page) {
    const broken = page.getByRole('region', { name: 'Connection' });
    await broken.getByText('The relay does not answer').waitFor();
    await say(page, 'Queued until connected');
  },
};

/** What is wrong with a link shows when it is used. */
function pair(page: Page): Promise<void> {
  return page.getByRole('button', { name: 'Pair', exact: true }).click();
}

/** @param outcome what stands below the words then */
async function say(page: Page, outcome: string): Promise<void> {
  await page.getByRole('textbox', { name: /the agent$/ }).fill('Keep an eye on the shutter.');
  await page.getByRole('button', { name: /^Send/ }).click();
  await page.getByText(outcome).waitFor();
}

async function attach(page: Page): Promise<void> {
  await page.locator('input[type="file"]').setInputFiles([
    {
      name: 'notes about the shutter and its spring.txt',
      mimeType: 'text/plain',
      buffer: Buffer.alloc(2048, 'a '),
    },
    { name: 'nothing.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) },
  ]);
  const attached = page.getByRole('list', { name: 'Attached' });
  await attached.getByText('2 KB', { exact: true }).waitFor();
  await attached.getByRole('alert').waitFor();
}

/** Resolves when all has come that the view loads by itself. */
export async function openView(
  browser: Browser,
  preview: Preview,
  view: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({
    viewport: SIZES[0]!,
    isMobile: true,
    hasTouch: true,
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  await giveEdges(page, NOTCH);
  await page.goto(preview.scene(view), { waitUntil: 'networkidle' });
  await DONE[view]?.(page);
  await page.locator('h1').first().waitFor({ state: 'attached' });
  return page;
}

/** What axe finds, as the page is, and what a thumb would find at each size. */
export async function viewFaults(page: Page, sizes = SIZES): Promise<string[]> {
  const faults = (await axeFindings(page)).map(({ id, where }) => `axe, ${id}: ${where.join(' · ')}`);
  for (const { width, height, glass } of sizes) {
    await page.setViewportSize({ width, height });
    await giveEdges(page, glass);
    const found = await screenFaults(page, glass);
    faults.push(...found.map((fault) => `${width} × ${height}: ${fault}`));
  }
  return faults;
}

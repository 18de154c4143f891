/** A step back, and Escape: each takes away what lies on top and nothing else, and the last step leaves the page. */
import type { Locator, Page } from 'playwright';
import { afterEach, describe, expect, test } from 'vitest';
import { previewed } from '../phone/preview/previewed.ts';
import { openView } from '../supervision/views.ts';

const stage = previewed();
let page: Page;
afterEach(() => page?.context().close());
const open = async (view: string): Promise<void> => {
  page = await openView(stage.browser, stage.preview, view);
};

const WAYS: Record<string, () => Promise<unknown>> = {
  'a step back': () => page.evaluate(() => history.back()),
  Escape: () => page.keyboard.press('Escape'),
};

const button = (name: string | RegExp): Locator => page.getByRole('button', { name }).last();
const dialog = (name?: string): Locator => page.getByRole('dialog', name === undefined ? {} : { name });
const thread = (): Locator => page.getByRole('article');
const inMenu = async (name: RegExp): Promise<void> => {
  await button(/^More about/).click();
  await dialog().getByRole('button', { name }).click();
};

/** What lies over a thread: the view in which it does, how it comes there, and what is then to be seen. */
const LAYERS: Record<string, { view: string; rise: () => Promise<unknown>; seen: () => Locator }> = {
  'the menu of a thread': {
    view: 'speaking',
    rise: () => button(/^More about/).click(),
    seen: dialog,
  },
  'the field for a new name': {
    view: 'speaking',
    rise: () => inMenu(/^Rename/),
    seen: () => page.getByRole('textbox', { name: 'Name' }),
  },
  'what the host offers': {
    view: 'speaking',
    rise: () => inMenu(/^What this host offers/),
    seen: () => dialog('What this host offers'),
  },
  'how it goes on': {
    view: 'speaking',
    rise: () => button(/^How it goes on/).click(),
    seen: () => dialog('How it goes on'),
  },
  'an approval': {
    view: 'nested-waiting',
    rise: () => button('Review').click(),
    seen: dialog,
  },
  'a picture': {
    view: 'thread-pictures',
    rise: () => page.locator('article img').first().click(),
    seen: dialog,
  },
  'the search in a thread': {
    view: 'thread-long',
    rise: () => page.keyboard.press('ControlOrMeta+f'),
    seen: () => page.locator('article search'),
  },
};

test.each(Object.entries(LAYERS))('both take away %s, and leave the thread', async (_, layer) => {
  await open(layer.view);
  const entries = () => page.evaluate(() => history.length);
  const before = await entries();
  for (const [way, away] of Object.entries(WAYS)) {
    await layer.rise();
    await layer.seen().waitFor();
    await away();
    await layer.seen().waitFor({ state: 'detached' });
    await expect.poll(() => page.evaluate(() => history.state?.layer)).toBe(undefined);
    expect(await thread().isVisible(), way).toBe(true);
    // The entry of what was taken away is the one that a step forward would lead to, and no other was left behind.
    expect(await entries(), way).toBe(before + 1);
  }
});

describe.each(Object.entries(WAYS))('%s', (_, away) => {
  test.each([390, 820])('leads from what is open to the list, at %i', async (width) => {
    await open('inbox-quiet');
    await page.setViewportSize({ width, height: 1180 });
    const list = page.getByRole('heading', { name: '1 thing waits for you' });
    await page.getByText('Try the demo', { exact: true }).click();
    await page.getByRole('article', { name: 'Try the demo' }).waitFor();
    // The composer keeps its words and its Escape.
    await page.getByRole('textbox', { name: 'Message to the agent' }).fill('Is it');
    await page.keyboard.press('Escape');
    expect(await thread().isVisible()).toBe(true);
    await page.getByRole('heading', { name: 'Try the demo' }).focus();
    await away();
    await thread().waitFor({ state: 'detached' });
    await list.waitFor();

    await button('New thread').click();
    await page.getByRole('article', { name: 'New thread' }).waitFor();
    await away();
    await thread().waitFor({ state: 'detached' });

    await page.getByRole('navigation', { name: 'Main' }).getByText('Threads').click();
    await button('Archived threads').click();
    await page.getByRole('article', { name: 'Archived threads' }).waitFor();
    await away();
    await thread().waitFor({ state: 'detached' });
    await page.getByRole('heading', { name: 'Threads', exact: true }).waitFor();
    // Nothing is left of it: the next step leads to where somebody was before the page.
    await page.goBack();
    expect(page.url()).toBe('about:blank');
  });

  test('leads from a sub-agent to the thread that it works for', async () => {
    await open('thread-nested');
    await button(/A sub-agent started/).click();
    await page.getByRole('article', { name: 'shutter' }).waitFor();
    await page.getByText('I look at the').waitFor();
    await away();
    await page.getByRole('article', { name: /^Let the beam open/ }).waitFor();
    expect(await page.getByRole('navigation', { name: 'Part of' }).count()).toBe(0);
  });
});

/** The inbox and what is done from it, in a browser, with a host in memory. */
import type { Page } from 'playwright';
import { afterEach, describe, expect, test } from 'vitest';
import { previewed } from '../phone/preview/previewed.ts';
import type { ScriptedHost } from '../phone/scripted-host.ts';
import { openView, viewFaults } from '../supervision/views.ts';

const stage = previewed();
let page: Page;
afterEach(() => page?.context().close());

const open = async (view: string) => {
  page = await openView(stage.browser, stage.preview, view);
};
const rows = () => page.locator('li bdi:first-child, li code').allTextContents();
const group = (name: string) => page.locator('section', { has: page.getByRole('heading', { name }) });
const button = (name: string) => page.getByRole('button', { name, exact: true });
const more = (title: string) => button(`More about ${title}`).click();
/** In the menu, where the meaning of each stands with its name. */
const act = (name: string) =>
  page.getByRole('dialog').getByRole('button', { name: new RegExp(`^${name}\\b`) });
const dialog = () => page.getByRole('dialog');

test('what waits, failed, runs, finished unseen, and the rest stand in this order', async () => {
  await open('inbox-quiet');
  const heads = await page.getByRole('heading', { level: 2 }).allTextContents();
  expect(heads).toEqual(['Failed', 'Running', 'Finished, not seen yet', 'Earlier']);
  await group('Running').getByText('Runs npm test -- --run test/beam.test.ts').waitFor();
  await group('Running')
    .getByText(/^Working · running for 5 min \d+ s/)
    .waitFor();
  await open('inbox');
  await page.getByRole('heading', { name: '4 things wait for you' }).waitFor();
  expect((await rows()).slice(0, 3)).toEqual([
    expect.stringContaining('npm run build'),
    'Upgrade the build',
    'Explain how the lamp is cooled, with all of its sources',
  ]);
});

test('looking for words and in a place leaves what waits elsewhere in sight', async () => {
  await open('inbox');
  await page.getByRole('searchbox', { name: 'Search' }).fill('LAMP cooled');
  expect(await rows()).toEqual(['Explain how the lamp is cooled, with all of its sources']);
  await page.getByText('3 more things wait for you').waitFor();
  await button('Show all').click();
  expect((await rows()).length).toBeGreaterThan(4);
  await page.getByRole('combobox', { name: 'Where' }).selectOption({ label: 'website' });
  expect(await rows()).toEqual(['Upgrade the build', 'Translate the manual']);
  await button('Threads').click();
  await page.getByRole('heading', { name: 'website' }).waitFor();
  expect(await page.getByRole('heading', { name: 'lighthouse' }).count()).toBe(0);
  await page.getByRole('searchbox', { name: 'Search' }).fill('nowhere');
  await page.getByRole('heading', { name: 'Nothing like that' }).waitFor();
});

describe('a thread as a whole', () => {
  test('is renamed at the keyboard, and the focus is where it was', async () => {
    await open('inbox-quiet');
    await button('More about Try the demo').focus();
    await page.keyboard.press('Enter');
    await dialog().waitFor();
    expect(await viewFaults(page)).toEqual([]);
    await act('Rename').press('Enter');
    await page.getByRole('textbox', { name: 'Name' }).fill('The tour');
    expect(await viewFaults(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await dialog().waitFor({ state: 'detached' });
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
      .toBe('More about The tour');
    await more('The tour');
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
  });

  test('is paused and resumed, in its row and above its composer', async () => {
    await open('inbox-quiet');
    await more('Try the demo');
    await act('Pause').click();
    await page.getByText(/^Paused · .*lighthouse/).waitFor();
    await page.getByText('Try the demo', { exact: true }).click();
    await page.getByText('Paused: nothing starts in this thread').waitFor();
    await button('Resume').click();
    await page.getByText('Paused: nothing starts in this thread').waitFor({ state: 'detached' });
  });

  test('is archived, unless something runs in it, and brought back', async () => {
    await open('inbox-quiet');
    await more('Fix the failing beam tests');
    await act('Archive').click({ force: true });
    await page.getByText('Something runs in it. Stop it first.').waitFor();
    await button('Close').click();
    await more('Upgrade the build');
    await act('Archive').click();
    await dialog().waitFor({ state: 'detached' });
    await expect.poll(rows).not.toContain('Upgrade the build');
    await button('Threads').click();
    await button('Archived threads').click();
    await button('Bring back Upgrade the build').click();
    await button('Bring back Upgrade the build').waitFor({ state: 'detached' });
    await page.goBack();
    await page.getByText('Upgrade the build').waitFor();
    // From inside, it leads out of the thread that is gone.
    await page.getByText('Upgrade the build').click();
    await page.getByRole('article', { name: 'Upgrade the build' }).waitFor();
    await more('Upgrade the build');
    await act('Archive').click();
    await page.getByRole('article').waitFor({ state: 'detached' });
    await page.getByRole('heading', { name: 'Threads' }).waitFor();
  });

  test('that the host does not change says why, and stays as it was', async () => {
    await open('inbox-quiet');
    await page.evaluate(() =>
      (window as unknown as { host: ScriptedHost }).host.refusals.set('thread/pause', 'storage'),
    );
    await more('Try the demo');
    await act('Pause').click();
    await page.getByRole('alert').getByText('could not write to its disk').waitFor();
    await page.evaluate(() => (window as unknown as { host: ScriptedHost }).host.cut());
    await act('Pause').click();
    await page.getByRole('alert').getByText('There is no connection, so nothing was changed.').waitFor();
  });
});

test('what happened since the last look leads to where it began, on a page that is not loaded yet', async () => {
  await open('thread-long');
  await button('3 commands failed').click();
  const row = page.locator('[data-row$="/11"]');
  await expect.poll(() => row.evaluate((it) => it === document.activeElement)).toBe(true);
  await expect.poll(() => row.evaluate((it) => it.getBoundingClientRect().top < innerHeight)).toBe(true);
  await button('Hide what happened').click();
  await page.getByText('Since you last looked').waitFor({ state: 'detached' });
});

// The list of a tablet is narrower than a phone.
test.each([390, 820])('nothing moves as the host answers what was known last, at %i', async (width) => {
  await open('inbox-known');
  await page.setViewportSize({ width, height: 844 });
  await page.getByText('connecting, known 3 h ago').waitFor();
  const places = () =>
    page.locator('h1, h2, li').evaluateAll((all) => all.map((it) => it.getBoundingClientRect().top));
  const before = await places();
  await page.evaluate(() => (window as unknown as { host: ScriptedHost }).host.connect());
  await page.getByText('connecting, known 3 h ago').waitFor({ state: 'detached' });
  expect(await places()).toEqual(before);
});

test('a tablet held upright shows list and thread', async () => {
  await open('inbox-quiet');
  await page.setViewportSize({ width: 820, height: 1180 });
  await page.getByText('Try the demo', { exact: true }).click();
  await page.getByRole('article', { name: 'Try the demo' }).waitFor();
  await page.getByRole('heading', { name: '1 thing waits for you' }).waitFor();
  expect(await page.locator('[aria-current="true"]').textContent()).toContain('Try the demo');
  // What is broken is said once.
  await page.evaluate(() => (window as unknown as { host: ScriptedHost }).host.cut('relay'));
  const banners = page.getByRole('region', { name: 'Connection' });
  await expect.poll(() => banners.count()).toBe(1);
});

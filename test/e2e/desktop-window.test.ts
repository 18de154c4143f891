/** The window of the built app: its page that crashes or hangs, the place that it keeps. */
import type { Page } from 'playwright';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Desktop } from '../electron-double/fixture.ts';
import { launchHostDesktop } from './desktop-app.ts';

let desktop: Desktop;

const launch = async (): Promise<void> => {
  desktop = await launchHostDesktop();
};
afterEach(() => desktop.close());

const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read);
const openPanel = async (): Promise<Page> => {
  const window = desktop.nextWindow();
  await desktop.tray.click(['Open control panel']);
  return window;
};
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
/** Message boxes are answered with this button, and remembered. */
const answerBoxes = (response: number): Promise<void> =>
  desktop.evaluate(({ dialog }, button) => {
    const shown: string[] = [];
    Object.assign(globalThis, { shownBoxes: shown });
    dialog.showMessageBox = (async (...args: unknown[]) => {
      shown.push((args.at(-1) as { message: string }).message);
      return { response: button, checkboxChecked: false };
    }) as typeof dialog.showMessageBox;
  }, response);
const boxes = (): Promise<string[]> =>
  desktop.evaluate(() => (globalThis as unknown as { shownBoxes: string[] }).shownBoxes, undefined);

async function crash(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Page.crash').catch(() => {}); // Nobody is left to answer.
}

describe('a page that crashes', () => {
  beforeEach(() => launch());

  test('is opened again, and says so', async () => {
    const page = await openPanel();
    await page.getByRole('heading', { level: 1 }).waitFor();
    const next = desktop.nextWindow();
    await crash(page);
    const again = await next;
    await again.getByRole('alert').getByText('This window stopped working and was opened again.').waitFor();
    await press(again, 'Close');
    await again.getByRole('alert').waitFor({ state: 'detached' });
    await again.getByRole('heading', { level: 1 }).waitFor();
  });

  test('is left closed when that does not help; the host goes on', async () => {
    await answerBoxes(0);
    let page = await openPanel();
    for (let time = 0; time < 3; time += 1) {
      await page.getByRole('heading', { level: 1 }).waitFor();
      const next = desktop.nextWindow();
      await crash(page);
      page = await next;
    }
    await page.getByRole('heading', { level: 1 }).waitFor();
    await crash(page);
    await eventually(boxes).toEqual(['The control panel keeps crashing and was closed']);
    expect(desktop.windows()).toEqual([]);
    expect(await desktop.tray.toolTip()).toContain('Outpost');
  });
});

describe('a page that hangs', () => {
  beforeEach(() => launch());

  const hang = (): Promise<void> =>
    desktop.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.emit('unresponsive');
    }, undefined);

  test('is opened again when the owner says so', async () => {
    await answerBoxes(0);
    const page = await openPanel();
    await page.getByRole('heading', { level: 1 }).waitFor();
    const next = desktop.nextWindow();
    await hang();
    await (await next).getByText('This window stopped working and was opened again.').waitFor();
    expect(await boxes()).toEqual(['The control panel does not answer']);
  });

  test('is waited for otherwise', async () => {
    await answerBoxes(1);
    const page = await openPanel();
    await page.getByRole('heading', { level: 1 }).waitFor();
    await hang();
    await eventually(boxes).toEqual(['The control panel does not answer']);
    await press(page, 'Home');
    await page.getByRole('heading', { name: 'Pair your first phone' }).waitFor();
    expect(desktop.windows()).toHaveLength(1);
  });
});

test('the window comes back where it was, as large as it was', async () => {
  await launch();
  const bounds = (): Promise<unknown> =>
    desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds(), undefined);
  const first = await openPanel();
  await first.getByRole('heading', { level: 1 }).waitFor();
  expect(await bounds()).toMatchObject({ width: 880, height: 620 });
  const place = { x: 40, y: 60, width: 900, height: 700 };
  await desktop.evaluate(({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setBounds(to), place);
  await first.keyboard.press('Escape').catch(() => {}); // The page goes before the key is up again.
  await eventually(() => desktop.windows().length).toBe(0);
  await (await openPanel()).getByRole('heading', { level: 1 }).waitFor();
  expect(await bounds()).toEqual(place);
});

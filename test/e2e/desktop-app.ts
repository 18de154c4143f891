/** The built desktop app with a real host on loopback, as the tests of the desktop start and read it. */
import jsqr from 'jsqr';
import type { Page } from 'playwright';
import { PNG } from 'pngjs';
import { expect, vi } from 'vitest';
import { type Desktop, type LaunchOptions, launchDesktop } from '../electron-double/fixture.ts';
import { PATIENCE } from '../patience.ts';

/** Port 0: any free one. No agent but the demo: these tests are about the desktop. */
export const HOST_FLAGS = [
  ...['--bind', '127.0.0.1', '--port', '0'],
  ...['--name', 'test-host', '--codex', '/nonexistent/codex'],
];

/** Resolves when the host runs: the driver attaches to an app that is starting. */
export async function launchHostDesktop(options: LaunchOptions = {}): Promise<Desktop> {
  const desktop = await launchDesktop({ args: HOST_FLAGS, ...options });
  await vi.waitFor(() => desktop.tray.items(), PATIENCE);
  return desktop;
}

/** Closes whatever the app shows, as its person does. For hooks too, in which `expect.poll` looks only once. */
export async function closeWindowsOf(desktop: Desktop): Promise<void> {
  await desktop.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) window.close();
  }, undefined);
  await vi.waitFor(() => expect(desktop.windows()).toEqual([]), PATIENCE);
}

/** What a phone's camera would read off a window. */
export async function readQrCode(page: Page): Promise<string | undefined> {
  const { width, height, data } = PNG.sync.read(await page.screenshot());
  return jsqr(new Uint8ClampedArray(data), width, height)?.data;
}

/** The words at the dot in *Keep awake ▸*. */
export async function keepAwakeChosen({ tray }: Desktop): Promise<string | undefined> {
  const menu = (await tray.items()).find(({ label }) => label === 'Keep awake');
  return menu?.submenu.find(({ type, checked }) => type === 'radio' && checked)?.label;
}

import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildTestApp } from './app/build.ts';
import type { TestApi } from './app/preload.ts';
import { type Desktop, launchDesktop, runToExit } from './fixture.ts';

// Of every page of the test app.
declare const window: { test: TestApi };

let main: string;
let desktop: Desktop;
let page: Page;

beforeAll(async () => {
  main = await buildTestApp();
});

/** One app for the tests of a group, in their order. */
function oneApp(): void {
  beforeAll(async () => {
    desktop = await launchDesktop({ main });
    page = await desktop.firstWindow();
    await page.getByRole('button', { name: 'Add' }).waitFor();
  });
  afterAll(() => desktop.close());
}
/** Polls, because a driver attaches to a running app: what happens first is not known. */
const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read);

describe('page and app', () => {
  oneApp();

  test('a click reaches the app and its answer the page', async () => {
    await page.getByRole('button', { name: 'Add' }).click();
    await eventually(() => page.getByRole('status').textContent()).toBe('42');
  });

  test('the page has no way to Node or to IPC but the frozen API of the preload', async () => {
    expect(
      await page.evaluate(() => [
        typeof (globalThis as { require?: unknown }).require,
        typeof (globalThis as { process?: unknown }).process,
        Object.keys(globalThis).filter((name) => /electron|ipc/i.test(name)),
        Object.isFrozen(window.test),
      ]),
    ).toEqual(['undefined', 'undefined', [], true]);
    expect(await page.evaluate(() => [window.test.upper('abc'), typeof window.test.electron])).toEqual([
      'ABC',
      'string',
    ]);
  });

  test('values cross as clones, errors as text, and what cannot be cloned is refused', async () => {
    expect(
      await page.evaluate(async () => [
        ...((await window.test.invoke('invert', new Uint8Array([0, 1, 254]))) as Uint8Array),
      ]),
    ).toEqual([255, 254, 1]);
    const failure = (channel: string, argument?: 'function') =>
      page.evaluate(
        ([name, kind]) =>
          window.test.invoke(name as string, kind ? () => 1 : 0).then(
            () => 'no error',
            (error: Error) => error.message,
          ),
        [channel, argument] as const,
      );
    expect(await failure('fail')).toBe("Error invoking remote method 'fail': Error: no such thing");
    expect(await failure('nobody')).toContain("No handler registered for 'nobody'");
  });

  test('the sender of a call is the main frame at its app:// address', async () => {
    expect(await page.evaluate(() => window.test.invoke('sender'))).toEqual({
      url: 'app://test/page/index.html',
      main: true,
    });
  });

  test('a link that leaves the app is denied, in this window and in a new one', async () => {
    await desktop.evaluate(({ shell }) => {
      const opened: string[] = [];
      Object.assign(globalThis, { opened });
      shell.openExternal = async (url) => void opened.push(url);
    }, undefined);
    const before = page.url();
    await page.getByText('navigate').click();
    await page.getByText('new window').click();
    await eventually(() =>
      desktop.evaluate(() => (globalThis as unknown as { opened: string[] }).opened, undefined),
    ).toEqual(['https://example.com/window']);
    expect(page.url()).toBe(before);
    await eventually(() => desktop.windows().length).toBe(1);
  });

  test('a sealed secret opens again and shows nothing of itself', async () => {
    const sealed = await page.evaluate(() =>
      window.test.invoke('seal', 'passphrase').then((s) => [...(s as Uint8Array)]),
    );
    expect(Buffer.from(sealed).includes('passphrase')).toBe(false);
    expect(await page.evaluate((bytes) => window.test.invoke('unseal', new Uint8Array(bytes)), sealed)).toBe(
      'passphrase',
    );
  });
});

describe('tray, power and notifications', () => {
  oneApp();

  test('the tray menu is read and clicked; blockers and the page follow', async () => {
    await eventually(() => desktop.tray.toolTip()).toBe('Test');
    expect((await desktop.tray.items()).map((item) => item.label)).toEqual([
      'Open',
      'Keep awake',
      'More',
      'Quit',
    ]);
    await desktop.tray.click(['Keep awake']);
    expect(await desktop.blockers()).toEqual(['prevent-app-suspension']);
    await eventually(() => page.locator('p').textContent()).toBe('awake');
    await desktop.tray.click(['Keep awake']);
    expect(await desktop.blockers()).toEqual([]);
  });

  test('an item of a submenu is clicked by its path; a wrong or disabled one is named', async () => {
    await desktop.tray.click(['More', 'Greet']);
    expect(await desktop.notifications()).toEqual([{ title: 'Hello', body: 'you' }]);
    await expect(desktop.tray.click(['More', 'Nothing'])).rejects.toThrow('no menu item Nothing');
    await expect(desktop.tray.click(['More', 'Never'])).rejects.toThrow('the menu item Never is disabled');
  });
});

describe('windows and the app', () => {
  oneApp();

  test('a window is closed and another is opened from the tray', async () => {
    await desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close(), undefined);
    await eventually(() => desktop.windows().length).toBe(0);
    const opened = desktop.nextWindow();
    await desktop.tray.click(['Open']);
    await (await opened).getByRole('button', { name: 'Add' }).waitFor();
  });

  test('a second instance ends, and the first hears of it', async () => {
    expect(await runToExit({ main, dataFolder: desktop.dataFolder, args: ['--hello'] })).toBe(0);
    await eventually(() => desktop.tray.toolTip()).toBe('again: --hello');
  });

  test('Quit ends the app with code 0', async () => {
    await desktop.tray.click(['Quit']).catch(() => {}); // The answer may be lost with the app.
    expect(await desktop.exited).toBe(0);
  });
});

describe('what the double refuses', () => {
  oneApp();

  const refusal = (code: string) =>
    desktop.evaluate((electron, source) => {
      try {
        new Function('electron', source)(electron);
        return 'accepted';
      } catch (error) {
        return (error as Error).message;
      }
    }, code);

  test('an export that it does not provide is named', async () => {
    if (desktop.runner === 'electron') return;
    expect(await refusal('electron.desktopCapturer')).toBe(
      'electron-double: electron.desktopCapturer is not provided',
    );
  });

  test('every web preference that weakens a window', async () => {
    if (desktop.runner === 'electron') return;
    const weak = {
      sandbox: false,
      contextIsolation: false,
      nodeIntegration: true,
      webSecurity: false,
      webviewTag: true,
    };
    for (const [name, value] of Object.entries(weak)) {
      expect(await refusal(`new electron.BrowserWindow({ webPreferences: { ${name}: ${value} } })`)).toBe(
        `electron-double: webPreferences.${name} = ${value} weakens the window`,
      );
    }
  });
});

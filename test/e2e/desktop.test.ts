/**
 * The desktop app as it is built, with the real host and its embedded relay: on Electron where its binary is installed, on
 * the double elsewhere.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Desktop, runToExit } from '../electron-double/fixture.ts';
import { closeWindowsOf, HOST_FLAGS, keepAwakeChosen, launchHostDesktop, readQrCode } from './desktop-app.ts';

let desktop: Desktop;

const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read);

async function openFromTray(...labels: string[]): Promise<Page> {
  const window = desktop.nextWindow();
  await desktop.tray.click(labels);
  return window;
}

async function closeWithEscape(page: Page): Promise<void> {
  await page.keyboard.press('Escape').catch(() => {}); // The page goes before the key is up again.
  await eventually(() => desktop.windows().length).toBe(0);
}

const clipboard = (): Promise<string> => desktop.evaluate(({ clipboard: c }) => c.readText(), undefined);

test('starts without a window; Quit ends the app with code 0', async () => {
  desktop = await launchHostDesktop();
  expect(desktop.windows()).toEqual([]);
  await desktop.tray.click(['Quit']).catch(() => {}); // The answer may be lost with the app.
  expect(await desktop.exited).toBe(0);
  await desktop.close();
});

// Each leaves it as it found it; only windows are closed in between.
describe('one app', () => {
  beforeAll(async () => {
    desktop = await launchHostDesktop();
  });
  afterAll(() => desktop.close());
  afterEach(() => closeWindowsOf(desktop));

  describe('the tray', () => {
    test('says who is there and offers what an owner needs', async () => {
      expect((await desktop.tray.items()).map(({ label, type, enabled }) => [label, type, enabled])).toEqual([
        ['No phone is paired yet', 'normal', false],
        ['', 'separator', true],
        ['Pair a phone…', 'normal', true],
        ['Phones', 'submenu', true],
        ['Keep awake', 'submenu', true],
        ['Run on', 'submenu', true],
        ['', 'separator', true],
        ['Open control panel', 'normal', true],
        ['Quit', 'normal', true],
      ]);
      expect(await desktop.tray.toolTip()).toBe('Outpost: No phone is paired yet');
      expect(await desktop.blockers()).toEqual([]);
    });

    test('keep-awake is one setting in the menu and in the window', async () => {
      const awake = async () => (await keepAwakeChosen(desktop)) !== 'Off';
      const page = await openFromTray('Open control panel');
      await page.getByRole('button', { name: 'Home' }).click();
      const off = page.getByRole('radio', { name: 'Off' });
      await expect.poll(() => off.isChecked()).toBe(false);
      await desktop.tray.click(['Keep awake', 'Off']);
      await eventually(() => off.isChecked()).toBe(true);
      await page.getByRole('radio', { name: 'While a phone is connected' }).click();
      await eventually(awake).toBe(true);
    });
  });

  describe('pairing', () => {
    test('the code in the window reads as the link that is copied', async () => {
      const page = await openFromTray('Pair a phone…');
      await page.getByRole('img', { name: /QR code/ }).waitFor();
      await page.getByRole('button', { name: 'Copy link' }).click();
      await page.getByRole('button', { name: 'Copied' }).waitFor();
      const link = await clipboard();
      expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#/);
      expect(link.length).toBeLessThanOrEqual(300);
      expect(await readQrCode(page)).toBe(link);
    });

    test('a new code is another one', async () => {
      const page = await openFromTray('Pair a phone…');
      await page.getByRole('img', { name: /QR code/ }).waitFor();
      const first = await readQrCode(page);
      await page.getByRole('button', { name: 'New code' }).click();
      await eventually(() => readQrCode(page)).not.toBe(first);
    });

    test('a code goes with the window that showed it, unless its link was copied', async () => {
      const first = await openFromTray('Pair a phone…');
      await first.getByRole('img', { name: /QR code/ }).waitFor();
      const shown = await readQrCode(first);
      await closeWithEscape(first);

      const second = await openFromTray('Pair a phone…');
      await second.getByRole('img', { name: /QR code/ }).waitFor();
      const copied = await readQrCode(second);
      expect(copied).not.toBe(shown);
      await second.getByRole('button', { name: 'Copy link' }).click();
      await second.getByRole('button', { name: 'Copied' }).waitFor();
      await closeWithEscape(second);

      const third = await openFromTray('Pair a phone…');
      await third.getByRole('img', { name: /QR code/ }).waitFor();
      expect(await readQrCode(third)).toBe(copied);
    });
  });

  describe('starting again', () => {
    test('a second start opens the window of the first and ends', async () => {
      const window = desktop.nextWindow();
      expect(await runToExit({ dataFolder: desktop.dataFolder, args: HOST_FLAGS })).toBe(0);
      await (await window).getByRole('heading', { name: 'Nothing is set up on test-host yet' }).waitFor();
    });

    test('a window that is open stays where it is when the app is opened again', async () => {
      const page = await openFromTray('Open control panel');
      await page.getByRole('button', { name: 'Projects' }).click();
      await desktop.tray.click(['Open control panel']);
      await desktop.tray.click(['Pair a phone…']);
      await page.getByRole('heading', { name: 'Pair a phone' }).waitFor();
      expect(desktop.windows()).toHaveLength(1);
    });

    test('what cannot start ends with code 1: a flag that does not fit, a key file that is damaged', async () => {
      expect(await runToExit({ dataFolder: desktop.dataFolder, args: ['--port', '70000'] })).toBe(1);
      const damaged = fs.mkdtempSync(path.join(os.tmpdir(), 'desktop-damaged-'));
      fs.writeFileSync(path.join(damaged, 'identity.json'), '{ "version": 1 ');
      expect(await runToExit({ dataFolder: damaged, args: HOST_FLAGS })).toBe(1);
      // It is never replaced: every paired phone would be locked out.
      expect(fs.readFileSync(path.join(damaged, 'identity.json'), 'utf8')).toBe('{ "version": 1 ');
      fs.rmSync(damaged, { recursive: true });
    });
  });

  describe('the window', () => {
    test('the key of the host is sealed by the keychain', async () => {
      const kept = JSON.parse(fs.readFileSync(path.join(desktop.dataFolder, 'identity.json'), 'utf8'));
      expect(kept).toMatchObject({ kept: 'sealed' });
    });

    test('its page reaches the host and nothing else', async () => {
      const page = await openFromTray('Open control panel');
      await page.getByRole('heading', { name: 'Nothing is set up on test-host yet' }).waitFor();
      expect(
        await page.evaluate(async () => {
          const attempt = (act: () => unknown): Promise<string> =>
            Promise.resolve()
              .then(act)
              .then(
                () => 'allowed',
                () => 'refused',
              );
          const globals = globalThis as unknown as Record<string, unknown>;
          return {
            node: [typeof globals.require, typeof globals.process, typeof globals.Buffer],
            network: await attempt(() => fetch('https://example.com')),
            inlineScript: await attempt(() => {
              const script = document.createElement('script');
              script.textContent = 'globalThis.inlineScriptRan = true';
              document.head.append(script);
              if (globals.inlineScriptRan !== true) throw new Error('refused');
            }),
            unknownCommand: await attempt(async () => {
              const { outpost } = globals as {
                outpost: { run(name: string, params: unknown): Promise<{ ok: boolean }> };
              };
              if (!(await outpost.run('files/read', { path: '/etc/passwd' })).ok) throw new Error('refused');
            }),
          };
        }),
      ).toEqual({
        node: ['undefined', 'undefined', 'undefined'],
        network: 'refused',
        inlineScript: 'refused',
        unknownCommand: 'refused',
      });
    });

    test('the keys switch its views', async () => {
      const page = await openFromTray('Open control panel');
      await page.getByRole('heading', { name: 'Nothing is set up on test-host yet' }).waitFor();
      await page.keyboard.press('Control+4');
      await page.getByRole('heading', { name: 'Projects', level: 1 }).waitFor();
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    });

    test('a project is opened by its path, a wrong one is refused in words', async () => {
      const page = await openFromTray('Open control panel');
      await page.getByRole('button', { name: 'Projects' }).click();
      await page.getByRole('textbox', { name: 'Path of a folder' }).fill('/no/such/folder');
      await page.getByRole('button', { name: 'Add' }).click();
      await page.getByRole('alert').waitFor();
      await page.getByRole('textbox', { name: 'Path of a folder' }).fill(process.cwd());
      await page.getByRole('button', { name: 'Add' }).click();
      await page.getByRole('button', { name: /^Remove / }).waitFor();
    });
  });
});

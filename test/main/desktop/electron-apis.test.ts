import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { apisIn, electronApis } from './electron-apis.ts';

const LIST = path.join(import.meta.dirname, '../../../docs/electron-apis.md');
const ROW = /^\| `([^`]+)` \| ([^|]+) \| ([^|]+) \|$/gm;

describe('docs/electron-apis.md', () => {
  test('names every API that the app calls and where, and nothing else', async () => {
    const rows = [...(await readFile(LIST, 'utf8')).matchAll(ROW)].map(([, api, files]) => [api, files]);
    const used = [...(await electronApis())].map(([api, files]) => [api, files.join(', ')]);
    expect(rows).toEqual(used);
  });

  test('says of each in one of three ways whether it ran on the real binary', async () => {
    for (const [, api, , ran] of (await readFile(LIST, 'utf8')).matchAll(ROW))
      expect(ran, api).toMatch(/^(never run|run by hand on \S.*|run by tests on \S.*)$/);
  });

  test('would miss no form in which they are used', () => {
    const text = `
      import { app, BrowserWindow, Menu, type Tray } from 'electron';
      class Shown {
        #tray: Tray | undefined;
        readonly #window = new BrowserWindow({});
        run(tray: Tray, kind: 'a') {
          app.on('activate', () => this.#tray?.setToolTip(kind));
          app.dock?.hide();
          const other = new BrowserWindow({ width: 1 });
          other.once('closed', () => other.webContents.send('x'));
          tray.setContextMenu(Menu.buildFromTemplate([]));
          this.#window.show();
        }
      }`;
    expect([...apisIn('a.ts', text)].sort()).toEqual([
      'BrowserWindow “closed”',
      'BrowserWindow.show',
      'BrowserWindow.webContents',
      'Dock.hide',
      'Menu.buildFromTemplate',
      'Tray.setContextMenu',
      'Tray.setToolTip',
      'WebContents.send',
      'app “activate”',
      'app.dock',
      'new BrowserWindow',
    ]);
  });
});

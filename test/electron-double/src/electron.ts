/** What `require('electron')` gives to the app's main bundle. */
import { EventEmitter } from 'node:events';
import { app } from './app.ts';
import { BrowserWindow } from './browser-window.ts';
import { clipboard } from './clipboard.ts';
import { dialog } from './dialog.ts';
import { ipcMain } from './ipc-main.ts';
import { Menu, MenuItem } from './menu.ts';
import { nativeImage } from './native-image.ts';
import { nativeTheme } from './native-theme.ts';
import { net } from './net.ts';
import { Notification } from './notification.ts';
import { powerMonitor, powerSaveBlocker } from './power.ts';
import { protocol } from './protocol.ts';
import { safeStorage } from './safe-storage.ts';
import { screen } from './screen.ts';
import { session } from './session.ts';
import { shell } from './shell.ts';
import { Tray } from './tray.ts';
import { WebContents } from './web-contents.ts';

export const provided = {
  app,
  /** Squirrel, of macOS and Windows. On Linux it does nothing, and may still be told things. */
  autoUpdater: new EventEmitter(),
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  MenuItem,
  nativeImage,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
  webContents: WebContents,
};

/** Asked for by bundlers, `await` and inspectors, never by an app. */
const ASKED_BY_TOOLS: readonly (string | symbol)[] = [
  'then',
  '__esModule',
  'default',
  'toJSON',
  'constructor',
];

export const electron: typeof provided = new Proxy(provided, {
  get(target, name) {
    if (name in target) return target[name as keyof typeof provided];
    if (typeof name === 'symbol' || ASKED_BY_TOOLS.includes(name)) return undefined;
    throw new Error(`electron-double: electron.${name} is not provided`);
  },
});

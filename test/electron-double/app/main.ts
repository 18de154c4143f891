/** The smallest app that uses every part of the double. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  app,
  BrowserWindow,
  ipcMain,
  Menu,
  Notification,
  nativeImage,
  net,
  powerSaveBlocker,
  protocol,
  safeStorage,
  shell,
  Tray,
} from 'electron';

const PIXEL =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const here = __dirname;
let tray: Tray | undefined;
let blocker: number | undefined;

function openWindow(): BrowserWindow {
  const window = new BrowserWindow({
    width: 640,
    height: 400,
    show: false,
    webPreferences: { preload: path.join(here, 'preload.cjs'), sandbox: true, contextIsolation: true },
  });
  window.once('ready-to-show', () => window.show());
  window.webContents.setWindowOpenHandler(({ url }) => {
    void shell.openExternal(url);
    return { action: 'deny' };
  });
  window.webContents.on('will-navigate', (event) => event.preventDefault());
  void window.loadURL('app://test/page/index.html');
  return window;
}

function setAwake(awake: boolean): void {
  if (awake) blocker = powerSaveBlocker.start('prevent-app-suspension');
  else if (blocker !== undefined) powerSaveBlocker.stop(blocker);
  for (const window of BrowserWindow.getAllWindows()) window.webContents.send('awake', awake);
}

function buildMenu(): Menu {
  return Menu.buildFromTemplate([
    { label: 'Open', click: () => void openWindow() },
    { id: 'awake', label: 'Keep awake', type: 'checkbox', click: (item) => setAwake(item.checked) },
    {
      label: 'More',
      submenu: [
        { label: 'Greet', click: () => new Notification({ title: 'Hello', body: 'you' }).show() },
        { label: 'Never', enabled: false },
      ],
    },
    { label: 'Quit', click: () => app.quit() },
  ]);
}

if (!app.requestSingleInstanceLock()) app.quit();
else {
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }]);
  app.on('second-instance', (_event, argv) => tray?.setToolTip(`again: ${argv.at(-1)}`));
  app.on('window-all-closed', () => {});
  void app.whenReady().then(() => {
    protocol.handle('app', (request) =>
      net.fetch(pathToFileURL(path.join(here, new URL(request.url).pathname)).toString()),
    );
    ipcMain.handle('add', (_event, a: number, b: number) => a + b);
    ipcMain.handle('invert', (_event, bytes: Uint8Array) => bytes.map((byte) => byte ^ 255));
    ipcMain.handle('fail', () => {
      throw new Error('no such thing');
    });
    ipcMain.handle('seal', (_event, text: string) => safeStorage.encryptString(text));
    ipcMain.handle('unseal', (_event, sealed: Uint8Array) => safeStorage.decryptString(Buffer.from(sealed)));
    ipcMain.handle('sender', (event) => ({
      url: event.senderFrame?.url,
      main: event.senderFrame === event.sender.mainFrame,
    }));
    tray = new Tray(nativeImage.createFromDataURL(PIXEL));
    tray.setToolTip('Test');
    tray.setContextMenu(buildMenu());
    openWindow();
  });
}

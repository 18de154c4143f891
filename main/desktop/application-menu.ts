/** The menu of the application, in place of Electron's own, which reloads pages and opens developer tools. */
import { app, Menu, type MenuItemConstructorOptions } from 'electron';

/**
 * macOS finds copy, paste, close and quit by its menu. The other systems have these in the page itself, and the window needs
 * no menu bar there.
 *
 * @param quit as from the tray: ⌘Q in the window ends the host, so it asks as well
 */
export function setApplicationMenu(quit: () => void): void {
  Menu.setApplicationMenu(process.platform === 'darwin' ? Menu.buildFromTemplate(menus(quit)) : null);
}

const menus = (quit: () => void): MenuItemConstructorOptions[] => [
  {
    label: app.name,
    submenu: [
      { role: 'about' },
      { type: 'separator' },
      { role: 'services' },
      { type: 'separator' },
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      { type: 'separator' },
      { label: `Quit ${app.name}`, accelerator: 'Command+Q', click: quit },
    ],
  },
  { label: 'File', submenu: [{ role: 'close' }] },
  { role: 'editMenu' },
  { role: 'windowMenu' },
];

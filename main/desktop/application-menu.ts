/** The menu of the application, in place of Electron's own, which reloads pages and opens developer tools. */
import { Menu } from 'electron';

/**
 * macOS finds copy, paste and quit by its menu. The other systems have these in the page itself, and the window needs no
 * menu bar there.
 */
export function setApplicationMenu(): void {
  const menu =
    process.platform === 'darwin'
      ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }])
      : null;
  Menu.setApplicationMenu(menu);
}

/** The tray icon and its menu in Electron, from the host's state. */
import path from 'node:path';
import { app, Menu, type MenuItemConstructorOptions, nativeImage, nativeTheme, Tray } from 'electron';
import type { HostState } from '../contract/state.ts';
import { barInk } from './icon/bar-ink.ts';
import { trayIconFile } from './icon/icon-files.ts';
import { type TrayAct, type TrayEntry, trayMenu } from './tray-menu.ts';
import { type TrayMark, trayStatus } from './tray-status.ts';

/** By this Windows and macOS remember where the person put the icon, over updates. Never to be changed. */
const GUID = '6b1f2a52-6c7e-4c0a-9f0e-3d1f6b0c4e1d';

function icon(folder: string, mark: TrayMark): Electron.NativeImage {
  const ink = barInk({
    platform: process.platform,
    desktop: process.env.XDG_CURRENT_DESKTOP,
    darkPrograms: nativeTheme.shouldUseDarkColors,
    darkSystem: nativeTheme.shouldUseDarkColorsForSystemIntegratedUI,
  });
  const image = nativeImage.createFromPath(path.join(folder, trayIconFile(mark, ink)));
  image.setTemplateImage(process.platform === 'darwin');
  return image;
}

/**
 * On Linux the desktop asks for a menu whenever it likes, and only what `setContextMenu` gave it is there. Elsewhere the
 * menu is built in the moment in which it opens: nothing is built while it is closed, and its times are those of now.
 */
const isKeptBySystem = (): boolean => process.platform === 'linux';

export class HostTray {
  readonly #icons: string;
  readonly #tray: Tray;
  readonly #act: (act: TrayAct) => Promise<void>;
  #state: HostState | undefined;
  #shown = '';
  #mark: TrayMark = 'idle';

  /**
   * @param icons folder of the files that `trayIconFile` names
   * @throws Error where the system has no place for an icon
   */
  constructor(icons: string, act: (act: TrayAct) => Promise<void>) {
    this.#icons = icons;
    this.#act = act;
    // An unsigned program is known to Windows by its path: one that is run from its sources would take the place of the
    // one that is installed.
    const image = icon(icons, this.#mark);
    this.#tray = app.isPackaged ? new Tray(image, GUID) : new Tray(image);
    this.#listen();
    nativeTheme.on('updated', this.#redraw);
  }

  show(state: HostState): void {
    this.#state = state;
    const status = trayStatus(state);
    const entries = isKeptBySystem() ? trayMenu({ state, now: null }) : [];
    const shown = JSON.stringify([status, entries]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    if (status.mark !== this.#mark) {
      this.#mark = status.mark;
      this.#redraw();
    }
    this.#tray.setToolTip(`Outpost: ${status.text}`);
    if (isKeptBySystem()) this.#tray.setContextMenu(this.#build(entries));
  }

  destroy(): void {
    nativeTheme.off('updated', this.#redraw);
    this.#tray.destroy();
  }

  readonly #redraw = (): void => this.#tray.setImage(icon(this.#icons, this.#mark));

  #listen(): void {
    const popUp = (): void => {
      if (this.#state === undefined) return;
      this.#tray.popUpContextMenu(this.#build(trayMenu({ state: this.#state, now: Date.now() })));
    };
    switch (process.platform) {
      case 'darwin':
        this.#tray.setIgnoreDoubleClickEvents(true);
        this.#tray.on('click', popUp);
        this.#tray.on('right-click', popUp);
        break;
      case 'win32':
        // A left click is expected to open the program there.
        this.#tray.on('click', () => void this.#act({ act: 'open' }));
        this.#tray.on('right-click', popUp);
        break;
    }
  }

  #build(entries: readonly TrayEntry[]): Menu {
    return Menu.buildFromTemplate(entries.map((entry) => this.#item(entry, true)));
  }

  #item(entry: TrayEntry, top = false): MenuItemConstructorOptions {
    if (entry.kind === 'line') return { type: 'separator' };
    if (entry.kind === 'text') return { label: labelOf(entry.label), enabled: false };
    const label = labelOf(entry.label, entry.key);
    if (entry.kind === 'menu') return { label, submenu: entry.entries.map((inner) => this.#item(inner)) };
    const { does } = entry;
    const item = {
      label,
      ...(does && { click: () => void this.#perform(does) }),
      // macOS has no letters of its own in a menu; below the first level the same one would stand for several phones.
      ...(process.platform === 'darwin' && top && entry.key && { accelerator: `Command+${entry.key}` }),
    };
    if (entry.kind === 'item') return item;
    return { ...item, type: entry.kind === 'radio' ? 'radio' : 'checkbox', checked: entry.checked };
  }

  /** The system moves a check by itself when it is clicked: the menu is drawn anew, also where nothing came of it. */
  async #perform(act: TrayAct): Promise<void> {
    await this.#act(act);
    if (this.#state === undefined || this.#tray.isDestroyed()) return;
    this.#shown = '';
    this.show(this.#state);
  }
}

/** In labels `&` marks the key of an entry on Windows and Linux; doubled, it is a plain one. */
function labelOf(label: string, key?: string): string {
  if (process.platform === 'darwin') return label;
  const at = key === undefined ? -1 : label.indexOf(key);
  const escaped = (text: string): string => text.replaceAll('&', '&&');
  return at < 0 ? escaped(label) : `${escaped(label.slice(0, at))}&${escaped(label.slice(at))}`;
}

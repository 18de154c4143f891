/** The tray icon, drawn from the host's state and rebuilt only when what it shows has changed. */
import { Menu, type MenuItemConstructorOptions, nativeImage, nativeTheme, Tray } from 'electron';
import type { HostState } from '../contract/state.ts';
import { type IconInk, trayIconPng } from './icon/tray-icon.ts';
import { type TrayAct, type TrayEntry, type TrayMark, trayMenu, trayStatus } from './tray-menu.ts';

/** In menu labels `&` marks a key on Windows and Linux; doubled, it is a plain one. */
const escaped = (label: string): string =>
  process.platform === 'darwin' ? label : label.replaceAll('&', '&&');

const SIZE = 16;
const SCALES = [1, 2, 3];

function icon(mark: TrayMark): Electron.NativeImage {
  // macOS tints a template itself; elsewhere the icon follows the system's colours.
  const template = process.platform === 'darwin';
  const ink: IconInk = !template && nativeTheme.shouldUseDarkColors ? 'light' : 'dark';
  const image = nativeImage.createEmpty();
  for (const scaleFactor of SCALES) {
    const buffer = trayIconPng(SIZE * scaleFactor, mark, ink);
    image.addRepresentation({ scaleFactor, width: SIZE * scaleFactor, height: SIZE * scaleFactor, buffer });
  }
  image.setTemplateImage(template);
  return image;
}

export class HostTray {
  readonly #tray: Tray;
  readonly #act: (act: TrayAct) => void;
  #shown = '';
  #mark: TrayMark = 'none';

  constructor(act: (act: TrayAct) => void) {
    this.#act = act;
    this.#tray = new Tray(icon(this.#mark));
    // On Windows a left click is expected to open the program, on the others it opens the menu.
    if (process.platform === 'win32') this.#tray.on('click', () => act({ act: 'open' }));
    nativeTheme.on('updated', () => this.#tray.setImage(icon(this.#mark)));
  }

  show(state: HostState): void {
    const status = trayStatus(state);
    const entries = trayMenu(state);
    const shown = JSON.stringify([status, entries]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    if (status.mark !== this.#mark) {
      this.#mark = status.mark;
      this.#tray.setImage(icon(status.mark));
    }
    this.#tray.setToolTip(`Outpost: ${status.text}`);
    this.#tray.setContextMenu(Menu.buildFromTemplate(entries.map((entry) => this.#item(entry))));
  }

  destroy(): void {
    this.#tray.destroy();
  }

  #item(entry: TrayEntry): MenuItemConstructorOptions {
    switch (entry.kind) {
      case 'line':
        return { type: 'separator' };
      case 'text':
        return { label: escaped(entry.label), enabled: false };
      case 'item':
        return { label: escaped(entry.label), click: () => this.#act(entry.does) };
      case 'check':
        return {
          label: escaped(entry.label),
          type: 'checkbox',
          checked: entry.checked,
          click: () => this.#act(entry.does),
        };
      case 'menu':
        return { label: escaped(entry.label), submenu: entry.entries.map((inner) => this.#item(inner)) };
    }
  }
}

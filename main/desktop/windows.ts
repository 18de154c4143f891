/** The one window: made when it is opened, gone when it is closed. The host goes on without it. */
import { app, BrowserWindow, nativeImage, nativeTheme } from 'electron';
import { CHANNELS, type PanelView } from '../contract/panel.ts';
import { appIconPng } from './icon/app-icon.ts';
import { panelUrl } from './panel-address.ts';

/** --page of ui/theme.css, so that a window does not flash white before its page is painted. */
const GROUND = { light: '#f4f6f6', dark: '#0e1212' };

export interface PanelWindowOptions {
  /** Absolute path of the preload bundle. */
  readonly preload: string;
  readonly onOpened: () => void;
  /** Whether it may be closed now. Whoever says no may call `discard` later. */
  readonly mayClose: () => boolean;
  /** The window is gone. */
  readonly onClosed: () => void;
}

export class PanelWindow {
  readonly #options: PanelWindowOptions;
  #window: BrowserWindow | undefined;

  constructor(options: PanelWindowOptions) {
    this.#options = options;
  }

  /** Opens the window, on a view if one is named; a window that is open already comes to the front. */
  open(view?: PanelView): void {
    if (!this.#window) {
      this.#create(view ?? 'home');
      return;
    }
    if (view !== undefined) this.send(CHANNELS.view, view);
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.show();
  }

  close(): void {
    this.#window?.close();
  }

  /** Closes it without asking whether it may be. */
  discard(): void {
    this.#window?.destroy();
  }

  isFocused(): boolean {
    return this.#window?.isFocused() ?? false;
  }

  /** Dropped when no window is open: the next one starts with a snapshot. */
  send(channel: string, value: unknown): void {
    this.#window?.webContents.send(channel, value);
  }

  #create(view: PanelView): void {
    const window = new BrowserWindow({
      width: 880,
      height: 620,
      minWidth: 640,
      minHeight: 480,
      title: app.name,
      show: false,
      // The other systems take it from the packed program.
      ...(process.platform === 'linux' && { icon: nativeImage.createFromBuffer(appIconPng(128)) }),
      titleBarStyle: process.platform === 'darwin' ? 'hiddenInset' : 'default',
      backgroundColor: nativeTheme.shouldUseDarkColors ? GROUND.dark : GROUND.light,
      webPreferences: {
        preload: this.#options.preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        spellcheck: false,
      },
    });
    this.#window = window;
    this.#options.onOpened();
    window.once('ready-to-show', () => window.show());
    window.on('close', (event) => {
      if (!this.#options.mayClose()) event.preventDefault();
    });
    window.once('closed', () => {
      this.#window = undefined;
      this.#options.onClosed();
    });
    // Its failure to load is visible in the window itself, and a closed window rejects too.
    window.loadURL(panelUrl(view)).catch(() => {});
  }
}

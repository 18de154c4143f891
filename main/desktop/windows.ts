/** The one window: made when it is opened, gone when it is closed. The host goes on without it. */
import { app, BrowserWindow, nativeImage, nativeTheme, screen } from 'electron';
import { CHANNELS, type PanelView } from '../contract/panel.ts';
import { panelUrl } from './panel-address.ts';
import { mayReopen, withCrash } from './reopening.ts';
import { MIN_SIZE, placedOn, readPlace, writePlace } from './window-place.ts';

/** --page of ui/theme.css, so that a window does not flash white before its page is painted. */
const GROUND = { light: '#f4f6f6', dark: '#0e1212' };
const GROUND_MORE_CONTRAST = { light: '#ffffff', dark: '#000000' };

function ground(): string {
  const { light, dark } = nativeTheme.shouldUseHighContrastColors ? GROUND_MORE_CONTRAST : GROUND;
  return nativeTheme.shouldUseDarkColors ? dark : light;
}

export interface PanelWindowOptions {
  /** Absolute path of the preload bundle. */
  readonly preload: string;
  /** Absolute path of its icon, where the system takes it from the window. */
  readonly icon: string;
  /** Where its size and place are remembered. */
  readonly placeFile: string;
  readonly onOpened: () => void;
  /** Whether it may be closed now. Whoever says no may call `discard` later. */
  readonly mayClose: () => boolean;
  /** Its page does not answer. True: open it again. `answersAgain`: nothing needs to be asked any more. */
  readonly askHung: (window: BrowserWindow, answersAgain: AbortSignal) => Promise<boolean>;
  /** It crashed too often to be opened again, and is gone. */
  readonly onCrashes: () => void;
  /** The window is gone. */
  readonly onClosed: () => void;
}

export class PanelWindow {
  readonly #options: PanelWindowOptions;
  #window: BrowserWindow | undefined;
  #crashes: readonly number[] = [];

  constructor(options: PanelWindowOptions) {
    this.#options = options;
  }

  /** Opens the window, on a view if one is named; a window that is open already comes to the front. */
  open(view?: PanelView): void {
    if (!this.#window) {
      this.#create(panelUrl(view ?? 'home'));
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

  #create(url: string): void {
    const window = new BrowserWindow({
      ...placedOn(
        readPlace(this.#options.placeFile),
        screen.getAllDisplays().map(({ workArea }) => workArea),
      ),
      minWidth: MIN_SIZE.width,
      minHeight: MIN_SIZE.height,
      title: app.name,
      show: false,
      titleBarStyle: process.platform === 'darwin' ? 'hiddenInset' : 'default',
      backgroundColor: ground(),
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
    window.once('ready-to-show', () => {
      window.show();
      // Read when the person has something to look at. The other systems take it from the packed program.
      if (process.platform === 'linux') window.setIcon(nativeImage.createFromPath(this.#options.icon));
    });
    window.on('close', (event) => {
      if (!this.#options.mayClose()) event.preventDefault();
    });
    window.once('closed', () => {
      this.#window = undefined;
      this.#options.onClosed();
    });
    // Linux tells the end of neither a move nor a resize. A maximized window remembers what it was before.
    const remember = () => writePlace(this.#options.placeFile, window.getNormalBounds());
    window.on('resized', remember);
    window.on('moved', remember);
    window.on('close', remember);
    this.#watch(window);
    // Its failure to load is visible in the window itself, and a closed window rejects too.
    window.loadURL(url).catch(() => {});
  }

  /** A page that crashes, or hangs, is not the host's end: it gets a process of its own again. */
  #watch(window: BrowserWindow): void {
    let answers = new AbortController();
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      answers.abort();
      if (reason === 'clean-exit') return;
      const now = Date.now();
      this.#crashes = withCrash(this.#crashes, now);
      if (mayReopen(this.#crashes, now)) {
        this.#reopen(window);
        return;
      }
      window.destroy();
      this.#options.onCrashes();
    });
    window.on('unresponsive', () => {
      answers = new AbortController();
      const { signal } = answers;
      void this.#options.askHung(window, signal).then((again) => {
        if (again && !signal.aborted) this.#reopen(window);
      });
    });
    window.on('responsive', () => answers.abort());
  }

  /** On Home: what was shown may be what it died of. */
  #reopen(window: BrowserWindow): void {
    if (this.#window !== window) return;
    window.destroy();
    this.#create(panelUrl('home', true));
  }
}

import { EventEmitter } from 'node:events';
import type { WindowOpenHandlerResponse } from 'electron';
import type { Page } from 'playwright';
import { toElectron } from './custom-scheme.ts';
import { internal } from './internal.ts';
import { answer } from './ipc-main.ts';
import { nativeImage } from './native-image.ts';
import { encode } from './page/codec.ts';
import type { AppMessage, PageMessage } from './page/isolated-world.ts';
import { PreventableEvent } from './preventable-event.ts';
import { session } from './session.ts';
import type { WindowPage } from './window-page.ts';
import { windows } from './window-registry.ts';

type WindowOpenHandler = (details: {
  url: string;
  frameName: string;
  features: string;
  disposition: string;
}) => WindowOpenHandlerResponse;

export class WebContents extends EventEmitter {
  readonly id: number;
  readonly session = session.defaultSession;
  /** The one frame that the double knows; `url` and `parent` are what a sender check looks at. */
  readonly mainFrame = { url: '', parent: null };
  readonly #page: Promise<WindowPage>;
  #open: WindowPage | undefined;
  #title = '';
  #destroyed = false;
  #windowOpenHandler: WindowOpenHandler | undefined;

  constructor(id: number, page: Promise<WindowPage>) {
    super();
    this.id = id;
    this.#page = page;
    // A failure to open shows where the app waits for it: in loadURL.
    page.then(
      (open) => {
        this.#open = open;
      },
      () => {},
    );
  }

  static getAllWebContents(): WebContents[] {
    return windows.all().map((window) => window.webContents);
  }
  static fromId(id: number): WebContents | undefined {
    return windows.byId(id)?.webContents;
  }
  /** What Playwright asks for when a test closes a page. */
  static fromDevToolsTargetId(targetId: string): WebContents | undefined {
    return WebContents.getAllWebContents().find((contents) => contents.#open?.targetId === targetId);
  }

  getURL(): string {
    return this.mainFrame.url;
  }
  getTitle(): string {
    return this.#title;
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
  focus(): void {}
  reload(): void {
    void this.loadURL(this.mainFrame.url);
  }
  close(): void {
    windows.byId(this.id)?.close();
  }
  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#windowOpenHandler = handler;
  }

  async loadURL(url: string): Promise<void> {
    const page = await this.#page;
    this.mainFrame.url = url;
    this.emit('did-start-loading');
    this.#title = await page.load(url);
    this.emit('did-finish-load');
    this.emit('did-stop-loading');
  }

  send(channel: string, ...args: unknown[]): void {
    this.#post({ kind: 'event', channel, args: encode(args) });
  }
  async executeJavaScript(code: string): Promise<unknown> {
    return (await this.#page).execute(code);
  }
  async capturePage(): Promise<ReturnType<typeof nativeImage.createFromBuffer>> {
    return nativeImage.createFromBuffer(await (await this.#page).screenshot());
  }

  /** What the rest of the double needs and Electron does not show to apps. */
  readonly [internal] = {
    ownsPage: (page: Page): boolean => this.#open?.page === page,

    /** Asks `will-navigate`, unless it is the app itself that loads this URL. */
    mayNavigate: (chromiumUrl: string): boolean => {
      if (this.#open?.isLoadingItself(chromiumUrl)) return true;
      const url = toElectron(chromiumUrl);
      const event = Object.assign(new PreventableEvent(), { url, isMainFrame: true, frame: this.mainFrame });
      this.emit('will-navigate', event, url);
      return !event.defaultPrevented;
    },

    /** What the page's ipcRenderer sent. */
    receive: (message: PageMessage): void => {
      this.mainFrame.url = toElectron(message.url);
      void answer(this, message).then((reply) => reply && this.#post(reply));
    },

    /** The page asked for a window of its own. */
    windowOpen: (url: string): void => {
      const details = { url, frameName: '', features: '', disposition: 'foreground-tab' };
      const response = this.#windowOpenHandler?.(details) ?? { action: 'allow' };
      if (response.action === 'allow') {
        throw new Error(`electron-double: a window opened by a page is not provided: ${url}`);
      }
    },

    markDestroyed: (): void => {
      this.#destroyed = true;
      this.emit('destroyed');
    },
  };

  #post(message: AppMessage): void {
    if (this.#destroyed) return;
    this.#page.then(
      (page) => page.send(message),
      () => {},
    );
  }
}

import { EventEmitter } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrowserWindowConstructorOptions, LoadFileOptions, Rectangle, WebPreferences } from 'electron';
import { app } from './app.ts';
import { browser } from './browser.ts';
import { environment } from './environment.ts';
import { internal } from './internal.ts';
import { lifecycle } from './lifecycle.ts';
import { nativeTheme, onThemeChange } from './native-theme.ts';
import { PreventableEvent } from './preventable-event.ts';
import { WebContents } from './web-contents.ts';
import { WindowPage, type WindowPageEvents } from './window-page.ts';
import { windows } from './window-registry.ts';

const SECURE: WebPreferences = {
  contextIsolation: true,
  sandbox: true,
  webSecurity: true,
  nodeIntegration: false,
  nodeIntegrationInSubFrames: false,
  nodeIntegrationInWorker: false,
  webviewTag: false,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
};

/** @throws Error for every preference that is weaker than Electron's default: none of them has a place in this app */
function checkPreferences(preferences: WebPreferences): void {
  for (const [name, secure] of Object.entries(SECURE)) {
    const given = preferences[name as keyof WebPreferences];
    if (given !== undefined && given !== secure) {
      throw new Error(`electron-double: webPreferences.${name} = ${given} weakens the window`);
    }
  }
  if (preferences.preload !== undefined && !path.isAbsolute(preferences.preload)) {
    throw new Error('preload must be an absolute path');
  }
}

/**
 * A window whose page is a real Chromium page. Whether it is visible, focused or minimized is kept in a field only: in
 * a headless browser there is nothing to show.
 */
export class BrowserWindow extends EventEmitter {
  readonly id = windows.nextId();
  readonly webContents: WebContents;
  readonly #page: Promise<WindowPage>;
  readonly #options: BrowserWindowConstructorOptions;
  #bounds: Rectangle;
  #title: string;
  #visible: boolean;
  #minimized = false;
  #destroyed = false;
  #announcedReady = false;
  static #focused: BrowserWindow | null = null;

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super();
    lifecycle.requireReady('BrowserWindow');
    const preferences = options.webPreferences ?? {};
    checkPreferences(preferences);
    this.#options = options;
    this.#bounds = {
      x: options.x ?? 0,
      y: options.y ?? 0,
      width: options.width ?? 800,
      height: options.height ?? 600,
    };
    this.#title = options.title ?? app.name;
    this.#visible = options.show !== false;
    this.#page = this.#openPage(preferences.preload);
    this.webContents = new WebContents(this.id, this.#page);
    windows.add(this);
    app.emit('web-contents-created', new PreventableEvent(), this.webContents);
    app.emit('browser-window-created', new PreventableEvent(), this);
  }

  static getAllWindows(): BrowserWindow[] {
    return windows.all();
  }
  static fromId(id: number): BrowserWindow | null {
    return windows.byId(id) ?? null;
  }
  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return windows.byId(contents.id) ?? null;
  }
  static getFocusedWindow(): BrowserWindow | null {
    return BrowserWindow.#focused;
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }
  loadFile(file: string, options: LoadFileOptions = {}): Promise<void> {
    const url = pathToFileURL(path.resolve(environment().appPath, file));
    if (options.query) url.search = String(new URLSearchParams(options.query));
    if (options.hash) url.hash = options.hash;
    return this.loadURL(url.href);
  }

  close(): void {
    if (this.#destroyed) return;
    const event = new PreventableEvent();
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }
  destroy(): void {
    void this.#page.then((page) => page.close());
    this.#markClosed();
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }

  show(): void {
    this.showInactive();
    this.focus();
  }
  showInactive(): void {
    if (this.#visible) return;
    this.#visible = true;
    this.emit('show');
  }
  hide(): void {
    this.blur();
    if (!this.#visible) return;
    this.#visible = false;
    this.emit('hide');
  }
  focus(): void {
    if (BrowserWindow.#focused === this) return;
    BrowserWindow.#focused?.blur();
    BrowserWindow.#focused = this;
    this.emit('focus');
    app.emit('browser-window-focus', new PreventableEvent(), this);
  }
  blur(): void {
    if (BrowserWindow.#focused !== this) return;
    BrowserWindow.#focused = null;
    this.emit('blur');
  }
  minimize(): void {
    this.#minimized = true;
    this.emit('minimize');
  }
  restore(): void {
    this.#minimized = false;
    this.emit('restore');
  }
  isVisible(): boolean {
    return this.#visible;
  }
  isFocused(): boolean {
    return BrowserWindow.#focused === this;
  }
  isMinimized(): boolean {
    return this.#minimized;
  }

  getBounds(): Rectangle {
    return { ...this.#bounds };
  }
  /** Those behind a maximized window; here nothing is maximized. */
  getNormalBounds(): Rectangle {
    return this.getBounds();
  }
  setBounds(bounds: Partial<Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
    void this.#page.then((page) => page.resize(this.#bounds.width, this.#bounds.height));
    this.emit('resize');
    this.emit('resized');
  }
  getSize(): [number, number] {
    return [this.#bounds.width, this.#bounds.height];
  }
  setSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }
  getMinimumSize(): [number, number] {
    return [this.#options.minWidth ?? 0, this.#options.minHeight ?? 0];
  }
  getTitle(): string {
    return this.#title;
  }
  setTitle(title: string): void {
    this.#title = title;
  }
  setIcon(): void {}
  removeMenu(): void {}
  setBackgroundColor(): void {}

  /** For a change of the system's colours. */
  readonly [internal] = {
    setDark: (dark: boolean): void => void this.#page.then((page) => page.setDark(dark)),
  };

  async #openPage(preload: string | undefined): Promise<WindowPage> {
    // A microtask later, so that webContents exists when the first event comes.
    await Promise.resolve();
    const events: WindowPageEvents = {
      message: (message) => this.webContents[internal].receive(message),
      windowOpen: (url) => this.webContents[internal].windowOpen(url),
      crash: () => this.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 }),
      closed: () => this.#markClosed(),
      domReady: () => {
        this.webContents.emit('dom-ready');
        if (this.#announcedReady) return;
        this.#announcedReady = true;
        this.emit('ready-to-show');
      },
    };
    const { width, height } = this.#bounds;
    const source = preload === undefined ? undefined : fs.readFileSync(preload, 'utf8');
    return WindowPage.open(
      await browser(),
      { width, height, dark: nativeTheme.shouldUseDarkColors, preload: source },
      events,
    );
  }

  #markClosed(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.blur();
    this.webContents[internal].markDestroyed();
    this.emit('closed');
    windows.remove(this.id);
  }
}

onThemeChange((dark) => {
  for (const window of windows.all()) window[internal].setDark(dark);
});

/** The Chromium page behind one BrowserWindow, with the app's preload in an isolated world. */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import type { BrowserContext, CDPSession, Page } from 'playwright';
import { toChromium, toElectron } from './custom-scheme.ts';
import { internal } from './internal.ts';
import type { AppMessage, IsolatedWorldOptions, PageMessage } from './page/isolated-world.ts';
import { session } from './session.ts';

const WORLD = 'Electron Isolated Context';
const BINDING = '__electronDoubleSend';
const RECEIVER = '__electronDoubleReceive';

export interface WindowPageOptions {
  readonly width: number;
  readonly height: number;
  readonly dark: boolean;
  /** Source of the preload bundle. */
  readonly preload: string | undefined;
}

export interface WindowPageEvents {
  message(message: PageMessage): void;
  windowOpen(url: string): void;
  domReady(): void;
  crash(): void;
  closed(): void;
}

// Built beside this bundle: each defines `start(options)`. A preload runs in the main frame only.
const pageScript = (name: 'main-world' | 'isolated-world', options: object): string =>
  `if (top === self) (() => { ${fs.readFileSync(new URL(`./${name}.js`, import.meta.url), 'utf8')}\npage.start(${JSON.stringify(options)}); })();`;

export class WindowPage {
  readonly page: Page;
  readonly targetId: string;
  readonly #cdp: CDPSession;
  /** The URL that the app itself is loading; every other navigation asks `will-navigate` first. */
  #loading: string | undefined;
  #isolatedContext: number | undefined;

  private constructor(page: Page, cdp: CDPSession, targetId: string) {
    this.page = page;
    this.#cdp = cdp;
    this.targetId = targetId;
  }

  static async open(
    context: BrowserContext,
    options: WindowPageOptions,
    events: WindowPageEvents,
  ): Promise<WindowPage> {
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    const { targetInfo } = await cdp.send('Target.getTargetInfo');
    const window = new WindowPage(page, cdp, targetInfo.targetId);
    await window.#prepare(options, events);
    return window;
  }

  async #prepare(options: WindowPageOptions, events: WindowPageEvents): Promise<void> {
    const { page } = this;
    const cdp = this.#cdp;
    const channel = `double${randomBytes(8).toString('hex')}`;
    cdp.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name === WORLD) this.#isolatedContext = context.id;
    });
    cdp.on('Runtime.bindingCalled', ({ name, payload }) => {
      if (name === BINDING) events.message(JSON.parse(payload) as PageMessage);
    });
    cdp.on('Page.windowOpen', ({ url }) => events.windowOpen(toElectron(url)));
    page.on('popup', (popup) => void popup.close().catch(() => {}));
    page.on('domcontentloaded', () => events.domReady());
    page.on('crash', () => events.crash());
    page.on('close', () => events.closed());

    await page.setViewportSize({ width: options.width, height: options.height });
    await this.setDark(options.dark);
    await cdp.send('Page.enable');
    await cdp.send('Runtime.enable');
    await cdp.send('Runtime.addBinding', { name: BINDING, executionContextName: WORLD });
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', {
      source: pageScript('main-world', { channel }),
    });
    if (options.preload === undefined) return;
    const isolated: IsolatedWorldOptions = {
      channel,
      binding: BINDING,
      receiver: RECEIVER,
      preload: options.preload,
      process: { platform: process.platform, arch: process.arch, versions: { ...process.versions } },
    };
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', {
      source: pageScript('isolated-world', isolated),
      worldName: WORLD,
    });
  }

  isLoadingItself(chromiumUrl: string): boolean {
    return this.#loading === chromiumUrl;
  }

  /** Resolves with the document's title once it has loaded. */
  async load(url: string): Promise<string> {
    this.#loading = toChromium(url);
    if (URL.canParse(this.#loading)) await this.#grant(new URL(this.#loading).origin);
    try {
      await this.page.goto(this.#loading, { waitUntil: 'load' });
    } finally {
      this.#loading = undefined;
    }
    return this.page.title();
  }

  async #grant(origin: string): Promise<void> {
    if (!origin.startsWith('https:')) return;
    await this.page.context().grantPermissions(session.defaultSession[internal].granted(origin), { origin });
  }

  async send(message: AppMessage): Promise<void> {
    if (this.#isolatedContext === undefined) return;
    await this.#cdp
      .send('Runtime.callFunctionOn', {
        functionDeclaration: `(text) => globalThis.${RECEIVER}?.(text)`,
        executionContextId: this.#isolatedContext,
        arguments: [{ value: JSON.stringify(message) }],
      })
      // The document may be gone by now; so is whoever would have read the message.
      .catch(() => {});
  }

  execute(code: string): Promise<unknown> {
    return this.page.evaluate(code);
  }
  screenshot(): Promise<Buffer> {
    return this.page.screenshot();
  }
  resize(width: number, height: number): Promise<void> {
    return this.page.setViewportSize({ width, height });
  }
  setDark(dark: boolean): Promise<void> {
    return this.page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
  }
  async close(): Promise<void> {
    await this.page.close().catch(() => {});
  }
}

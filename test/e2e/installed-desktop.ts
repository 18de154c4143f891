/**
 * The built app as if it were installed, on a computer where nothing is set up yet, with all that it meets: a feed of new versions
 * on loopback, a scripted issuer of sign-ins, Codex, and a browser for a phone.
 */
import fs from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright';
import { launchBrowser } from '../browser.ts';
import { type CodexHome, endAll, startCodexHome, temporaryFolder } from '../codex/codex.ts';
import { type Issuer, startIssuer } from '../codex/issuer.ts';
import type { Desktop } from '../electron-double/fixture.ts';
import { startFeed, type UpdateFeed } from '../main/desktop/updates/update-feed.ts';
import { PATIENCE } from '../patience.ts';
import { launchHostDesktop } from './desktop-app.ts';

/** What the version that runs was installed as, until another takes its place. */
export const INSTALLED = 'the version that runs';
const WITHIN = PATIENCE.timeout;

export class InstalledDesktop {
  root!: string;
  feed!: UpdateFeed;
  codex!: CodexHome;
  issuer!: Issuer;
  browser!: Browser;
  desktop!: Desktop;
  panel!: Page;
  /** Once it is paired. */
  phone!: Page;

  async start(): Promise<void> {
    this.root = fs.realpathSync(temporaryFolder('first-days'));
    for (const folder of ['calendar', 'resources', 'data'])
      fs.mkdirSync(this.inRoot(folder), { mode: 0o700 });
    fs.writeFileSync(this.appImage(), INSTALLED, { mode: 0o755 });
    this.feed = await startFeed();
    this.issuer = await startIssuer();
    this.codex = startCodexHome({ modelUrl: 'http://127.0.0.1:9/v1' });
    // Codex's own provider, which needs an account.
    fs.writeFileSync(
      path.join(this.codex.home, 'config.toml'),
      `chatgpt_base_url = "${this.issuer.url}/backend-api/"\n`,
    );
    fs.writeFileSync(
      this.inRoot('resources', 'app-update.yml'),
      `provider: generic\nurl: ${this.feed.url}\nupdaterCacheDirName: outpost-updater\n`,
    );
    this.browser = await launchBrowser();
    this.desktop = await launchHostDesktop({
      // Without a name: that is one of the settings.
      args: ['--bind', '127.0.0.1', '--port', '0', '--codex', this.codexProgram()],
      dataFolder: this.data(),
      resources: this.inRoot('resources'),
      env: {
        APPIMAGE: this.appImage(),
        XDG_CONFIG_HOME: this.inRoot('config'),
        XDG_CACHE_HOME: this.inRoot('cache'),
        CODEX_HOME: this.codex.home,
        CODEX_APP_SERVER_LOGIN_ISSUER: this.issuer.url,
      },
    });
    await this.desktop.evaluate(({ dialog, shell }, folder) => {
      const scope = Object.assign(globalThis, {
        shownPlaces: [] as string[],
        told: [] as string[],
        pages: [] as string[],
      });
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [folder] });
      dialog.showMessageBox = async (...args: unknown[]) => {
        const { message, detail } = args.at(-1) as { message: string; detail?: string };
        scope.told.push(`${message} ${detail ?? ''}`);
        return { response: 0, checkboxChecked: false };
      };
      shell.openExternal = async (page) => void scope.pages.push(page);
      shell.showItemInFolder = (place) => void scope.shownPlaces.push(place);
    }, this.inRoot('calendar'));
    // It has opened by itself.
    this.panel = await this.desktop.firstWindow();
    this.panel.setDefaultTimeout(WITHIN);
  }

  async close(): Promise<void> {
    await this.browser?.close();
    await this.desktop?.close();
    await this.feed?.close();
    await endAll(this.codex);
    await this.codex.remove();
    await this.issuer.close();
    fs.rmSync(this.root, { recursive: true, force: true });
  }

  inRoot(...names: string[]): string {
    return path.join(this.root, ...names);
  }
  data(): string {
    return this.inRoot('data');
  }
  appImage(): string {
    return this.inRoot('Outpost.AppImage');
  }
  /** Where Codex is looked for; it is not installed there at first. */
  codexProgram(): string {
    return path.join(this.codex.root, 'bin', 'codex');
  }
  autostart(): string {
    return this.inRoot('config', 'autostart', 'outpost.desktop');
  }
  /** The lines of `settings.toml` that set something. */
  settingsFile(): string[] {
    return fs
      .readFileSync(this.inRoot('data', 'settings.toml'), 'utf8')
      .split('\n')
      .filter((line) => /^\w/.test(line));
  }

  press(name: string | RegExp): Promise<void> {
    return this.panel
      .getByRole('button', typeof name === 'string' ? { name, exact: true } : { name })
      .click();
  }
  heading(name: string): Promise<void> {
    return this.panel.getByRole('heading', { name, level: 1 }).waitFor();
  }
  view(name: 'Home' | 'Settings' | 'Phones' | 'Policy'): Promise<void> {
    return this.panel
      .getByRole('navigation', { name: 'Views' })
      .getByRole('button', { name: new RegExp(`^${name}`) })
      .click();
  }
  clipboard(): Promise<string> {
    return this.desktop.evaluate(({ clipboard: c }) => c.readText(), undefined);
  }
  /** What the app asked the system for. */
  noted(what: 'shownPlaces' | 'told' | 'pages'): Promise<string[]> {
    return this.desktop.evaluate(
      (_, name) => (globalThis as unknown as Record<string, string[]>)[name] ?? [],
      what,
    );
  }
}

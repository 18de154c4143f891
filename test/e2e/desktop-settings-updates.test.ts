/**
 * One computer from its first start to its first update: the built app as if it were installed, with a feed of new versions
 * on loopback, the real host and relay, the real Codex signed in at a scripted issuer, and the built phone client in a browser
 * of its own. What is chosen in the window is
 * read back where it ends: in `settings.toml`, at the system, on the phone.
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { INITIAL_SETTINGS, SETTING_KEYS, SETTINGS } from '../../main/contract/settings.ts';
import { WATCH_LINES } from '../../main/contract/watching.ts';
import manifest from '../../package.json' with { type: 'json' };
import { launchBrowser } from '../browser.ts';
import {
  type CodexHome,
  codexCommand,
  endAll,
  provideDaemon,
  startCodexHome,
  temporaryFolder,
} from '../codex/codex.ts';
import { type Issuer, startIssuer } from '../codex/issuer.ts';
import type { Desktop } from '../electron-double/fixture.ts';
import { startFeed, type UpdateFeed } from '../main/desktop/updates/update-feed.ts';
import { PATIENCE } from '../patience.ts';
import { launchHostDesktop, readQrCode } from './desktop-app.ts';
import { OutpostProcess } from './outpost-process.ts';

const WITHIN = PATIENCE.timeout;
const { version: RUNS } = manifest;
const NEWER = '9.1.0';
const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read, { interval: 20, timeout: WITHIN });

let root: string;
let feed: UpdateFeed;
let codex: CodexHome;
let issuer: Issuer;
let browser: Browser;
let desktop: Desktop;
let panel: Page;
let phone: Page;

const inRoot = (...names: string[]): string => path.join(root, ...names);
const data = (): string => inRoot('data');
const appImage = (): string => inRoot('Outpost.AppImage');
/** Where Codex is looked for; it is not installed there at first. */
const codexProgram = (): string => path.join(codex.root, 'bin', 'codex');
/** What the new version does when it is started. */
const STARTED = '#!/bin/sh\necho "$0" > "$(dirname "$0")/started"\n';

beforeAll(async () => {
  root = fs.realpathSync(temporaryFolder('first-days'));
  for (const folder of ['calendar', 'resources', 'data']) fs.mkdirSync(inRoot(folder), { mode: 0o700 });
  fs.writeFileSync(appImage(), 'the version that runs', { mode: 0o755 });
  feed = await startFeed();
  issuer = await startIssuer();
  codex = startCodexHome({ modelUrl: 'http://127.0.0.1:9/v1' });
  // Codex's own provider, which needs an account.
  fs.writeFileSync(path.join(codex.home, 'config.toml'), `chatgpt_base_url = "${issuer.url}/backend-api/"\n`);
  fs.writeFileSync(
    inRoot('resources', 'app-update.yml'),
    `provider: generic\nurl: ${feed.url}\nupdaterCacheDirName: outpost-updater\n`,
  );
  browser = await launchBrowser();
  desktop = await launchHostDesktop({
    // Without a name: that is one of the settings.
    args: ['--bind', '127.0.0.1', '--port', '0', '--codex', codexProgram()],
    dataFolder: data(),
    resources: inRoot('resources'),
    env: {
      APPIMAGE: appImage(),
      XDG_CONFIG_HOME: inRoot('config'),
      XDG_CACHE_HOME: inRoot('cache'),
      CODEX_HOME: codex.home,
      CODEX_APP_SERVER_LOGIN_ISSUER: issuer.url,
    },
  });
  await desktop.evaluate(({ dialog, shell }, folder) => {
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
  }, inRoot('calendar'));
  // It has opened by itself.
  panel = await desktop.firstWindow();
  panel.setDefaultTimeout(WITHIN);
});
afterAll(async () => {
  await browser?.close();
  await desktop?.close();
  await feed?.close();
  await endAll(codex);
  await codex.remove();
  await issuer.close();
  fs.rmSync(root, { recursive: true, force: true });
});

const press = (name: string | RegExp) =>
  panel.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name }).click();
const heading = (name: string) => panel.getByRole('heading', { name, level: 1 }).waitFor();
const view = (name: 'Home' | 'Settings' | 'Phones' | 'Policy') =>
  panel
    .getByRole('navigation', { name: 'Views' })
    .getByRole('button', { name: new RegExp(`^${name}`) })
    .click();
const clipboard = (): Promise<string> => desktop.evaluate(({ clipboard: c }) => c.readText(), undefined);
const noted = (what: 'shownPlaces' | 'told' | 'pages'): Promise<string[]> =>
  desktop.evaluate((_, name) => (globalThis as unknown as Record<string, string[]>)[name] ?? [], what);
/** The lines of `settings.toml` that set something. */
const settingsFile = (): string[] =>
  fs
    .readFileSync(inRoot('data', 'settings.toml'), 'utf8')
    .split('\n')
    .filter((line) => /^\w/.test(line));
const autostart = (): string => inRoot('config', 'autostart', 'outpost.desktop');

describe('the first start', () => {
  test('its one button finds no agent, and says how to get it; what is skipped stands on Home', async () => {
    await press('Set up this computer');
    await panel.getByText('Codex is not installed').waitFor();
    await press('Copy the command');
    await eventually(clipboard).toBe('npm install -g @openai/codex');
    await press('Look again');
    await view('Home');
    await heading('Pair your first phone');
    await desktop.evaluate(({ clipboard: c }) => c.writeText(''), undefined);
    await press('Copy the command');
    await eventually(clipboard).toBe('npm install -g @openai/codex');
    await press('Look again');
    await press('Keys');
    await panel.getByRole('dialog', { name: 'Keys' }).getByRole('button', { name: 'Close' }).click();
    for (const way of ['Pair one', 'Pair a phone']) {
      await press(way);
      await heading('Pair a phone');
      await view('Home');
    }
    await press('Set up this computer');
    await press('Set up this computer');
    await heading('The agent');
  });

  test('signs the real Codex in by its own code, which is shown right there', async () => {
    fs.mkdirSync(path.dirname(codexProgram()));
    fs.symlinkSync(codexCommand(), codexProgram());
    await press('Look again');
    await panel.getByText('Codex is here, and signed out').waitFor();
    await press('Sign in');
    await panel.getByText(issuer.code).waitFor();
    await press('Copy the code');
    await eventually(clipboard).toBe(issuer.code);
    await press('Open page');
    // The scripted issuer has no certificate, and only https is opened.
    await panel.getByRole('alert').getByText('Type this address into a browser yourself.').waitFor();
    expect(await noted('pages')).toEqual([]);
    await press('Cancel');
    await press('Sign in');
    await panel.getByText(issuer.code).waitFor();
    issuer.refuse();
    await panel.getByRole('alert').getByText('Codex could not finish the sign-in').waitFor();
    await press('Try again');
    await panel.getByText(issuer.code).waitFor();
    issuer.enter();
    await panel.getByText('Codex is ready').waitFor();
    await press('Next');
  });

  test('starts with the system from now on, and stays awake', async () => {
    await heading('Start at login, stay awake');
    expect(fs.existsSync(autostart())).toBe(false);
    await panel.getByRole('switch', { name: 'Start at login' }).press('Space');
    await eventually(() => fs.existsSync(autostart())).toBe(true);
    await panel.getByRole('switch', { name: 'Start at login' }).press('Space');
    await eventually(() => fs.existsSync(autostart())).toBe(false);
    await press('Turn on both');
    await eventually(() => fs.existsSync(autostart())).toBe(true);
    expect(fs.readFileSync(autostart(), 'utf8')).toContain(`Exec="${appImage()}"\n`);
    await eventually(settingsFile).toContain('start_at_login = true');
    await panel.getByRole('radio', { name: 'Always' }).click();
    await eventually(() => desktop.blockers()).toHaveLength(1);
    await panel.getByRole('radio', { name: 'While a phone is connected' }).click();
    await eventually(() => desktop.blockers()).toEqual([]);
    await press('Next');
    await heading('A computer that stands alone');
    await press('Copy the command: Never sleep');
    await eventually(clipboard).toMatch(/^sudo systemctl mask /);
    await press('Back');
    await heading('Start at login, stay awake');
    await press('Next');
    await press('Next');
  });

  test('opens a project, and switches a way on and off again', async () => {
    await press('Choose a folder…');
    await panel.getByText('calendar', { exact: true }).waitFor();
    await press('Choose another…');
    await press('Next');
    await heading('Codex in a terminal');
    await press('Not now');
    await eventually(settingsFile).toContain('share_with_terminal = "off"');
    await press('Next');
    await heading('The way to your phone');
    await press('Turn on: Tailscale');
    await eventually(settingsFile).toContain('tailscale = true');
    await press('Try again: Tailscale');
    await view('Home');
    await press('Try Tailscale again');
    await press('Other ways');
    await press('Go on with the set-up');
    await heading('Pair a phone');
    await press('Back');
    await press('Turn off: Tailscale');
    await eventually(settingsFile).not.toContain('tailscale = true');
    await press(/^(Next|Skip this step)$/);
  });

  test('ends with a phone, paired by the code that is shown', async () => {
    await panel.getByRole('img', { name: /QR code/ }).waitFor();
    const context = await browser.newContext({
      viewport: { width: 390, height: 844 },
      isMobile: true,
      hasTouch: true,
    });
    phone = await context.newPage();
    phone.setDefaultTimeout(WITHIN);
    await phone.goto((await readQrCode(panel)) ?? 'about:blank');
    await phone.getByRole('button', { name: 'Pair' }).click();
    await panel.getByRole('heading', { name: /is paired$/ }).waitFor();
    const words = (of: Page) =>
      of.getByRole('list', { name: 'Check words' }).getByRole('listitem').allTextContents();
    expect(await words(panel)).toEqual(await words(phone));
    await phone.getByRole('textbox', { name: 'A name for this phone' }).fill('Ada');
    await eventually(async () => {
      await phone
        .getByRole('button', { name: 'They match' })
        .click({ timeout: 500 })
        .catch(() => {});
      return phone.getByRole('navigation').isVisible();
    }).toBe(true);
    await heading('Ada is paired');
    await press('Done');
    await panel.getByText('Ada is connected').waitFor();
    // What was skipped is found again.
    await panel.getByText('Every step of the set-up is done.').waitFor();
    await press('Set up this computer');
    await press('Open: The agent');
    await panel.getByText('Codex is ready').waitFor();
  });

  test('Home chooses what keeps it awake, at once', async () => {
    await view('Home');
    const held = (count: number) => eventually(async () => (await desktop.blockers()).length).toBe(count);
    await held(1);
    for (const [choice, count] of [
      ['Off', 0],
      ['Always', 1],
      ['While the agent works', 0],
      ['While a phone is connected', 1],
    ] as const) {
      await panel.getByRole('radio', { name: choice }).click();
      await held(count);
    }
    const sleeps = panel.getByRole('switch', { name: 'Let it sleep on battery' });
    await sleeps.click();
    await desktop.runOn('battery');
    await held(0);
    // The host obeys before the window has drawn it.
    await eventually(() => sleeps.isChecked()).toBe(true);
    await sleeps.click();
    await held(1);
    await desktop.runOn('mains');
  });
});

describe('the settings', () => {
  const field = (name: string) => panel.getByRole('textbox', { name });
  const back = (title: string) => press(`Set “${title}” back`);
  const type = async (name: string, text: string): Promise<void> => {
    await field(name).fill(text);
    await panel.keyboard.press('Enter');
  };

  test('a switch is written and obeyed, and set back', async () => {
    await view('Settings');
    const login = panel.getByRole('switch', { name: 'Start at login' });
    expect(await login.isChecked()).toBe(true);
    await login.press('Space');
    await eventually(() => fs.existsSync(autostart())).toBe(false);
    await eventually(settingsFile).toContain('start_at_login = false');
    await eventually(() => login.isChecked()).toBe(false);
    await login.press('Space');
    await eventually(() => fs.existsSync(autostart())).toBe(true);
    await back('Start at login');
    await eventually(() => fs.existsSync(autostart())).toBe(false);
    expect(settingsFile().filter((line) => line.startsWith('start_at_login'))).toEqual([]);
  });

  test('every other switch changes what the file says, and back', async () => {
    const switches = SETTING_KEYS.filter((key) => typeof INITIAL_SETTINGS[key] === 'boolean');
    for (const key of switches) {
      const control = panel.getByRole('switch', { name: SETTINGS[key].title, exact: true });
      const before = await control.isChecked();
      for (const on of [!before, before]) {
        await control.press('Space');
        await eventually(settingsFile).toContain(`${key} = ${on}`);
        await eventually(() => control.isChecked()).toBe(on);
      }
    }
  });

  test('a choice holds the computer awake at once, and lets it go', async () => {
    await eventually(() => desktop.blockers()).toHaveLength(1);
    await panel.getByRole('radio', { name: 'while the agent works' }).click();
    await eventually(() => desktop.blockers()).toEqual([]);
    await eventually(settingsFile).toContain('keep_awake_while = "working"');
    await back('Keep it awake');
    await eventually(() => desktop.blockers()).toHaveLength(1);
  });

  test('a number that is none is refused in words and stays to be corrected', async () => {
    const days = 'Forget a phone that was not seen for so many days';
    await type(days, 'many');
    await panel.getByRole('alert').getByText('It has to be a whole number from 0 to 3650.').waitFor();
    expect(await field(days).inputValue()).toBe('many');
    expect(settingsFile().join()).not.toContain('phones_expire');
    await type(days, '30');
    await panel.getByRole('alert').waitFor({ state: 'detached' });
    await eventually(settingsFile).toContain('phones_expire_after_days = 30');
    await view('Phones');
    await panel.getByText('when it was not used for 30 days').waitFor();
    await view('Settings');
  });

  test('a text is obeyed when Outpost starts again, and says so', async () => {
    await type('Name of this computer', ' studio ');
    await eventually(settingsFile).toContain('name = "studio"');
    await panel.getByText('How phones see it. Empty: the name that the system gives it. A change').waitFor();
    await type('Where links open', 'ftp://nowhere');
    await panel.getByRole('alert').getByText('It has to be an address').waitFor();
    await field('Where links open').press('Escape');
    expect(await field('Where links open').inputValue()).toBe('');
  });

  test('relays are added and removed one by one; one that cannot be is told', async () => {
    const add = 'Add to “Relays of your own”';
    await type(add, 'nowhere');
    await panel.getByRole('alert').getByText('a list of at most 4 addresses').waitFor();
    // Nobody is there, and that is said beside it.
    await field(add).fill('ws://127.0.0.1:9');
    await press('Add');
    await eventually(settingsFile).toContain('relays = [ "ws://127.0.0.1:9" ]');
    const ways = panel.getByRole('list', { name: 'Ways to this computer' });
    await ways.getByText('ws://127.0.0.1:9').waitFor();
    await press('Remove ws://127.0.0.1:9');
    await ways.getByText('ws://127.0.0.1:9').waitFor({ state: 'detached' });
  });

  test('threads are shared with the terminal when that is asked for; what fails is told, and tried again', async () => {
    const title = SETTINGS.share_with_terminal.title;
    const share = (choice: 'yes' | 'no') =>
      panel
        .getByRole('radiogroup', { name: title })
        .getByRole('radio', { name: choice, exact: true })
        .click();
    const stands = (word: 'Shared' | 'Not shared' | 'Kept apart') =>
      panel.getByRole('main').getByText(word, { exact: true }).waitFor();
    const packages = path.join(codex.home, 'packages');
    const setUp = async (): Promise<void> => {
      await view('Home');
      await press('Set up this computer');
      await press('Open: Codex in a terminal');
    };
    const copied = async (): Promise<void> => {
      await desktop.evaluate(({ clipboard: c }) => c.writeText(''), undefined);
      await press('Copy the command that ends the daemon');
      await eventually(clipboard).toBe('codex app-server daemon stop');
    };
    // A file stands where Codex keeps the copy that its daemon is.
    fs.writeFileSync(packages, '');
    await back(title);
    await setUp();
    await press('Share');
    await stands('Not shared');
    await panel.getByText('Codex’s daemon did not start (daemon executable not found').waitFor();
    fs.rmSync(packages);
    provideDaemon(codex);
    await press('Try again');
    await stands('Shared');

    await view('Settings');
    await press('Copy the lines for config.toml');
    await eventually(clipboard).toBe(WATCH_LINES);
    await share('no');
    await stands('Kept apart');
    await copied();
    await setUp();
    await copied();
    execFileSync(codexProgram(), ['app-server', 'daemon', 'stop'], {
      env: { ...process.env, CODEX_HOME: codex.home },
      stdio: 'pipe',
    });

    await view('Settings');
    fs.renameSync(packages, `${packages}-away`);
    await share('yes');
    await stands('Not shared');
    fs.renameSync(`${packages}-away`, packages);
    await press('Try again');
    await stands('Shared');
    await share('no');
    await stands('Kept apart');
  });

  test('the file is shown where it lies; the key moves to a file and back after one question', async () => {
    await press('Show in its folder');
    await eventually(() => noted('shownPlaces')).toEqual([inRoot('data', 'settings.toml')]);
    const kept = (): unknown => JSON.parse(fs.readFileSync(inRoot('data', 'identity.json'), 'utf8')).kept;
    expect(kept()).toBe('sealed');
    for (const [verb, place] of [
      ['Move to a file', 'plain'],
      ['Move to the keychain', 'sealed'],
      ['Move to a file', 'plain'],
    ] as const) {
      await press(`${verb}…`);
      await panel.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
      await panel.getByRole('dialog').waitFor({ state: 'detached' });
      expect(kept()).not.toBe(place);
      await press(`${verb}…`);
      await panel.getByRole('dialog').getByRole('button', { name: verb }).click();
      await eventually(kept).toBe(place);
    }
    await phone.getByRole('navigation').waitFor();
  });
});

describe('the policy', () => {
  const file = (): string => inRoot('data', 'policy.toml');
  const says = (): string => fs.readFileSync(file(), 'utf8');
  const choose = (name: string, option: string) =>
    panel.getByRole('combobox', { name, exact: true }).selectOption({ label: option });
  beforeAll(async () => {
    await view('Policy');
    await heading('Policy');
    fs.writeFileSync(file(), `# Ours, since March.\n${says()}`);
  });
  afterAll(() => view('Settings'));

  test('a preset is chosen in words, and stands in the file under the owner’s comment', async () => {
    await panel.getByRole('radio', { name: 'Pilot' }).click();
    await eventually(says).toContain('preset = "pilot"');
    await panel.getByRole('radio', { name: 'Team' }).click();
    await eventually(says).toContain('preset = "team"');
    expect(says()).toMatch(/^# Ours, since March\./);
  });

  test('a cell and a time are changed: Reaches further: answered, and open for', async () => {
    await choose('Reaches further: answered', 'this computer only');
    await eventually(says).toContain('[tiers]\nexpand = "desk"');
    await choose('Reaches further: open for', 'open for 30 minutes');
    await eventually(says).toContain('[expires]\nexpand = "30m"');
    await choose('Reaches further: answered', 'phone, held');
    await eventually(says).not.toContain('expand = "desk"');
  });

  test('an exception is added and removed', async () => {
    await choose('Kind of question', 'Tools');
    await choose('How far it reaches', 'reaches further');
    await choose('Where this kind is answered', 'declined');
    await press('Add exception');
    await eventually(says).toContain('[kinds.tool]\nexpand = "never"');
    await press('Remove: Tools, reaches further');
    await eventually(says).not.toContain('expand = "never"');
  });

  test('a page without encryption may say yes to more, or as the preset has it', async () => {
    const page = 'A page without encryption: says yes up to';
    await choose(page, 'reaches further');
    await eventually(says).toContain('[clients]\nplain_http = "expand"');
    await choose(page, 'local');
    await eventually(says).not.toContain('plain_http');
  });

  test('quiet hours begin and end when the owner says: Keep quiet hours', async () => {
    await panel.getByRole('switch', { name: 'Keep quiet hours' }).click();
    await eventually(says).toContain('from = "22:00"');
    await panel.getByRole('textbox', { name: 'From' }).fill('21:30');
    await panel.getByRole('textbox', { name: 'To', exact: true }).fill('25:00');
    await panel.keyboard.press('Enter');
    await panel.getByRole('alert').waitFor();
    await panel.getByRole('textbox', { name: 'To', exact: true }).fill('06:00');
    await panel.keyboard.press('Enter');
    await choose('In the quiet hours', 'phones may answer; nothing expires before they end');
    await eventually(says).toMatch(/from = "21:30"\nto = "06:00"\nquestions = "wait"/);
    await panel.getByRole('switch', { name: 'Keep quiet hours' }).click();
    await eventually(says).not.toContain('[quiet_hours]');
  });

  test('rules about commands and files are added, and one is taken away', async () => {
    await choose('Where it is answered', 'declined');
    await panel.getByRole('textbox', { name: 'Program and arguments' }).fill('git push **');
    await press('Add rule');
    await eventually(says).toContain('answer = "never"\nprogram = "git"\narguments = ["push", "**"]');
    await choose('What the rule is about', 'Changed files');
    await panel.getByRole('textbox', { name: 'Files, from the project on' }).fill('docs/**');
    await press('Add rule');
    await eventually(says).toContain('paths = ["docs/**"]');
    await press('Remove the rule docs/**');
    await eventually(says).not.toContain('docs/**');
  });

  test('a command is explained, here and in a terminal', async () => {
    await choose('Project', 'in calendar');
    await panel.getByRole('textbox', { name: 'Command to explain' }).fill('git push origin main');
    await press('Explain');
    await panel.getByText('In the sandbox:').waitFor();
    const { out } = await OutpostProcess.result(['policy', 'check', 'ls', '--json', '--data', data()]);
    expect(JSON.parse(out)).toMatchObject({ sandbox: { rule: expect.any(String) } });
  });

  test('a mistake made by hand is named with its place, here and on Home, until it is mended', async () => {
    const good = says();
    fs.writeFileSync(file(), `${good}\nrulez = 1\n`);
    await panel.getByRole('alert').getByText('is nothing that a policy knows').waitFor();
    await press('Show the file');
    await eventually(() => noted('shownPlaces')).toContain(file());
    await press('Show in its folder');
    await view('Home');
    await heading('The policy has a mistake');
    await press('Show it');
    await heading('Policy');
    await view('Home');
    await press('Show the policy');
    await heading('Policy');
    fs.writeFileSync(file(), good);
    await panel.getByRole('alert').waitFor({ state: 'detached' });
    expect(await panel.getByRole('radio', { name: 'Team' }).isChecked()).toBe(true);
  });
});

describe('a new version', () => {
  const shows = (text: string | RegExp) => panel.getByRole('main').getByText(text).waitFor();
  const restart = () => panel.getByRole('button', { name: 'Restart to update' });

  test('is looked for at the start; a feed that is not there yet is told', async () => {
    await shows(`Outpost ${RUNS}`);
    await shows('nobody answered');
    feed.publish({ version: RUNS, content: Buffer.from(STARTED) });
    await press('Look now');
    await shows(`Outpost ${RUNS} is the newest version`);
    await shows('Looked for another one just now.');
  });

  test('is fetched by itself, and then offered here, on Home, in the tray and in a terminal', async () => {
    const release = feed.hold();
    feed.publish({ version: NEWER, content: Buffer.from(STARTED) });
    await press('Look now');
    await shows(`Version ${NEWER} is being fetched.`);
    release();
    await shows(`Version ${NEWER} is ready`);
    await view('Home');
    await restart().waitFor();
    await eventually(async () => (await desktop.tray.items()).map(({ label }) => label)).toContain(
      `Restart to update to ${NEWER}`,
    );
    const { out } = await OutpostProcess.result(['update', '--data', data()]);
    expect(out).toContain(`ready       Version ${NEWER}`);
    expect(fs.readFileSync(appImage(), 'utf8')).toBe('the version that runs');
  });

  test('interrupts no turn, whoever asks', async () => {
    await phone.getByRole('button', { name: 'New thread' }).first().click();
    await phone.getByRole('radio', { name: /demo/i }).check();
    await phone.getByRole('textbox', { name: 'What to do' }).fill('Fix the date');
    await phone.getByRole('button', { name: 'Start' }).click();
    await shows('You can restart when it has ended.');
    expect(await restart().getAttribute('aria-disabled')).toBe('true');
    await restart().click({ force: true });
    await desktop.tray.click([`Restart to update to ${NEWER}`]);
    await eventually(() => noted('told')).toEqual([expect.stringContaining('works on a turn')]);
    const asked = await OutpostProcess.result(['update', 'restart', '--data', data()]);
    expect([asked.code, asked.err]).toEqual([1, expect.stringContaining('works on a turn')]);
    // The turn went on meanwhile, and asks; answered at the desk, it ends.
    await press('Answer');
    await panel.getByRole('heading', { name: 'Change 2 files?' }).waitFor();
    await press('Say why not…');
    await eventually(async () => {
      await panel
        .getByRole('button', { name: 'Decline and stop the turn' })
        .click({ timeout: 500 })
        .catch(() => {});
      return panel.getByRole('heading', { name: 'Change 2 files?' }).count();
    }).toBe(0);
  });

  test('takes the place of the one that runs, and is started', async () => {
    await view('Home');
    await shows('Phones come back by themselves.');
    await desktop.tray.click([`Restart to update to ${NEWER}`]).catch(() => {}); // The answer may be lost with the app.
    expect(await desktop.exited).toBe(0);
    await eventually(() => fs.existsSync(inRoot('started'))).toBe(true);
    expect(fs.readFileSync(inRoot('started'), 'utf8').trim()).toBe(appImage());
    expect(fs.readFileSync(appImage(), 'utf8')).toBe(STARTED);
  });

  test('what was set at the desk holds in a terminal: the key is its own, the name is the new one', async () => {
    const host = OutpostProcess.run(['start', '--port', '0', '--bind', '127.0.0.1', '--data', data()]);
    try {
      await host.shows('studio');
      const { out } = await OutpostProcess.result(['status', '--data', data()]);
      expect(out).toContain('Outpost in a terminal does not update itself.');
    } finally {
      await host.end();
    }
  });
});

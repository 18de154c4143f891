/**
 * One computer from its first start to its first update: the built app as if it were installed, with a feed of new versions
 * on loopback, the real host and relay, the real Codex signed in at a scripted issuer, and the built phone client in a browser
 * of its own. What is chosen in the window is
 * read back where it ends: in `settings.toml`, at the system, on the phone.
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { INITIAL_SETTINGS, SETTING_KEYS, SETTINGS } from '../../main/contract/settings.ts';
import { WATCH_LINES } from '../../main/contract/watching.ts';
import manifest from '../../package.json' with { type: 'json' };
import { codexCommand, provideDaemon } from '../codex/codex.ts';
import { PATIENCE } from '../patience.ts';
import { INSTALLED, InstalledDesktop } from './installed-desktop.ts';
import { OutpostProcess } from './outpost-process.ts';
import { checkWords, confirmWords, phoneContext, scanned } from './phone-at-desk.ts';

const WITHIN = PATIENCE.timeout;
const { version: RUNS } = manifest;
const NEWER = '9.1.0';
const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read, { interval: 20, timeout: WITHIN });
/** What the new version does when it is started. */
const STARTED = '#!/bin/sh\necho "$0" > "$(dirname "$0")/started"\n';

const app = new InstalledDesktop();
beforeAll(() => app.start());
afterAll(() => app.close());

describe('the first start', () => {
  test('its one button finds no agent, and says how to get it; what is skipped stands on Home', async () => {
    await app.press('Set up this computer');
    await app.panel.getByText('Codex is not installed').waitFor();
    await app.press('Copy the command');
    await eventually(() => app.clipboard()).toBe('npm install -g @openai/codex');
    await app.press('Look again');
    await app.view('Home');
    await app.heading('Pair your first phone');
    await app.desktop.evaluate(({ clipboard: c }) => c.writeText(''), undefined);
    await app.press('Copy the command');
    await eventually(() => app.clipboard()).toBe('npm install -g @openai/codex');
    await app.press('Look again');
    await app.press('Keys');
    await app.panel.getByRole('dialog', { name: 'Keys' }).getByRole('button', { name: 'Close' }).click();
    for (const way of ['Pair one', 'Pair a phone']) {
      await app.press(way);
      await app.heading('Pair a phone');
      await app.view('Home');
    }
    await app.press('Set up this computer');
    await app.press('Set up this computer');
    await app.heading('The agent');
  });

  test('signs the real Codex in by its own code, which is shown right there', async () => {
    fs.mkdirSync(path.dirname(app.codexProgram()));
    fs.symlinkSync(codexCommand(), app.codexProgram());
    await app.press('Look again');
    await app.panel.getByText('Codex is here, and signed out').waitFor();
    await app.press('Sign in');
    await app.panel.getByText(app.issuer.code).waitFor();
    await app.press('Copy the code');
    await eventually(() => app.clipboard()).toBe(app.issuer.code);
    await app.press('Open page');
    // The scripted issuer has no certificate, and only https is opened.
    await app.panel.getByRole('alert').getByText('Type this address into a browser yourself.').waitFor();
    expect(await app.noted('pages')).toEqual([]);
    await app.press('Cancel');
    await app.press('Sign in');
    await app.panel.getByText(app.issuer.code).waitFor();
    app.issuer.refuse();
    await app.panel.getByRole('alert').getByText('Codex could not finish the sign-in').waitFor();
    await app.press('Try again');
    await app.panel.getByText(app.issuer.code).waitFor();
    app.issuer.enter();
    await app.panel.getByText('Codex is ready').waitFor();
    await app.press('Next');
  });

  test('starts with the system from now on, and stays awake', async () => {
    await app.heading('Start at login, stay awake');
    expect(fs.existsSync(app.autostart())).toBe(false);
    await app.panel.getByRole('switch', { name: 'Start at login' }).press('Space');
    await eventually(() => fs.existsSync(app.autostart())).toBe(true);
    await app.panel.getByRole('switch', { name: 'Start at login' }).press('Space');
    await eventually(() => fs.existsSync(app.autostart())).toBe(false);
    await app.press('Turn on both');
    await eventually(() => fs.existsSync(app.autostart())).toBe(true);
    expect(fs.readFileSync(app.autostart(), 'utf8')).toContain(`Exec="${app.appImage()}"\n`);
    await eventually(() => app.settingsFile()).toContain('start_at_login = true');
    await app.panel.getByRole('radio', { name: 'Always' }).click();
    await eventually(() => app.desktop.blockers()).toHaveLength(1);
    await app.panel.getByRole('radio', { name: 'While a phone is connected' }).click();
    await eventually(() => app.desktop.blockers()).toEqual([]);
    await app.press('Next');
    await app.heading('A computer that stands alone');
    await app.press('Copy the command: Never sleep');
    await eventually(() => app.clipboard()).toMatch(/^sudo systemctl mask /);
    await app.press('Back');
    await app.heading('Start at login, stay awake');
    await app.press('Next');
    await app.press('Next');
  });

  test('opens a project, and switches a way on and off again', async () => {
    await app.press('Choose a folder…');
    await app.panel.getByText('calendar', { exact: true }).waitFor();
    await app.press('Choose another…');
    await app.press('Next');
    await app.heading('Codex in a terminal');
    await app.press('Not now');
    await eventually(() => app.settingsFile()).toContain('share_with_terminal = "off"');
    await app.press('Next');
    await app.heading('The way to your phone');
    await app.press('Turn on: Tailscale');
    await eventually(() => app.settingsFile()).toContain('tailscale = true');
    await app.press('Try again: Tailscale');
    await app.view('Home');
    await app.press('Try Tailscale again');
    await app.press('Other ways');
    await app.press('Go on with the set-up');
    await app.heading('Pair a phone');
    await app.press('Back');
    await app.press('Turn off: Tailscale');
    await eventually(() => app.settingsFile()).not.toContain('tailscale = true');
    await app.press(/^(Next|Skip this step)$/);
  });

  test('ends with a phone, paired by the code that is shown', async () => {
    app.phone = await scanned(await phoneContext(app.browser), app.panel);
    app.phone.setDefaultTimeout(WITHIN);
    await app.panel.getByRole('heading', { name: /is paired$/ }).waitFor();
    expect(await checkWords(app.panel)).toEqual(await checkWords(app.phone));
    await app.phone.getByRole('textbox', { name: 'A name for this phone' }).fill('Ada');
    await confirmWords(app.phone);
    await app.heading('Ada is paired');
    await app.press('Done');
    await app.panel.getByText('Ada is connected').waitFor();
    // What was skipped is found again.
    await app.panel.getByText('Every step of the set-up is done.').waitFor();
    await app.press('Set up this computer');
    await app.press('Open: The agent');
    await app.panel.getByText('Codex is ready').waitFor();
  });

  test('Home chooses what keeps it awake, at once', async () => {
    await app.view('Home');
    const held = (count: number) => eventually(async () => (await app.desktop.blockers()).length).toBe(count);
    await held(1);
    for (const [choice, count] of [
      ['Off', 0],
      ['Always', 1],
      ['While the agent works', 0],
      ['While a phone is connected', 1],
    ] as const) {
      await app.panel.getByRole('radio', { name: choice }).click();
      await held(count);
    }
    const sleeps = app.panel.getByRole('switch', { name: 'Let it sleep on battery' });
    await sleeps.click();
    await app.desktop.runOn('battery');
    await held(0);
    // The host obeys before the window has drawn it.
    await eventually(() => sleeps.isChecked()).toBe(true);
    await sleeps.click();
    await held(1);
    await app.desktop.runOn('mains');
  });
});

describe('the settings', () => {
  const field = (name: string) => app.panel.getByRole('textbox', { name });
  const back = (title: string) => app.press(`Set “${title}” back`);
  const type = async (name: string, text: string): Promise<void> => {
    await field(name).fill(text);
    await app.panel.keyboard.press('Enter');
  };

  test('a switch is written and obeyed, and set back', async () => {
    await app.view('Settings');
    const login = app.panel.getByRole('switch', { name: 'Start at login' });
    expect(await login.isChecked()).toBe(true);
    await login.press('Space');
    await eventually(() => fs.existsSync(app.autostart())).toBe(false);
    await eventually(() => app.settingsFile()).toContain('start_at_login = false');
    await eventually(() => login.isChecked()).toBe(false);
    await login.press('Space');
    await eventually(() => fs.existsSync(app.autostart())).toBe(true);
    await back('Start at login');
    await eventually(() => fs.existsSync(app.autostart())).toBe(false);
    expect(app.settingsFile().filter((line) => line.startsWith('start_at_login'))).toEqual([]);
  });

  test('every other switch changes what the file says, and back', async () => {
    const switches = SETTING_KEYS.filter((key) => typeof INITIAL_SETTINGS[key] === 'boolean');
    for (const key of switches) {
      const control = app.panel.getByRole('switch', { name: SETTINGS[key].title, exact: true });
      const before = await control.isChecked();
      for (const on of [!before, before]) {
        await control.press('Space');
        await eventually(() => app.settingsFile()).toContain(`${key} = ${on}`);
        await eventually(() => control.isChecked()).toBe(on);
      }
    }
  });

  test('a choice holds the computer awake at once, and lets it go', async () => {
    await eventually(() => app.desktop.blockers()).toHaveLength(1);
    await app.panel.getByRole('radio', { name: 'while the agent works' }).click();
    await eventually(() => app.desktop.blockers()).toEqual([]);
    await eventually(() => app.settingsFile()).toContain('keep_awake_while = "working"');
    await back('Keep it awake');
    await eventually(() => app.desktop.blockers()).toHaveLength(1);
  });

  test('a number that is none is refused in words and stays to be corrected', async () => {
    const days = 'Forget a phone that was not seen for so many days';
    await type(days, 'many');
    await app.panel.getByRole('alert').getByText('It has to be a whole number from 0 to 3650.').waitFor();
    expect(await field(days).inputValue()).toBe('many');
    expect(app.settingsFile().join()).not.toContain('phones_expire');
    await type(days, '30');
    await app.panel.getByRole('alert').waitFor({ state: 'detached' });
    await eventually(() => app.settingsFile()).toContain('phones_expire_after_days = 30');
    await app.view('Phones');
    await app.panel.getByText('when it was not used for 30 days').waitFor();
    await app.view('Settings');
  });

  test('a text is obeyed when Outpost starts again, and says so', async () => {
    await type('Name of this computer', ' studio ');
    await eventually(() => app.settingsFile()).toContain('name = "studio"');
    await app.panel
      .getByText('How phones see it. Empty: the name that the system gives it. A change')
      .waitFor();
    await type('Where links open', 'ftp://nowhere');
    await app.panel.getByRole('alert').getByText('It has to be an address').waitFor();
    await field('Where links open').press('Escape');
    expect(await field('Where links open').inputValue()).toBe('');
  });

  test('relays are added and removed one by one; one that cannot be is told', async () => {
    const add = 'Add to “Relays of your own”';
    await type(add, 'nowhere');
    await app.panel.getByRole('alert').getByText('a list of at most 4 addresses').waitFor();
    // Nobody is there, and that is said beside it.
    await field(add).fill('ws://127.0.0.1:9');
    await app.press('Add');
    await eventually(() => app.settingsFile()).toContain('relays = [ "ws://127.0.0.1:9" ]');
    const ways = app.panel.getByRole('list', { name: 'Ways to this computer' });
    await ways.getByText('ws://127.0.0.1:9').waitFor();
    await app.press('Remove ws://127.0.0.1:9');
    await ways.getByText('ws://127.0.0.1:9').waitFor({ state: 'detached' });
  });

  test('threads are shared with the terminal when that is asked for; what fails is told, and tried again', async () => {
    const title = SETTINGS.share_with_terminal.title;
    const share = (choice: 'yes' | 'no') =>
      app.panel
        .getByRole('radiogroup', { name: title })
        .getByRole('radio', { name: choice, exact: true })
        .click();
    const stands = (word: 'Shared' | 'Not shared' | 'Kept apart') =>
      app.panel.getByRole('main').getByText(word, { exact: true }).waitFor();
    const packages = path.join(app.codex.home, 'packages');
    const setUp = async (): Promise<void> => {
      await app.view('Home');
      await app.press('Set up this computer');
      await app.press('Open: Codex in a terminal');
    };
    const copied = async (): Promise<void> => {
      await app.desktop.evaluate(({ clipboard: c }) => c.writeText(''), undefined);
      await app.press('Copy the command that ends the daemon');
      await eventually(() => app.clipboard()).toBe('codex app-server daemon stop');
    };
    // A file stands where Codex keeps the copy that its daemon is.
    fs.writeFileSync(packages, '');
    await back(title);
    await setUp();
    await app.press('Share');
    await stands('Not shared');
    await app.panel.getByText('Codex’s daemon did not start (daemon executable not found').waitFor();
    fs.rmSync(packages);
    provideDaemon(app.codex);
    await app.press('Try again');
    await stands('Shared');

    await app.view('Settings');
    await app.press('Copy the lines for config.toml');
    await eventually(() => app.clipboard()).toBe(WATCH_LINES);
    await share('no');
    await stands('Kept apart');
    await copied();
    await setUp();
    await copied();
    execFileSync(app.codexProgram(), ['app-server', 'daemon', 'stop'], {
      env: { ...process.env, CODEX_HOME: app.codex.home },
      stdio: 'pipe',
    });

    await app.view('Settings');
    fs.renameSync(packages, `${packages}-away`);
    await share('yes');
    await stands('Not shared');
    fs.renameSync(`${packages}-away`, packages);
    await app.press('Try again');
    await stands('Shared');
    await share('no');
    await stands('Kept apart');
  });

  test('the file is shown where it lies; the key moves to a file and back after one question', async () => {
    await app.press('Show in its folder');
    await eventually(() => app.noted('shownPlaces')).toEqual([app.inRoot('data', 'settings.toml')]);
    const kept = (): unknown => JSON.parse(fs.readFileSync(app.inRoot('data', 'identity.json'), 'utf8')).kept;
    expect(kept()).toBe('sealed');
    for (const [verb, place] of [
      ['Move to a file', 'plain'],
      ['Move to the keychain', 'sealed'],
      ['Move to a file', 'plain'],
    ] as const) {
      await app.press(`${verb}…`);
      await app.panel.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
      await app.panel.getByRole('dialog').waitFor({ state: 'detached' });
      expect(kept()).not.toBe(place);
      await app.press(`${verb}…`);
      await app.panel.getByRole('dialog').getByRole('button', { name: verb }).click();
      await eventually(kept).toBe(place);
    }
    await app.phone.getByRole('navigation').waitFor();
  });
});

describe('the policy', () => {
  const file = (): string => app.inRoot('data', 'policy.toml');
  const says = (): string => fs.readFileSync(file(), 'utf8');
  const choose = (name: string, option: string) =>
    app.panel.getByRole('combobox', { name, exact: true }).selectOption({ label: option });
  beforeAll(async () => {
    await app.view('Policy');
    await app.heading('Policy');
    fs.writeFileSync(file(), `# Ours, since March.\n${says()}`);
  });
  afterAll(() => app.view('Settings'));

  test('a preset is chosen in words, and stands in the file under the owner’s comment', async () => {
    await app.panel.getByRole('radio', { name: 'Pilot' }).click();
    await eventually(says).toContain('preset = "pilot"');
    await app.panel.getByRole('radio', { name: 'Team' }).click();
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
    await app.press('Add exception');
    await eventually(says).toContain('[kinds.tool]\nexpand = "never"');
    await app.press('Remove: Tools, reaches further');
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
    await app.panel.getByRole('switch', { name: 'Keep quiet hours' }).click();
    await eventually(says).toContain('from = "22:00"');
    await app.panel.getByRole('textbox', { name: 'From' }).fill('21:30');
    await app.panel.getByRole('textbox', { name: 'To', exact: true }).fill('25:00');
    await app.panel.keyboard.press('Enter');
    await app.panel.getByRole('alert').waitFor();
    await app.panel.getByRole('textbox', { name: 'To', exact: true }).fill('06:00');
    await app.panel.keyboard.press('Enter');
    await choose('In the quiet hours', 'phones may answer; nothing expires before they end');
    await eventually(says).toMatch(/from = "21:30"\nto = "06:00"\nquestions = "wait"/);
    await app.panel.getByRole('switch', { name: 'Keep quiet hours' }).click();
    await eventually(says).not.toContain('[quiet_hours]');
  });

  test('rules about commands and files are added, and one is taken away', async () => {
    await choose('Where it is answered', 'declined');
    await app.panel.getByRole('textbox', { name: 'Program and arguments' }).fill('git push **');
    await app.press('Add rule');
    await eventually(says).toContain('answer = "never"\nprogram = "git"\narguments = ["push", "**"]');
    await choose('What the rule is about', 'Changed files');
    await app.panel.getByRole('textbox', { name: 'Files, from the project on' }).fill('docs/**');
    await app.press('Add rule');
    await eventually(says).toContain('paths = ["docs/**"]');
    await app.press('Remove the rule docs/**');
    await eventually(says).not.toContain('docs/**');
  });

  test('a command is explained, here and in a terminal', async () => {
    await choose('Project', 'in calendar');
    await app.panel.getByRole('textbox', { name: 'Command to explain' }).fill('git push origin main');
    await app.press('Explain');
    await app.panel.getByText('In the sandbox:').waitFor();
    const { out } = await OutpostProcess.result(['policy', 'check', 'ls', '--json', '--data', app.data()]);
    expect(JSON.parse(out)).toMatchObject({ sandbox: { rule: expect.any(String) } });
  });

  test('a mistake made by hand is named with its place, here and on Home, until it is mended', async () => {
    const good = says();
    fs.writeFileSync(file(), `${good}\nrulez = 1\n`);
    await app.panel.getByRole('alert').getByText('is nothing that a policy knows').waitFor();
    await app.press('Show the file');
    await eventually(() => app.noted('shownPlaces')).toContain(file());
    await app.press('Show in its folder');
    await app.view('Home');
    await app.heading('The policy has a mistake');
    await app.press('Show it');
    await app.heading('Policy');
    await app.view('Home');
    await app.press('Show the policy');
    await app.heading('Policy');
    fs.writeFileSync(file(), good);
    await app.panel.getByRole('alert').waitFor({ state: 'detached' });
    expect(await app.panel.getByRole('radio', { name: 'Team' }).isChecked()).toBe(true);
  });
});

describe('a new version', () => {
  const shows = (text: string | RegExp) => app.panel.getByRole('main').getByText(text).waitFor();
  const restart = () => app.panel.getByRole('button', { name: 'Restart to update' });

  test('is looked for at the start; a feed that is not there yet is told', async () => {
    await shows(`Outpost ${RUNS}`);
    await shows('nobody answered');
    app.feed.publish({ version: RUNS, content: Buffer.from(STARTED) });
    await app.press('Look now');
    await shows(`Outpost ${RUNS} is the newest version`);
    await shows('Looked for another one just now.');
  });

  test('is fetched by itself, and then offered here, on Home, in the tray and in a terminal', async () => {
    const release = app.feed.hold();
    app.feed.publish({ version: NEWER, content: Buffer.from(STARTED) });
    await app.press('Look now');
    await shows(`Version ${NEWER} is being fetched.`);
    release();
    await shows(`Version ${NEWER} is ready`);
    await app.view('Home');
    await restart().waitFor();
    await eventually(async () => (await app.desktop.tray.items()).map(({ label }) => label)).toContain(
      `Restart to update to ${NEWER}`,
    );
    const { out } = await OutpostProcess.result(['update', '--data', app.data()]);
    expect(out).toContain(`ready       Version ${NEWER}`);
    expect(fs.readFileSync(app.appImage(), 'utf8')).toBe(INSTALLED);
  });

  test('interrupts no turn, whoever asks', async () => {
    await app.phone.getByRole('button', { name: 'New thread' }).first().click();
    await app.phone.getByRole('radio', { name: /demo/i }).check();
    await app.phone.getByRole('textbox', { name: 'What to do' }).fill('Fix the date');
    await app.phone.getByRole('button', { name: 'Start' }).click();
    await shows('You can restart when it has ended.');
    expect(await restart().getAttribute('aria-disabled')).toBe('true');
    await restart().click({ force: true });
    await app.desktop.tray.click([`Restart to update to ${NEWER}`]);
    await eventually(() => app.noted('told')).toEqual([expect.stringContaining('works on a turn')]);
    const asked = await OutpostProcess.result(['update', 'restart', '--data', app.data()]);
    expect([asked.code, asked.err]).toEqual([1, expect.stringContaining('works on a turn')]);
    // The turn went on meanwhile, and asks; answered at the desk, it ends.
    await app.press('Answer');
    await app.panel.getByRole('heading', { name: 'Change 2 files?' }).waitFor();
    await app.press('Say why not…');
    await eventually(async () => {
      await app.panel
        .getByRole('button', { name: 'Decline and stop the turn' })
        .click({ timeout: 500 })
        .catch(() => {});
      return app.panel.getByRole('heading', { name: 'Change 2 files?' }).count();
    }).toBe(0);
  });

  test('takes the place of the one that runs, and is started', async () => {
    await app.view('Home');
    await shows('Phones come back by themselves.');
    await app.desktop.tray.click([`Restart to update to ${NEWER}`]).catch(() => {}); // The answer may be lost with the app.
    expect(await app.desktop.exited).toBe(0);
    await eventually(() => fs.existsSync(app.inRoot('started'))).toBe(true);
    expect(fs.readFileSync(app.inRoot('started'), 'utf8').trim()).toBe(app.appImage());
    expect(fs.readFileSync(app.appImage(), 'utf8')).toBe(STARTED);
  });

  test('what was set at the desk holds in a terminal: the key is its own, the name is the new one', async () => {
    const host = OutpostProcess.run(['start', '--port', '0', '--bind', '127.0.0.1', '--data', app.data()]);
    try {
      await host.shows('studio');
      const { out } = await OutpostProcess.result(['status', '--data', app.data()]);
      expect(out).toContain('Outpost in a terminal does not update itself.');
    } finally {
      await host.end();
    }
  });
});

/**
 * SSH hosts at the desk: the tray and the window of the built app, with the system's own ssh and a real sshd. What it asks is
 * answered in the window, in dialogs and in the terminal, by its keys.
 */
import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { LocalClient } from '../../main/host/local-socket/client.ts';
import type { Desktop } from '../electron-double/fixture.ts';
import type { TrayItem } from '../electron-double/src/tray-item.ts';
import { PATIENCE } from '../patience.ts';
import { canBeFarSide } from '../ssh/accounts.ts';
import { type FarAccount, FarSide } from '../ssh/far-side.ts';
import { closeWindowsOf, launchHostDesktop } from './desktop-app.ts';

const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read);
const PASSWORD = 'a word that is secret';
/** What the gate is told. */
const PIN = '271828';
const OLD_PASSWORD = 'an old word that is secret';
/**
 * What a company puts before its machines, on the way there (`ProxyCommand`). It asks on the terminal of the connection, in
 * the sentences of ssh itself: those that ssh has for a smart card, for a password that expired and for new host keys.
 */
const GATE_SCRIPT = `#!/bin/sh
secret() {
  stty -echo </dev/tty
  printf '%s' "$1" >/dev/tty
  IFS= read -r said </dev/tty
  stty echo </dev/tty
  echo >/dev/tty
  [ "$said" = "$2" ] || exit 1
}
secret "Enter PIN for 'company card': " '${PIN}'
secret "Enter ada@gate's old password: " '${OLD_PASSWORD}'
printf 'Accept updated hostkeys? (yes/no): ' >/dev/tty
IFS= read -r said </dev/tty
[ "$said" = yes ] || exit 1
exec "$1" -e 'const s = require("node:net").connect(+process.argv[1], "127.0.0.1"); process.stdin.pipe(s).pipe(process.stdout)' "$2"
`;

let far: FarSide;
let coded: FarAccount;
let word: FarAccount;
let desktop: Desktop;
let terminal: LocalClient;
let panel: Page;

/** Further hosts in the configuration. */
const list = (...names: string[]): void =>
  fs.appendFileSync(far.config, names.map((name) => `Host ${name}\n  HostName 127.0.0.1\n\n`).join(''));
const runOn = async (): Promise<readonly TrayItem[]> =>
  (await desktop.tray.items()).find(({ label }) => label === 'Run on')?.submenu ?? [];
const labels = async (): Promise<string[]> => (await runOn()).map(({ label }) => label);
const checked = async (name: string): Promise<boolean | undefined> =>
  (await runOn()).find(({ label }) => label === name)?.checked;
const choose = (label: string): Promise<void> => desktop.tray.click(['Run on', label]);
const opened = async (act: () => Promise<unknown>): Promise<void> => {
  const window = desktop.nextWindow();
  await act();
  panel = await window;
};
const closed = (): Promise<void> => closeWindowsOf(desktop);
const heading = (name: string): Promise<void> => panel.getByRole('heading', { name, level: 1 }).waitFor();
const dialog = (name: string | RegExp) => panel.getByRole('dialog', { name });
const press = (name: string) => panel.getByRole('button', { name, exact: true }).click();
/** What connects is armed a moment after it has risen. */
const pressArmed = (name: string) =>
  panel.locator('button:not([aria-disabled="true"])', { hasText: new RegExp(`^${name}$`) }).click();
const sidebar = (name: 'Home' | 'Environments') =>
  panel
    .getByRole('navigation', { name: 'Views' })
    .getByRole('button', { name: new RegExp(`^${name}`) })
    .click();
const stateOf = async (alias: string) =>
  (await terminal.snapshot()).environments.find((environment) => environment.alias === alias)?.state;
/** First as the one of an environment, then as the one of a host of the configuration. */
const row = (name: string) => panel.getByRole('listitem', { name, exact: true }).first();

describe.runIf(canBeFarSide)('SSH hosts at the desk', () => {
  beforeAll(async () => {
    far = await FarSide.start({ known: false, banner: 'Outpost: type the password of this computer.\n' });
    word = await far.account('word', { methods: 'password', password: PASSWORD });
    coded = await far.account('coded', { methods: 'keyboard-interactive' });
    await far.account('locked', { passphrase: 'correct horse' });
    list('one', 'two', 'three', 'four');
    await far.account('plain');
    const gate = path.join(far.folder, 'gate');
    fs.writeFileSync(gate, GATE_SCRIPT, { mode: 0o755 });
    await far.account('gated', { client: [`ProxyCommand ${gate} ${process.execPath} ${far.sshd.port}`] });
    fs.mkdirSync(path.join(word.home, 'garden'));
    desktop = await launchHostDesktop({ env: { OUTPOST_SSH_CONFIG: far.config } });
    terminal = await vi.waitFor(() => LocalClient.connect(desktop.dataFolder), PATIENCE);
  });
  afterAll(async () => {
    terminal?.close();
    await desktop?.close();
    await far?.stop();
  });

  test('Run on: five hosts of the configuration, and the way to the others', async () => {
    await eventually(labels).toEqual([
      ...['This computer', 'word', 'coded', 'locked', 'one', 'two', 'More…'],
      ...['', 'SSH hosts…'],
    ]);
    expect(await checked('word')).toBe(false);
    for (const entry of ['More…', 'SSH hosts…']) {
      await opened(() => choose(entry));
      await heading('Environments');
      await closed();
    }
  });

  test('whoever chooses a host is led to what it asks: its key, compared with the one of the server', async () => {
    await opened(() => choose('word'));
    await heading('Environments');
    const asks = () => dialog(/^Is this really/);
    await asks()
      .getByText(await far.sshd.fingerprint('ed25519'), { exact: true })
      .waitFor();
    await eventually(labels).toContain('word asks something…');
    expect(await desktop.tray.toolTip()).toBe('Outpost: word asks something');
    await closed();
    await opened(() => choose('word asks something…'));
    await heading('Environments');
    await asks().getByRole('textbox', { name: 'The fingerprint that you were given' }).fill('SHA256:another');
    await pressArmed('Compare and connect');
    await panel.getByRole('alert').getByText('They differ').waitFor();
    expect(fs.readFileSync(far.knownHosts, 'utf8')).toBe('');
    await asks()
      .getByRole('textbox', { name: 'The fingerprint that you were given' })
      .fill(await far.sshd.fingerprint('ed25519'));
    await pressArmed('Compare and connect');
    await dialog(/^Password of/).waitFor();
  });

  test('a password that is wrong is asked for again; the right one connects, and stands nowhere', async () => {
    await panel.keyboard.type('not it');
    await press('Send');
    await panel.getByRole('alert').getByText('The answer before was not accepted.').waitFor();
    await panel.getByRole('checkbox', { name: 'Show what I type' }).check();
    await panel.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
    await panel.keyboard.press('Enter');
    await dialog(/^Password of/).waitFor({ state: 'detached' });
    await row('word').getByText('Connected', { exact: true }).waitFor();
    expect(await panel.content()).not.toContain(PASSWORD);
    expect(JSON.stringify(await terminal.snapshot())).not.toContain(PASSWORD);
    expect(desktop.output()).not.toContain(PASSWORD);
    await eventually(() => checked('word')).toBe(true);
    expect(await labels()).toContain('Without its check a host goes on with its turn');
  });

  test('what is missing there is copied, looked at again, and the log of the attempt stays', async () => {
    await press('Copy the command for word');
    const clipboard = () => desktop.evaluate(({ clipboard: c }) => c.readText(), undefined);
    await eventually(clipboard).toContain('codex');
    await press('More about word');
    await press('Check word again');
    await panel.getByRole('region', { name: 'What was found on word' }).getByText('Linux').first().waitFor();
    await press('Log of the last attempt to connect word');
    await panel.getByRole('textbox', { name: 'What ssh printed for word' }).waitFor();
    await panel.locator('.xterm-rows').getByText('password:').first().waitFor();
    await press('Log of the last attempt to connect word');
  });

  test('a folder there is opened by its path; one that is none is refused in words', async () => {
    const field = panel.getByRole('textbox', { name: 'Path of a folder on word' });
    const add = row('word').getByRole('button', { name: 'Add', exact: true });
    await field.fill('/nowhere');
    await add.click();
    await row('word').getByRole('alert').waitFor();
    await field.fill('~/garden');
    await add.click();
    await panel
      .getByRole('region', { name: 'Projects on word' })
      .getByText(path.join(word.home, 'garden'))
      .waitFor();
    expect((await terminal.snapshot()).projects).toMatchObject([{ name: 'garden', environment: 'ssh:word' }]);
    await press('Less about word');
  });

  test('to stop its server is asked once, and says why it could not', async () => {
    await press('More about word');
    await press('Disconnect word and stop its server');
    await press('Cancel');
    expect(await stateOf('word')).toBe('up');
    await press('Disconnect word and stop its server');
    await press('Disconnect and stop it');
    await eventually(() => stateOf('word')).toBe('off');
    await row('word').getByRole('alert').waitFor();
    await eventually(() => checked('word')).toBe(false);
  });

  test('the desk is told by a notification, which does not say whose; a click opens the question', async () => {
    await closed();
    const before = (await desktop.notifications()).length;
    await terminal.run('ssh/connect', { alias: 'locked' });
    await eventually(async () => (await desktop.notifications()).slice(before)).toEqual([
      { title: 'An SSH host needs you', body: 'See in Outpost what it is about.' },
    ]);
    await opened(() => desktop.answerNotification('click'));
    const asks = dialog('Passphrase of your key');
    await asks.waitFor();
    await press('Not now');
    await asks.waitFor({ state: 'detached' });
    await press('Answer what locked asks');
    await panel.getByRole('textbox', { name: 'Passphrase' }).fill('correct horse');
    await press('Send');
    await row('locked').getByText('Connected', { exact: true }).waitFor();
    await press('Disconnect: locked');
    await eventually(() => stateOf('locked')).toBe('off');
  });

  test('the other computer’s own question is framed as its, and answered in the terminal as well', async () => {
    await press('Connect coded');
    const asks = dialog(/asks something$/);
    await asks.getByRole('figure', { name: /Words of the other computer/ }).waitFor();
    await press('Show the terminal');
    const keys = panel.getByRole('textbox', { name: 'Terminal of coded' });
    await keys.focus();
    await panel.keyboard.type(coded.code());
    await panel.keyboard.press('Enter');
    await asks.waitFor({ state: 'detached' });
    await row('coded').getByText('Connected', { exact: true }).waitFor();
    await choose('coded');
    await eventually(() => stateOf('coded')).toBe('off');
  });

  test('an attempt is given up, and tried again', async () => {
    await press('Connect: coded');
    await dialog(/asks something$/).waitFor();
    await press('Show the terminal');
    await press('Hide the terminal');
    await press('Stop connecting');
    await eventually(() => stateOf('coded')).toBe('off');
    await press('Connect: coded');
    await dialog(/asks something$/).waitFor();
    await panel.keyboard.press('Escape');
    await press('Stop trying: coded');
    await eventually(() => stateOf('coded')).toBe('off');
  });

  test('a key that changed wants attention and can be left; one that nobody knows is refused, and then allowed, by hand', async () => {
    await far.changeHostKeys();
    await press('Connect: locked');
    await row('locked').getByText('Wants your attention').waitFor();
    await eventually(labels).toContain('locked wants your attention…');
    await sidebar('Home');
    await panel.getByRole('heading', { name: 'Environments', level: 1 }).waitFor({ state: 'detached' });
    await choose('locked wants your attention…');
    await heading('Environments');
    await sidebar('Home');
    await sidebar('Environments');
    await heading('Environments');
    await press('Leave it off: locked');
    await eventually(() => stateOf('locked')).toBe('off');
    far.forget();
    await press('Connect: locked');
    await dialog(/^Is this really/).waitFor();
    await press('Do not connect');
    await row('locked').getByText('Wants your attention').waitFor();
    await press('Connect again: locked');
    await dialog(/^Is this really/).waitFor();
    await pressArmed('It is the same: connect');
    await dialog('Passphrase of your key').waitFor();
    await press('Stop connecting');
    await eventually(() => stateOf('locked')).toBe('off');
  });

  test('hosts are found by searching, left out of lists, and found there again', async () => {
    await panel.getByRole('searchbox', { name: 'Search hosts' }).fill('thr');
    await press('Hide three in lists');
    await eventually(async () => (await terminal.snapshot()).ssh.total).toBe(8);
    await panel.getByRole('searchbox', { name: 'Search hosts' }).fill('');
    await panel.getByRole('checkbox', { name: 'Hidden ones too' }).check();
    await press('Show three in lists');
    await eventually(async () => (await terminal.snapshot()).ssh.total).toBe(9);
  });

  test('what ssh asks in its own sentences has a dialog of its own, also where a program on the way asks it', async () => {
    far.trust();
    const through = async (last: 'Yes' | 'No'): Promise<void> => {
      await dialog('PIN of your security key').getByText('company card').first().waitFor();
      await panel.getByRole('textbox', { name: 'PIN', exact: true }).fill(PIN);
      await press('Send');
      await dialog('gate wants a new password').waitFor();
      await panel.getByRole('textbox', { name: 'Password it asks for' }).fill(OLD_PASSWORD);
      await press('Send');
      await dialog('A question of ssh about gated').getByText('Accept updated hostkeys?').waitFor();
      await pressArmed(last);
    };
    await press('Connect gated');
    await through('No');
    await row('gated').getByText('Wants your attention').waitFor();
    await press('Connect again: gated');
    await through('Yes');
    await row('gated').getByText('Connected', { exact: true }).waitFor();
    const told = JSON.stringify(await terminal.snapshot()) + desktop.output() + (await panel.content());
    for (const secret of [PIN, OLD_PASSWORD]) expect(told).not.toContain(secret);
    await press('Disconnect: gated');
    await eventually(() => stateOf('gated')).toBe('off');
  });

  test('one that is lost is tried again by itself, and now when its owner does not want to wait', async () => {
    await press('Connect plain');
    await row('plain').getByText('Connected', { exact: true }).waitFor();
    await far.sshd.stop();
    await row('plain').getByText('Tried again by itself').waitFor();
    // Nobody answers there, which whoever asked for it is told at once.
    await press('Try now: plain');
    await row('plain').getByText('Wants your attention').waitFor();
    await far.sshd.start();
    await press('Connect again: plain');
    await row('plain').getByText('Connected', { exact: true }).waitFor();
  });

  test('of very many hosts the first are shown, and more when that is wanted', async () => {
    list(...Array.from({ length: 60 }, (_, n) => `rack-${n + 1}`));
    await eventually(async () => (await terminal.snapshot()).ssh.total).toBe(69);
    const last = panel.getByRole('listitem', { name: 'rack-60', exact: true });
    await panel.getByText('50 of 69').waitFor();
    expect(await last.count()).toBe(0);
    await press('Show more');
    await last.waitFor();
    expect(await panel.getByRole('button', { name: 'Show more', exact: true }).count()).toBe(0);
  });

  test('switched off: the menu and the view say so, and lead to the setting', async () => {
    await terminal.run('settings/set', { key: 'remote_connections', value: false });
    await press('Open the settings');
    await heading('Settings');
    await closed();
    await eventually(labels).toEqual(['This computer', '', 'SSH hosts are switched off…']);
    await opened(() => choose('SSH hosts are switched off…'));
    await heading('Settings');
    await closed();
  });
});

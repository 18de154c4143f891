/**
 * SSH hosts, as their owner meets them: a real sshd with accounts that let somebody in each in their own way, the desktop app
 * whose window asks what ssh asks, the real Codex with a scripted model over there, a phone in a browser, and a terminal.
 */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { LocalClient } from '../../main/host/local-socket/client.ts';
import { launchBrowser } from '../browser.ts';
import type { Desktop } from '../electron-double/fixture.ts';
import type { TrayItem } from '../electron-double/src/tray-item.ts';
import { HELD } from '../held.ts';
import { type ModelServer, startModelServer } from '../model/server.ts';
import { PATIENCE } from '../patience.ts';
import { canBeFarSide } from '../ssh/accounts.ts';
import { type FarCodex, installCodex } from '../ssh/far-codex.ts';
import { type FarAccount, FarSide } from '../ssh/far-side.ts';
import { serversOf } from '../ssh/processes.ts';
import { launchHostDesktop } from './desktop-app.ts';
import { OUTPOST, OutpostProcess } from './outpost-process.ts';
import { TerminalWindow } from './terminal-window.ts';

/** What is typed in this file, and may stand nowhere afterwards. */
const SECRETS = {
  password: 'quiet-otter-7431',
  wrong: 'loud-otter-0000',
  passphrase: 'seven blue kettles',
  oldPassword: 'Tin-Lantern-58',
  newPassword: 'Copper-Harbour-93',
  ticket: 'ticket-5518-kestrel',
};
/** A program that a company puts before its machines: it asks in words of its own, on the terminal. */
const TICKET_SCRIPT = `#!/bin/sh
printf 'Ticket for this change: ' >/dev/tty
stty -echo </dev/tty
IFS= read -r ticket </dev/tty
stty echo </dev/tty
[ "$ticket" = '${SECRETS.ticket}' ] || exit 1
exec "$1" -e 'const s = require("node:net").connect(+process.argv[1], "127.0.0.1"); process.stdin.pipe(s).pipe(process.stdout)' "$2"
`;

describe.runIf(canBeFarSide)('SSH hosts', () => {
  let model: ModelServer;
  let far: FarSide;
  let devbox: FarAccount;
  let word: FarAccount;
  let coded: FarAccount;
  let codex: FarCodex;
  let wordCodex: FarCodex;
  let jumpPort: number;
  let desktop: Desktop;
  let panel: Page;
  let browser: Browser;
  let phone: Page;
  /** The host's contract, as `outpost` in a terminal speaks it. */
  let client: LocalClient;

  beforeAll(async () => {
    [model, far] = await Promise.all([startModelServer(), FarSide.start()]);
    // Each account makes the server read its configuration again, so they come one after the other.
    devbox = await far.account('devbox');
    word = await far.account('word', { methods: 'password', password: SECRETS.password });
    coded = await far.account('coded', { methods: 'keyboard-interactive' });
    await far.account('expired', {
      methods: 'keyboard-interactive',
      password: SECRETS.oldPassword,
      expired: true,
    });
    jumpPort = (await far.jump()).port;
    await far.account('inner', { jumped: true, passphrase: SECRETS.passphrase });
    const ticket = path.join(far.folder, 'ticket');
    writeFileSync(ticket, TICKET_SCRIPT, { mode: 0o755 });
    const through = `ProxyCommand ${ticket} ${process.execPath} ${far.sshd.port}`;
    await far.account('ticketed', { client: [through] });
    far.forget();
    const installed = [installCodex(devbox, model.url), installCodex(word, model.url, { copied: true })];
    const app = launchHostDesktop({ env: { OUTPOST_SSH_CONFIG: far.config } });
    const web = launchBrowser();
    [codex, wordCodex] = (await Promise.all(installed)) as [FarCodex, FarCodex];
    [desktop, browser] = await Promise.all([app, web]);
    client = await vi.waitFor(() => LocalClient.connect(desktop.dataFolder), PATIENCE);
    phone = await browser.newPage({
      viewport: { width: 390, height: 844 },
      isMobile: true,
      hasTouch: true,
    });
  });
  afterAll(async () => {
    client?.close();
    await browser?.close();
    await desktop?.close();
    await far?.stop();
    await model?.close();
  });

  const runOn = async (): Promise<readonly TrayItem[]> =>
    (await desktop.tray.items()).find(({ label }) => label === 'Run on')?.submenu ?? [];
  const view = async (name: string) =>
    (await client.snapshot()).environments.find((environment) => environment.name === name);
  /** The row of an environment: a host of the configuration alone stands in the list below. */
  const row = (name: string): Locator =>
    panel.getByRole('main').getByRole('listitem', { name, exact: true }).first();
  const listed = (name: string): Locator =>
    panel
      .getByRole('region', { name: 'Hosts of your SSH configuration' })
      .getByRole('listitem', { name, exact: true });
  const dialog = (title?: string | RegExp): Locator =>
    panel.getByRole('dialog', title === undefined ? {} : { name: title });
  const press = (name: string): Promise<void> => dialog().getByRole('button', { name, exact: true }).click();
  /** As one who connects it in the list, or again in its row. */
  const connect = (name: string): Promise<void> =>
    listed(name)
      .getByRole('button', { name: `Connect ${name}` })
      .click();
  const send = async (label: string, text: string): Promise<void> => {
    const field = dialog().getByLabel(label, { exact: true });
    await field.fill(text);
    const shown = await field.elementHandle();
    await field.press('Enter');
    // What is asked next has a field of its own.
    await shown?.waitForElementState('hidden');
  };
  const stands = (name: string, words: string | RegExp): Promise<void> =>
    row(name).getByText(words).first().waitFor();
  const disconnect = async (name: string): Promise<void> => {
    await row(name)
      .getByRole('button', { name: `Disconnect: ${name}` })
      .click();
    await stands(name, 'Not connected');
  };

  test('the hosts stand in the tray and in the window', async () => {
    await expect
      .poll(async () => (await runOn()).map(({ label }) => label).filter((label) => label !== ''))
      .toEqual(['This computer', 'devbox', 'word', 'coded', 'expired', 'jump', 'More…', 'SSH hosts…']);
  });

  test('one that is chosen in the tray leads to its question: whether it is the right one', async () => {
    const window = desktop.nextWindow();
    await desktop.tray.click(['Run on', 'devbox']);
    panel = await window;
    await dialog(`Is this really [127.0.0.1]:${far.sshd.port}?`).waitFor();
    const fingerprint = await far.sshd.fingerprint('ed25519');
    await dialog().getByText(fingerprint, { exact: true }).waitFor();
    await press('Do not connect');
    await stands('devbox', /not known on this computer, and was not accepted/);
    expect(readFileSync(far.knownHosts, 'utf8')).toBe('');
    await expect
      .poll(async () => (await runOn()).map(({ label }) => label))
      .toContain('devbox wants your attention…');

    await row('devbox').getByRole('button', { name: 'Connect again: devbox' }).click();
    const given = dialog().getByLabel('The fingerprint that you were given');
    await given.fill('SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA');
    await press('Compare and connect');
    await dialog()
      .getByText(/They differ/)
      .waitFor();
    await given.fill(fingerprint);
    await press('Compare and connect');
  });

  test('its agent is started over there when the owner allows that, once', async () => {
    await dialog('Start Codex’s server on devbox?').waitFor();
    await press('Disconnect');
    await stands('devbox', 'Not connected');
    await row('devbox').getByRole('button', { name: 'Connect: devbox' }).click();
    await dialog('Start Codex’s server on devbox?').waitFor();
    await press('Do not start it');
    await dialog().waitFor({ state: 'detached' });
    await stands('devbox', 'Connected to Linux');
    expect(existsSync(path.join(codex.home, 'packages'))).toBe(false);
    await row('devbox').getByRole('button', { name: 'More about devbox' }).click();
    await row('devbox').getByRole('button', { name: 'Check devbox again' }).click();
    await dialog('Start Codex’s server on devbox?').waitFor();
    await press('Start it');
    await dialog().waitFor({ state: 'detached' });
    await stands('devbox', 'Connected to Linux');
    await stands('devbox', /Codex 0\.169\.0/);
    await stands('devbox', /ms there and back/);
    expect((await runOn()).find(({ label }) => label === 'devbox')).toMatchObject({ checked: true });
    await row('devbox').getByLabel('Path of a folder on devbox').fill('~/workspace');
    await row('devbox').getByRole('button', { name: 'Add', exact: true }).click();
    await row('devbox').getByText(codex.workspace, { exact: true }).waitFor();
  });

  test('a code that the host asks for', async () => {
    await connect('coded');
    await dialog('127.0.0.1 asks something').waitFor();
    await dialog().getByText('Verification code:').waitFor();
    await send('Your answer', coded.code());
    // Nothing else was asked, and what it lacks is said with the command that helps.
    await stands('coded', /npm install/);
    await disconnect('coded');
  });

  test('a host behind another one: that one’s key first, then the passphrase of the own key', async () => {
    await connect('inner');
    await dialog(`Is this really [127.0.0.1]:${jumpPort}?`).waitFor();
    await dialog().getByText('is inner itself, or a host on the way to it.').waitFor();
    await press('It is the same: connect');
    await dialog('Passphrase of your key').waitFor();
    await dialog()
      .getByText(path.join(far.folder, 'keys', 'inner'), { exact: true })
      .waitFor();
    await send('Passphrase', SECRETS.wrong);
    await dialog().getByText('The answer before was not accepted.').waitFor();
    await send('Passphrase', SECRETS.passphrase);
    await stands('inner', 'Connected to Linux');
    await disconnect('inner');
  });

  test('a new password that the host demands', async () => {
    await connect('expired');
    await dialog(/^Password of .* on 127\.0\.0\.1$/).waitFor();
    await send('Password', SECRETS.oldPassword);
    await dialog().getByText('Current password:').waitFor();
    await send('Your answer', SECRETS.oldPassword);
    await dialog().getByText('New password:', { exact: true }).waitFor();
    await send('Your answer', SECRETS.newPassword);
    await dialog().getByText('Retype new password:').waitFor();
    await send('Your answer', SECRETS.newPassword);
    await stands('expired', 'Connected to Linux');
    await disconnect('expired');
  });

  test('what nobody knows is answered in the terminal', async () => {
    await connect('ticketed');
    await dialog('ticketed asks in the terminal').waitFor();
    await dialog().getByText('Ticket for this change:').first().waitFor();
    await dialog().getByRole('textbox', { name: 'Terminal of ticketed' }).focus();
    await panel.keyboard.type(SECRETS.ticket);
    await panel.keyboard.press('Enter');
    await stands('ticketed', 'Connected to Linux');
    await disconnect('ticketed');
  });

  test('three wrong passwords end in words', async () => {
    await connect('word');
    await dialog(`Password of ${word.name} on 127.0.0.1`).waitFor();
    for (const tries of [1, 2, 3]) {
      if (tries > 1) await dialog().getByText('The answer before was not accepted.').waitFor();
      await send('Password', SECRETS.wrong);
    }
    await stands('word', /refused the sign-in.*Check user, key and password, then connect again\./);
    await dialog().waitFor({ state: 'detached' });
  });

  test('in a terminal and in the window at once: one question, which either answers', async () => {
    await row('word').getByRole('button', { name: 'Connect again: word' }).click();
    await dialog(`Password of ${word.name} on 127.0.0.1`).waitFor();
    const asked = (await view('word'))?.question?.id;
    const env = { ...process.env, OUTPOST_DATA: desktop.dataFolder, OUTPOST_SSH_CONFIG: far.config };
    const outpost = (...args: string[]) => OutpostProcess.result(['ssh', ...args], { env });
    // It stays on the screen when it has ended.
    const command = `'${process.execPath}' '${OUTPOST}' ssh connect word; echo "ended with $?"; exec cat`;
    const terminal = TerminalWindow.open(['sh', '-c', command], { cwd: '/', env });
    try {
      await terminal.shows(`${word.name}@127.0.0.1's password:`);
      expect((await view('word'))?.question?.id).toBe(asked);
      terminal.type(SECRETS.password);
      terminal.press('Enter');
      await dialog().waitFor({ state: 'detached' });
      await terminal.shows(/ended with/);
      expect(terminal.screen()).toMatch(/^word +up, Codex 0\.169\.0[\s\S]*^ended with 0$/m);
      expect(terminal.screen()).not.toContain(SECRETS.password);
    } finally {
      terminal.close();
    }
    const agent = async () =>
      (await client.snapshot()).agents.find(({ environment }) => environment === 'ssh:word')?.state;
    await expect.poll(agent).toBe('ready');
    const [list, status, doctor, audit] = await Promise.all([
      outpost('list'),
      outpost('status'),
      outpost('doctor', 'word'),
      outpost('audit', 'word', '--config', far.config),
    ]);
    expect(list.out).toMatch(/^word +up /m);
    expect(status.out).toMatch(/^word +up, Codex 0\.169\.0/m);
    expect(doctor.out).toMatch(/✓ Agent/);
    expect(audit.out).toContain(word.name);
    for (const { err, code } of [list, status, doctor]) expect({ err, code }).toEqual({ err: '', code: 0 });
    await stands('word', 'Connected to Linux');
  });

  test('a phone starts a thread on each of two, and what it allows is done by the account over there', async () => {
    await row('word').getByRole('button', { name: 'More about word' }).click();
    await row('word').getByLabel('Path of a folder on word').fill(wordCodex.workspace);
    await row('word').getByRole('button', { name: 'Add', exact: true }).click();
    await row('word').getByText(wordCodex.workspace, { exact: true }).waitFor();
    const opened = await client.run('pairing/open', {});
    if (!opened.ok) throw new Error(opened.refusal.message);
    await phone.goto(opened.value.link);
    await phone.getByRole('button', { name: 'Pair' }).click();
    await phone.getByRole('textbox', { name: 'A name for this phone' }).fill('Ada');
    await phone.getByRole('button', { name: 'They match' }).click();
    await phone.getByRole('navigation', { name: 'Main' }).waitFor();

    const conversation = phone.getByRole('region', { name: 'Conversation' });
    const sheet = phone.getByRole('dialog');
    for (const [account, { workspace }] of [
      [devbox, codex],
      [word, wordCodex],
    ] as const) {
      const { alias, name, uid } = account;
      const file = path.join(workspace, `made on ${alias}`);
      model.hold(alias);
      await phone.getByRole('button', { name: 'New thread' }).first().click();
      await phone.getByRole('radio', { name: `workspace · ${alias}` }).check();
      await phone.getByRole('textbox', { name: 'What to do' }).fill(`[gated ${alias}]`);
      await phone.getByRole('button', { name: 'Start' }).click();
      await conversation.getByText('First half,').waitFor();
      model.release(alias);
      await conversation.getByText('First half, second half.').waitFor();
      await phone.getByRole('textbox', { name: 'Message to the agent' }).fill(`[ask-run id -un > '${file}']`);
      await phone.getByRole('button', { name: 'Send' }).click();
      await sheet.getByText('Run this command?').waitFor();
      await sheet.getByText(`${alias}, over SSH from test-host`).first().waitFor();
      expect(existsSync(file)).toBe(false);
      await sheet.getByRole('button', { name: 'Approve' }).click(HELD);
      await expect.poll(() => existsSync(file)).toBe(true);
      await phone.getByRole('textbox', { name: 'Message to the agent' }).waitFor();
      expect(readFileSync(file, 'utf8')).toBe(`${name}\n`);
      expect(statSync(file).uid).toBe(uid);
      await phone.getByRole('button', { name: 'Back' }).click();
    }
    await phone.getByRole('button', { name: 'Threads' }).click();
    for (const alias of ['devbox', 'word']) await phone.getByText(`gated ${alias}`).first().waitFor();
    const { projects } = await client.snapshot();
    expect(projects.map(({ environment, path }) => [environment, path])).toEqual([
      ['ssh:devbox', codex.workspace],
      ['ssh:word', wordCodex.workspace],
    ]);
  });

  test('what the tray disconnects, the phone connects again where nobody has to be asked', async () => {
    await desktop.tray.click(['Run on', 'devbox']);
    await stands('devbox', 'Not connected');
    await desktop.tray.click(['Run on', 'word']);
    await stands('word', 'Not connected');
    await phone.getByText('[gated devbox]').click();
    await phone.getByText('devbox is not connected.').waitFor();
    await phone.getByRole('button', { name: 'Back' }).click();
    await phone.getByRole('button', { name: 'Hosts' }).click();
    const hosts = phone.getByRole('listitem').filter({ hasText: 'Not connected' });
    await expect.poll(() => hosts.count()).toBeGreaterThan(1);
    await phone.getByRole('button', { name: 'Connect devbox' }).click();
    await stands('devbox', 'Connected to Linux');
    await phone.getByRole('button', { name: 'Connect word' }).click();
    const wordThere = phone.getByRole('listitem').filter({ hasText: /^word/ });
    await wordThere.getByText('Needs the desk').waitFor();
    await stands('word', /let nobody in without a question/);
    expect((await runOn()).map(({ label }) => label)).toContain('word wants your attention…');
  });

  test('a server over there stays until it is stopped, and its end is asked for', async () => {
    const servers = (account: FarAccount) => serversOf(account.uid);
    expect([servers(devbox).length, servers(word).length]).toEqual([1, 1]);
    const env = { OUTPOST_DATA: desktop.dataFolder };
    const ended = await OutpostProcess.result(['ssh', 'disconnect', 'devbox', '--stop'], { env });
    expect(ended).toMatchObject({ code: 0, err: '' });
    expect([servers(devbox).length, servers(word).length]).toEqual([0, 1]);
  });

  test('a key that is not the one from before is refused, and no button takes it', async () => {
    const known = readFileSync(far.knownHosts, 'utf8');
    await far.changeHostKeys();
    await row('devbox').getByRole('button', { name: 'Connect: devbox' }).click();
    await stands('devbox', /shows another key than before/);
    expect(await dialog().count()).toBe(0);
    const buttons = await row('devbox').getByRole('button').allInnerTexts();
    expect(buttons).toEqual(['Connect again', 'Leave it off', 'Less', 'Log']);
    expect(readFileSync(far.knownHosts, 'utf8')).toBe(known);
    expect((await view('devbox'))?.question).toBeNull();
    await row('devbox').getByRole('button', { name: 'Leave it off: devbox' }).click();
    await stands('devbox', 'Not connected');
  });

  test('nothing that was typed is anywhere', async () => {
    const places = new Map<string, string>([
      ['what the app printed', desktop.output()],
      ['the state of the host', JSON.stringify(await client.snapshot())],
      ['the document of the window', await panel.content()],
      ['what a screen reader hears', await panel.locator('body').ariaSnapshot()],
      ['the phone', await phone.content()],
    ]);
    for (const { id, name } of (await client.snapshot()).environments) {
      const printed = await client.run('ssh/terminal', { environment: id, from: 0 });
      if (printed.ok) places.set(`the terminal of ${name}`, printed.value.text);
    }
    // The data, and beside it the browser's own profile.
    const root = path.dirname(desktop.dataFolder);
    for (const file of readdirSync(root, { recursive: true, withFileTypes: true }))
      if (file.isFile()) {
        const at = path.join(file.parentPath, file.name);
        places.set(at, readFileSync(at, 'latin1'));
      }
    expect(places.size).toBeGreaterThan(20);
    const found = [...places].flatMap(([place, text]) =>
      Object.values(SECRETS)
        .filter((secret) => text.includes(secret))
        .map((secret) => `${secret} in ${place}`),
    );
    expect(found).toEqual([]);
  });
});

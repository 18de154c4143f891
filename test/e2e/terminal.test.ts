/**
 * One thread, two places: Codex's own screen in a terminal and the phone. Both are live; the first answer counts, wherever
 * it is given. First the terminal joins the host's server, then both share Codex's daemon, as the owner chose.
 */
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WATCH_LINES } from '../../main/contract/watching.ts';
import { createHost } from '../../main/host/host.ts';
import type { Host } from '../../main/host/options.ts';
import { launchBrowser } from '../browser.ts';
import { adapterOf } from '../codex/adapter.ts';
import {
  type CodexHome,
  codexCommand,
  endAll,
  provideDaemon,
  serversOf,
  startCodexHome,
  temporaryFolder,
} from '../codex/codex.ts';
import { HELD } from '../held.ts';
import { type ModelServer, startModelServer } from '../model/server.ts';
import { removeFolder } from '../remove-folder.ts';
import { TerminalWindow } from './terminal-window.ts';

let model: ModelServer;
let codex: CodexHome;
let data: string;
let host: Host;
let browser: Browser;
let phone: Page;
let terminal: TerminalWindow;

beforeAll(async () => {
  model = await startModelServer();
  // Keys that come fast are keys here: a machine that is busy gets them all at once.
  codex = startCodexHome({
    modelUrl: model.url,
    model: 'gpt-6.1-sol',
    extra: 'disable_paste_burst = true',
  });
  provideDaemon(codex);
  // What a person is asked once, when Codex is first run in a folder.
  appendFileSync(
    join(codex.home, 'config.toml'),
    `\n[projects.${JSON.stringify(codex.workspace)}]\ntrust_level = "trusted"\n`,
  );
  data = temporaryFolder('terminal');
  // The page of these tests comes over plain http, which answers little unless the owner says so.
  writeFileSync(join(data, 'policy.toml'), 'preset = "team"\n\n[clients]\nplain_http = "commit"\n');
  host = await createHost(
    {
      folder: data,
      version: '0.0.0',
      name: 'studio',
      embedded: { port: 0, bind: '127.0.0.1', clientFiles: join(import.meta.dirname, '../../dist/phone') },
      relays: [],
      clientOrigin: null,
      codex: null,
      demo: false,
    },
    {
      agents: (_options, gate) => [adapterOf(codex, { ...(gate !== undefined && { gate }) })],
    },
  );
  await host.start();
  browser = await launchBrowser();
  phone = await browser.newPage({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
});
afterAll(async () => {
  terminal?.close();
  await browser?.close();
  await host?.close();
  if (codex) await endAll(codex);
  await codex?.remove();
  await model?.close();
  if (data) await removeFolder(data);
});

async function pair(): Promise<void> {
  const opened = await host.api.run('pairing/open', {});
  if (!opened.ok) throw new Error(opened.refusal.message);
  await phone.goto(opened.value.link);
  await phone.getByRole('button', { name: 'Pair' }).click();
  await phone.getByRole('textbox', { name: 'A name for this phone' }).fill('Ada');
  await phone.getByRole('button', { name: 'They match' }).click();
  await phone.getByRole('navigation', { name: 'Main' }).waitFor();
}
const conversation = () => phone.getByRole('region', { name: 'Conversation' });
const sheet = () => phone.getByRole('dialog');
async function say(text: string): Promise<void> {
  await phone.getByRole('textbox', { name: 'Message to the agent' }).fill(text);
  await phone.getByRole('button', { name: 'Send' }).click();
}
const ASKS = 'Would you like to run the following command';

/** A turn of the terminal asks, and goes on when the phone has said yes. */
async function approvedOnPhone(name: string): Promise<void> {
  const file = join(codex.root, name);
  await terminal.say(`[ask-run touch ${file}]`);
  await terminal.shows(ASKS);
  await sheet()
    .getByRole('code')
    .filter({ hasText: `touch ${file}` })
    .waitFor();
  expect(existsSync(file)).toBe(false);
  await sheet().getByRole('button', { name: 'Approve' }).click(HELD);
  await terminal.hides(ASKS);
  await terminal.shows('The command finished');
  expect(existsSync(file)).toBe(true);
}

test('a phone is paired, and a terminal joins the host’s own server', async () => {
  const added = await host.api.run('project/add', { path: codex.workspace });
  expect(added.ok).toBe(true);
  await expect
    .poll(async () => (await host.api.snapshot()).agents.map(({ state }) => state))
    .toEqual(['ready']);
  await pair();
  terminal = TerminalWindow.open(
    [
      process.execPath,
      codexCommand(),
      '--cd',
      codex.workspace,
      '--remote',
      `unix://${join(codex.runFolder, 'codex.sock')}`,
    ],
    { cwd: codex.workspace, env: codex.env },
  );
  await terminal.shows('Ask Codex to do anything');
});

test('a thread that the terminal started, in an open project, is on the phone while its turn runs', async () => {
  // What was said before the host follows a turn is shown when it is complete: so the model speaks when the phone is there.
  model.hold('before middle');
  model.hold('middle');
  await terminal.say('[gated middle] begun at the desk');
  await phone
    .getByRole('button', { name: /begun at the desk/ })
    .first()
    .click();
  await conversation().getByText('begun at the desk').first().waitFor();
  model.release('before middle');
  await conversation().getByText('First half,').waitFor();
  model.release('middle');
  await conversation().getByText('First half, second half.').waitFor();
  await terminal.shows('First half, second half.');
});

test('a turn that the phone starts is in the terminal', async () => {
  await say('[plain] said on the phone');
  await conversation().getByText('You said: said on the phone').waitFor();
  await terminal.shows('You said: said on the phone');
});

test('what a turn of the terminal asks is answered on the phone, and its dialog closes', async () => {
  await approvedOnPhone('by-phone');
});

test('and what a turn of the phone asks is answered in the terminal, which the phone says', async () => {
  const file = join(codex.root, 'by-terminal');
  await phone.getByRole('textbox', { name: 'Message to the agent' }).waitFor();
  await say(`[ask-run touch ${file}]`);
  await sheet()
    .getByRole('code')
    .filter({ hasText: `touch ${file}` })
    .waitFor();
  await terminal.shows(ASKS);
  terminal.press('y');
  await phone.getByText('It was answered in the terminal').first().waitFor();
  await expect.poll(() => existsSync(file)).toBe(true);
  await terminal.hides(ASKS);
});

const fold = (name: RegExp) => phone.getByRole('button', { name });

test('what the terminal began is not gated; to watch it, Codex’s owner has to allow it first', async () => {
  const close = sheet().getByRole('button', { name: 'Close' });
  if (await close.isVisible()) await close.click();
  await phone.getByText(/· not gated ·/).waitFor();
  await fold(/Not gated/).click();
  await fold(/Watch this thread/).click();
  await phone.getByText('Codex does not have what watching needs, so nothing was changed.').waitFor();
  await phone.getByText(/· not gated ·/).waitFor();
});

test('watched, it asks on the phone and in the terminal before anything is done, also inside its sandbox', async () => {
  const config = join(codex.home, 'config.toml');
  writeFileSync(config, `${WATCH_LINES}\n${readFileSync(config, 'utf8')}`);
  await fold(/Watch this thread/).click();
  await phone.getByText(/· watched ·/).waitFor();
  await terminal.say('[run touch inside]');
  await terminal.shows(ASKS);
  await sheet().getByRole('code').filter({ hasText: 'touch inside' }).waitFor();
  const file = join(codex.workspace, 'inside');
  expect(existsSync(file)).toBe(false);
  await sheet().getByRole('button', { name: 'Decline', exact: true }).click();
  await terminal.hides(ASKS);
  await phone.getByRole('textbox', { name: 'Message to the agent' }).waitFor();
  await say('[plain] after the no');
  await terminal.shows('You said: after the no');
  expect(existsSync(file)).toBe(false);
});

test('watching ends on the phone, and then it acts in its sandbox as before', async () => {
  await fold(/Stop watching/).click();
  await phone.getByText(/· not gated ·/).waitFor();
  await say('[run touch inside]');
  await expect.poll(() => existsSync(join(codex.workspace, 'inside'))).toBe(true);
});

test('closing the terminal leaves the thread to the phone', async () => {
  const close = sheet().getByRole('button', { name: 'Close' });
  if (await close.isVisible()) await close.click();
  terminal.close();
  await say('[plain] alone now');
  await conversation().getByText('You said: alone now').waitFor();
});

const sharing = async () => (await host.api.snapshot()).agents[0]?.sharing;
const daemons = () => serversOf(codex, '--managed-daemon');

test('the owner shares threads with the terminal: the daemon is started then and not before, and the thread stays', async () => {
  expect(await sharing()).toMatchObject({ state: 'off', needs: 'start' });
  expect(daemons()).toEqual([]);
  const set = await host.api.run('settings/set', { key: 'share_with_terminal', value: 'on' });
  expect(set.ok).toBe(true);
  await expect.poll(sharing).toMatchObject({ state: 'on', needs: 'nothing' });
  expect(daemons()).toHaveLength(1);
  await say('[plain] said in the daemon');
  await conversation().getByText('You said: said in the daemon').waitFor();
});

test('a terminal opened as always has that thread live, and a turn that it begins is on the phone', async () => {
  const id = readdirSync(join(codex.home, 'sessions'), { recursive: true, encoding: 'utf8' })
    .map((name) => /([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.jsonl$/.exec(name)?.[1])
    .find((found) => found !== undefined);
  terminal = TerminalWindow.open(
    [process.execPath, codexCommand(), '--cd', codex.workspace, 'resume', id ?? 'none'],
    { cwd: codex.workspace, env: codex.env },
  );
  await terminal.shows('You said: said in the daemon');
  await terminal.say('[plain] said at the desk');
  await conversation().getByText('You said: said at the desk').waitFor();
});

test('what it asks is answered on the phone, and its dialog closes', async () => {
  await approvedOnPhone('shared-by-phone');
});

test('a daemon that dies is started again, which phones are told, and the thread goes on', async () => {
  terminal.close();
  const close = sheet().getByRole('button', { name: 'Close' });
  if (await close.isVisible()) await close.click();
  await fold(/Watch this thread/).click();
  await phone.getByText(/· watched ·/).waitFor();
  const before = daemons();
  for (const pid of before) process.kill(pid, 'SIGKILL');
  await expect.poll(async () => (await host.api.snapshot()).agents[0]?.state).not.toBe('ready');
  await expect.poll(sharing).toMatchObject({ state: 'on' });
  expect(daemons()).toHaveLength(1);
  expect(daemons()).not.toEqual(before);
  await expect.poll(async () => (await host.api.snapshot()).agents[0]?.state).toBe('ready');
  await say('[plain] after the crash');
  await conversation().getByText('You said: after the crash').waitFor();
});

test('and it is watched in the new one, too', async () => {
  await say('[run touch inside-again]');
  await sheet().getByRole('code').filter({ hasText: 'touch inside-again' }).waitFor();
  await phone.getByText(/· watched ·/).waitFor();
  await sheet().getByRole('button', { name: 'Decline', exact: true }).click();
  await sheet().waitFor({ state: 'hidden' });
  expect(existsSync(join(codex.workspace, 'inside-again'))).toBe(false);
});

test('turned off while a turn runs, the turn ends first; the daemon is left, and how to end it is told', async () => {
  model.hold('middle');
  await say('[gated middle] to its end');
  // An earlier one is of the turn in the terminal, and only what is near the screen is drawn.
  const behind = async (words: string) => {
    const text = await conversation().innerText();
    return text.includes(words, text.lastIndexOf('to its end'));
  };
  await expect.poll(() => behind('First half,')).toBe(true);
  const set = await host.api.run('settings/set', { key: 'share_with_terminal', value: 'off' });
  expect(set.ok).toBe(true);
  await expect.poll(sharing).toMatchObject({ state: 'waiting' });
  model.release('middle');
  await expect.poll(sharing).toMatchObject({ state: 'off', stop: 'codex app-server daemon stop' });
  await expect.poll(() => behind('First half, second half.')).toBe(true);
  expect(daemons()).toHaveLength(1);
});

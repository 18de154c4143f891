/**
 * What waits is answered where the person is: the built desktop app with the real host and relay, the demo agent, and the
 * built phone client in a browser of its own. Each side sees what the other has decided.
 */
import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { LocalClient } from '../../main/host/local-socket/client.ts';
import { launchBrowser } from '../browser.ts';
import type { Desktop } from '../electron-double/fixture.ts';
import { type NodeDevice, pairedDevice } from '../main/host/node-device.ts';
import { PATIENCE } from '../patience.ts';
import { axeFindings } from './control-panel/axe.ts';
import { launchHostDesktop } from './desktop-app.ts';
import { OutpostProcess } from './outpost-process.ts';
import { phoneContext, scanned } from './phone-at-desk.ts';

const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read);

let browser: Browser;
let desktop: Desktop;
let panel: Page;
let phone: Page;
/** The host's contract, as `outpost` in a terminal speaks it. */
let terminal: LocalClient;
/** A second phone, without a screen. */
let bob: NodeDevice;

const view = (name: string) =>
  panel
    .getByRole('navigation', { name: 'Views' })
    .getByRole('button', { name: new RegExp(`^${name}`) })
    .click();
/** Only once it is armed: what is pressed as a card comes decides nothing. */
const press = (name: string) =>
  panel.locator('button:not([aria-disabled="true"])', { hasText: new RegExp(`^${name}$`) }).click();

beforeAll(async () => {
  browser = await launchBrowser();
  desktop = await launchHostDesktop();
  terminal = await vi.waitFor(() => LocalClient.connect(desktop.dataFolder), PATIENCE);
  const window = desktop.nextWindow();
  await desktop.tray.click(['Pair a phone…']);
  panel = await window;
  phone = await scanned(await phoneContext(browser), panel);
  await phone.getByRole('textbox', { name: 'A name for this phone' }).fill('Ada');
  await phone.getByRole('button', { name: 'They match' }).click();
  await phone.getByRole('navigation', { name: 'Main' }).waitFor();
  const project = path.join(desktop.dataFolder, 'calendar');
  await fs.mkdir(project, { recursive: true });
  await view('Projects');
  await panel.getByRole('textbox', { name: 'Path of a folder' }).fill(project);
  await panel.keyboard.press('Enter');
  await panel.getByRole('heading', { name: 'calendar' }).waitFor();
});
afterAll(async () => {
  bob?.close();
  terminal?.close();
  await browser?.close();
  await desktop?.close();
});

test('nothing waits, and the panel says so', async () => {
  await view('Waiting');
  await panel.getByRole('heading', { name: 'Nothing waits for you' }).waitFor();
  await panel.getByText(/Nothing was asked since Outpost started/).waitFor();
});

test('an approval that is answered at the desk closes on the phone, which says by whom', async () => {
  await phone.getByRole('button', { name: 'New thread' }).first().click();
  await phone.getByRole('textbox', { name: 'What to do' }).fill('Fix the date');
  await phone.getByRole('button', { name: 'Start' }).click();
  const sheet = phone.getByRole('dialog');
  await sheet.getByText('Change 2 files?').waitFor();

  // The same card, with its diff, and the count beside the view.
  await panel.getByRole('button', { name: 'Waiting 1 waiting' }).waitFor();
  await panel.getByRole('heading', { name: 'Change 2 files?' }).waitFor();
  await panel.getByText('zone(text)').waitFor();
  const file = panel.getByRole('button', { name: /^src\/calendar\.ts lines added: / });
  await file.click();
  await panel.getByText('zone(text)').waitFor({ state: 'hidden' });
  await file.click();
  await panel.getByText('zone(text)').waitFor();
  expect(await axeFindings(panel)).toEqual([]);
  await panel.getByRole('button', { name: 'Approve' }).click();

  await phone.getByText('Approved by the owner at the computer').first().waitFor();
  await panel.getByRole('status').getByText('Approved').waitFor();
});

test('one that is answered on the phone closes at the desk, which says by whom', async () => {
  const sheet = phone.getByRole('dialog');
  await sheet.getByRole('button', { name: 'Close' }).click();
  await sheet.getByText('npm test').waitFor();
  await panel.getByRole('heading', { name: 'Run this command?' }).waitFor();
  await sheet.getByRole('button', { name: 'Decline' }).click();
  await panel.getByRole('status').getByText('Declined by Ada').waitFor();
  expect(await panel.getByRole('heading', { name: 'Run this command?' }).count()).toBe(0);
});

test('a turn is stopped at the desk by its question, and the phone sees it', async () => {
  await phone
    .getByRole('dialog')
    .getByRole('radio', { name: /Leave it here/ })
    .waitFor();
  await panel.getByRole('button', { name: 'Waiting 1 waiting' }).waitFor();
  await press('Stop the turn');
  await panel.getByRole('status').getByText('Declined and stopped').waitFor();
  await phone.getByText('Declined and stopped by the owner at the computer').first().waitFor();
});

test('one of each kind that an agent can ask is answered at the desk, also by its own form', async () => {
  const asked = (words: string) => panel.getByRole('main').getByText(words).first().waitFor();
  const sheet = phone.getByRole('dialog');
  await sheet.getByRole('button', { name: 'Close' }).click();
  await phone.getByRole('textbox', { name: 'Message to the agent' }).fill('Everything');
  await phone.getByRole('button', { name: 'Send' }).click();

  await asked('registry.example.com');
  await panel.getByRole('checkbox', { name: /^Do not ask again/ }).check();
  await press('Approve');
  await asked('The build keeps its cache there.');
  await press('Decline');
  await asked('npm run release');
  await panel.getByRole('button', { name: 'Say why not…' }).click();
  await panel.getByRole('textbox', { name: 'Why not, for the agent' }).fill('Not today.');
  await press('Decline');
  await asked('create_issue');
  // The list folds and unfolds.
  for (const open of ['false', 'true']) {
    await panel.locator('button[aria-expanded]').first().click();
    await eventually(() => panel.locator('button[aria-expanded]').first().getAttribute('aria-expanded')).toBe(
      open,
    );
  }
  await press('Approve');
  await asked('Who should be told?');
  await panel.getByRole('textbox', { name: /^Address/ }).fill('ada@example.org');
  await panel.getByRole('radio', { name: 'Yes' }).check();
  await press('Send answer');
  await asked('Sign in to the tracker.');
  await press('Decline');
  await phone.getByText('You said yes to 3 of 6.').waitFor();
  await panel.getByRole('heading', { name: 'Nothing waits for you' }).waitFor();
});

test('what is asked in another thread is answered in a terminal, and its question at the desk in own words', async () => {
  const link = await terminal.run('pairing/open', {});
  bob = await pairedDevice(link.ok ? link.value.link : '', 'Bob');
  const { projects } = await bob.connection.call('home/open', {});
  const { thread } = await bob.connection.call('thread/start', {
    ...{ requestId: randomUUID(), agent: 'demo', text: 'Fix the zone' },
    project: projects[0]?.id ?? '',
  });
  await bob.connection.call('thread/open', { thread, sub: 1 });
  for (const title of ['Change 2 files?', 'Run this command?']) {
    await panel.getByRole('heading', { name: title }).waitFor();
    const listed = await OutpostProcess.result(['waiting', '--json', '--data', desktop.dataFolder]);
    const [{ id }] = JSON.parse(listed.out);
    const declined = await OutpostProcess.result(['answer', id, 'decline', '--data', desktop.dataFolder]);
    expect(declined.code).toBe(0);
    await panel.getByRole('status').getByText('Declined by the owner at the computer').waitFor();
  }
  await panel.getByRole('textbox', { name: 'Or in your own words' }).fill('Ask Grace first');
  await press('Send answer');
  await panel.getByRole('heading', { name: 'Nothing waits for you' }).waitFor();
  const said = () =>
    bob.events
      .flatMap(({ method, params }) => (method === 'thread/event' ? [params.event] : []))
      .map((event) => (event.type === 'append' ? event.text : ''))
      .join('');
  await eventually(said).toContain('you chose **Ask Grace first**');
});

test('activity lists who approved what, and what became of the phone', async () => {
  await view('Activity');
  await panel.getByText('Approved at this computer').first().waitFor();
  await panel.getByText('Declined by Ada').waitFor();
  await panel.getByRole('checkbox', { name: 'Answered by rule' }).check();
  await panel.getByText('Declined by Ada').waitFor();
  await panel.getByRole('combobox', { name: 'What is shown' }).selectOption('Phones');
  expect(await panel.getByText('Declined by Ada').count()).toBe(0);
  await panel.getByRole('combobox', { name: 'What is shown' }).selectOption('Everything');
  await panel
    .getByText(/^Ada was paired$|is called Ada now$/)
    .first()
    .waitFor();
  expect(await axeFindings(panel)).toEqual([]);
  await panel.getByRole('combobox', { name: 'By whom' }).selectOption('Ada');
  expect(await panel.getByText('Approved at this computer').count()).toBe(0);
  await panel.getByRole('combobox', { name: 'By whom' }).selectOption('By anybody');

  // It comes by itself.
  await desktop.evaluate(({ dialog }) => {
    dialog.showMessageBox = async (...args: unknown[]) => {
      const { buttons = [] } = args.at(-1) as { buttons?: string[] };
      return { response: buttons.indexOf('Revoke'), checkboxChecked: false };
    };
  }, undefined);
  await desktop.tray.click(['Phones', 'Ada', 'Revoke…']);
  await panel.getByText('Ada was revoked').waitFor();

  const written = await OutpostProcess.result(['activity', '--json', '--data', desktop.dataFolder]);
  const lines = written.out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines[0]).toMatchObject({ kind: 'phone', act: 'revoked', who: { kind: 'desk' } });
  await eventually(() => lines.filter(({ kind }) => kind === 'approval').length).toBe(12);
});

test('a log that cannot be read says so until it can, and of a long one the rest is asked for', async () => {
  const log = path.join(desktop.dataFolder, 'audit.jsonl');
  await view('Waiting');
  await fs.rename(log, `${log}.away`);
  await fs.mkdir(log);
  await view('Activity');
  await panel.getByText('The log cannot be read').waitFor();
  await panel.getByText('audit.jsonl').waitFor();
  expect(await axeFindings(panel)).toEqual([]);
  await fs.rmdir(log);
  await fs.rename(`${log}.away`, log);
  await panel.getByRole('button', { name: 'Try again' }).click();
  await panel.getByText('Ada was revoked').waitFor();

  const id = (await terminal.snapshot()).devices[0]?.id ?? '';
  await Promise.all(
    Array.from({ length: 60 }, (_, n) => terminal.run('device/rename', { id, name: `Bob ${n}` })),
  );
  await view('Waiting');
  await view('Activity');
  const entries = panel.getByRole('main').getByRole('listitem');
  await eventually(() => entries.count()).toBe(50);
  expect(await panel.getByText('Ada was revoked').count()).toBe(0);
  await panel.getByRole('button', { name: 'Load older' }).click();
  await panel.getByText('Ada was revoked').waitFor();
  await panel.getByRole('button', { name: 'Load older' }).waitFor({ state: 'detached' });
});

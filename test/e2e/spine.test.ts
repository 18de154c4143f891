/**
 * The whole path, once: the desktop app with the real host and relay, the real Codex with a scripted model, and a phone
 * in a browser of its own. The two meet by the code in the window, read off a screenshot as a camera would.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../browser.ts';
import { type CodexHome, codexCommand, endAll, startCodexHome } from '../codex/codex.ts';
import { type Desktop, launchDesktop } from '../electron-double/fixture.ts';
import { HELD } from '../held.ts';
import { type ModelServer, startModelServer } from '../model/server.ts';
import { readQrCode } from './desktop-app.ts';

let model: ModelServer;
let codex: CodexHome;
let desktop: Desktop;
let browser: Browser;
let context: BrowserContext;
let phone: Page;

const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read);

beforeAll(async () => {
  model = await startModelServer();
  codex = startCodexHome({ modelUrl: model.url, extra: 'features.default_mode_request_user_input = true' });
  desktop = await launchDesktop({
    env: { HOME: codex.root, CODEX_HOME: codex.home },
    // The phone's page comes over plain http, which answers little unless the owner says so.
    policy: 'preset = "team"\n\n[clients]\nplain_http = "expand"\n',
    args: ['--bind', '127.0.0.1', '--port', '0', '--name', 'studio', '--codex', codexCommand()],
  });
  browser = await launchBrowser();
  context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
  });
  phone = await context.newPage();
});
afterAll(async () => {
  await browser?.close();
  await desktop?.close();
  if (codex) await endAll(codex);
  await codex?.remove();
  await model?.close();
});

const conversation = () => phone.getByRole('region', { name: 'Conversation' });
const sheet = () => phone.getByRole('dialog');
/** An action asks twice: at the gate whether it may be tried, then by the agent whether it may go beyond its sandbox. */
const QUESTIONS = ['In the sandbox.', 'Outside the sandbox.'];
async function approve(): Promise<void> {
  for (const question of QUESTIONS) {
    await sheet().getByText(question).waitFor();
    await sheet().getByRole('button', { name: 'Approve' }).click(HELD);
  }
}
/** What the next prompt of a thread says; the composer sends it. */
async function say(text: string): Promise<void> {
  await phone.getByRole('textbox', { name: 'Message to the agent' }).fill(text);
  await phone.getByRole('button', { name: 'Send' }).click();
}
/** A turn is over when the composer offers a new message again. */
const idle = () => phone.getByRole('textbox', { name: 'Message to the agent' }).waitFor();
/** Processes whose command line holds the marker, the shells of Codex's sandbox among them. */
const running = (marker: string): number =>
  readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid) && Number(pid) !== process.pid)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(marker);
      } catch {
        return false; // it ended meanwhile
      }
    }).length;

test('a phone pairs by the code on the screen', async () => {
  // The driver may attach before the host runs.
  await eventually(() => desktop.tray.items().catch(() => [])).not.toEqual([]);
  const window = desktop.nextWindow();
  await desktop.tray.click(['Pair a phone…']);
  const panel = await window;
  await panel.getByRole('img', { name: /QR code/ }).waitFor();
  const link = await readQrCode(panel);
  expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#/);
  await phone.goto(link!);
  // Opening a link pairs nothing, and the secret is out of the address at once.
  expect(new URL(phone.url()).hash).toBe('');
  await phone.getByRole('button', { name: 'Pair' }).click();
  const words = (page: Page) =>
    page.getByRole('list', { name: 'Check words' }).getByRole('listitem').allTextContents();
  await panel.getByRole('heading', { name: /is paired$/ }).waitFor();
  await phone.getByRole('textbox', { name: 'A name for this phone' }).fill('Ada');
  expect(await words(phone)).toEqual(await words(panel));
  await phone.getByRole('button', { name: 'They match' }).click();
  await phone.getByRole('navigation', { name: 'Main' }).waitFor();
});

test('starts a thread on Codex, streams it, and shows the same after a reload in the middle', async () => {
  const opened = await openProject(codex.workspace);
  expect(opened).toBe(true);
  model.hold('middle');
  await phone.getByRole('button', { name: 'New thread' }).first().click();
  await phone.getByRole('radio', { name: 'Codex' }).check();
  await phone.getByRole('textbox', { name: 'What to do' }).fill('[gated middle]');
  await phone.getByRole('button', { name: 'Start' }).click();
  await conversation().getByText('First half,').waitFor();
  const before = await conversation().innerText();
  await phone.reload();
  await conversation().getByText('First half,').waitFor();
  expect(withoutTimes(await conversation().innerText())).toBe(withoutTimes(before));
  model.release('middle');
  await conversation().getByText('First half, second half.').waitFor();
  await idle();
  expect(await conversation().getByText('First half').count()).toBe(1);
});

test('a command runs when it is approved', async () => {
  const file = join(codex.root, 'approved');
  await say(`[ask-run echo yes > ${file}]`);
  await sheet()
    .getByRole('code')
    .filter({ hasText: `echo yes > ${file}` })
    .waitFor();
  expect(existsSync(file)).toBe(false);
  await approve();
  await eventually(() => existsSync(file)).toBe(true);
  await idle();
  expect(readFileSync(file, 'utf8')).toBe('yes\n');
});

test('and does not when it is declined', async () => {
  const file = join(codex.root, 'declined');
  await say(`[ask-run echo no > ${file}]`);
  await sheet()
    .getByRole('code')
    .filter({ hasText: `echo no > ${file}` })
    .waitFor();
  await sheet().getByRole('button', { name: 'Decline' }).click();
  await idle();
  await conversation().getByText('Declined by Ada').waitFor();
  expect(existsSync(file)).toBe(false);
});

test('a command runs when it is approved at the desk, and the phone sees by whom', async () => {
  const file = join(codex.root, 'at the desk');
  await say(`[ask-run echo desk > '${file}']`);
  await sheet().getByText('Run this command?').waitFor();
  const panel = desktop.windows()[0]!;
  await panel.getByRole('button', { name: 'Waiting 1 waiting' }).click();
  await panel.getByRole('heading', { name: 'Run this command?' }).waitFor();
  await panel.getByRole('code').filter({ hasText: file }).first().waitFor();
  expect(existsSync(file)).toBe(false);
  for (const question of QUESTIONS) {
    await panel.getByText(question).waitFor();
    await panel.getByRole('button', { name: 'Approve' }).click();
  }
  await eventually(() => existsSync(file)).toBe(true);
  await sheet().getByText('Approved by the owner at the computer').waitFor();
  await sheet().getByRole('button', { name: 'Close' }).click();
  await idle();
});

test('a patch is shown as a diff, and applied when it is approved', async () => {
  const outside = join(codex.root, 'outside');
  mkdirSync(outside);
  const notes = join(outside, 'NOTES.md');
  writeFileSync(notes, 'first line\nold line\nlast line\n');
  await say(`[patch ${outside}]`);
  await sheet().getByText('old line').waitFor();
  await sheet().getByText('new line', { exact: false }).first().waitFor();
  expect(readFileSync(notes, 'utf8')).toContain('old line');
  await approve();
  await eventually(() => readFileSync(notes, 'utf8')).toBe('first line\nnew line\nlast line\n');
  await idle();
  expect(readFileSync(join(outside, 'added.txt'), 'utf8')).toBe('first\nsecond\n');
});

test('a question is answered in words of the person', async () => {
  await say('[question]');
  await sheet().getByText('Which color?').waitFor();
  await sheet().getByRole('radio', { name: /Blue/ }).check();
  await sheet().getByRole('button', { name: 'Answer' }).click();
  await conversation().getByText('Blue').last().waitFor();
  await idle();
});

test('stop ends a running command', async () => {
  const marker = `never-made-${process.pid}`;
  await say(`[run-until ${join(codex.workspace, marker)}]`);
  await eventually(() => running(marker)).toBeGreaterThan(0);
  await phone.getByRole('button', { name: 'Stop' }).click();
  await eventually(() => running(marker)).toBe(0);
  await idle();
  await conversation().getByText('Stopped', { exact: false }).last().waitFor();
});

test('the thread holds all of it once, in order, as a phone that comes anew sees it', async () => {
  const prompts = ['[gated middle]', 'approved', 'declined', '[patch', '[question]', '[run-until'];
  await phone.reload();
  await conversation().getByText('[run-until', { exact: false }).first().waitFor();
  const text = await wholeConversation();
  let at = -1;
  for (const prompt of prompts) {
    const next = text.indexOf(prompt, at + 1);
    expect(next, `“${prompt}” comes after the ones before it`).toBeGreaterThan(at);
    at = next;
  }
});

test('a revoke from the menu ends it', async () => {
  await desktop.evaluate(({ dialog }) => {
    dialog.showMessageBox = async (...args: unknown[]) => {
      const { buttons = [] } = args.at(-1) as { buttons?: string[] };
      return { response: buttons.indexOf('Revoke'), checkboxChecked: false };
    };
  }, undefined);
  expect(await desktop.blockers()).toEqual(['prevent-app-suspension']);
  await desktop.tray.click(['Phones', 'Ada', 'Revoke…']);
  await phone.getByRole('button', { name: 'Forget this host' }).waitFor();
  await eventually(() => desktop.blockers()).toEqual([]);
});

/** Only what is near the screen is drawn, so it is read on the way through: each row once, in its place among all. */
async function wholeConversation(): Promise<string> {
  await conversation().locator('li[data-row]').last().waitFor({ state: 'attached' });
  return conversation().evaluate(async (box) => {
    const rows = new Map<number, string>();
    const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    for (let top = 0; ; top += 300) {
      box.scrollTop = top;
      await drawn();
      for (const row of box.querySelectorAll<HTMLElement>('li[data-row]'))
        rows.set(Number(row.getAttribute('aria-posinset')), row.innerText);
      if (top > box.scrollHeight) break;
    }
    return [...rows.keys()]
      .sort((a, b) => a - b)
      .map((place) => rows.get(place))
      .join('\n');
  });
}

/** As the owner does it, in the window. */
async function openProject(folder: string): Promise<boolean> {
  const [panel] = desktop.windows();
  return panel!.evaluate(async (path) => {
    const { outpost } = window as unknown as {
      outpost: { run(name: string, params: object): Promise<{ ok: boolean }> };
    };
    return (await outpost.run('project/add', { path })).ok;
  }, folder);
}

/** Durations and ages go on while a page reloads. */
const withoutTimes = (text: string): string =>
  text
    .replace(/\d+ (ms|s|min)\b/g, '')
    .replace(/\s+/g, ' ')
    .trim();

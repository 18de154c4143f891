/** Every screen of the phone, at a phone's size, light and dark: the real page with a real host and the demo agent. */
import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright';
import { createHost } from '../../main/host/host.ts';
import type { Host } from '../../main/host/options.ts';
import { launchBrowser } from '../browser.ts';
import { HELD } from '../held.ts';

const CLIENT = path.join(import.meta.dirname, '../../dist/phone');

/** Writes `phone-<screen>-<light|dark>.png`. */
export async function run(folder: string): Promise<void> {
  const root = await fs.mkdtemp(path.join(os.tmpdir(), 'outpost-screens-'));
  const browser = await launchBrowser();
  const host = await startHost(root);
  try {
    await new Tour(browser, host, folder).take();
  } finally {
    await browser.close();
    await host.close();
    await fs.rm(root, { recursive: true, force: true });
  }
}

async function startHost(root: string): Promise<Host> {
  const project = path.join(root, 'calendar');
  await fs.mkdir(project);
  const host = await createHost({
    folder: path.join(root, 'data'),
    version: '0.1.0',
    name: 'Mac mini',
    embedded: { port: 0, bind: '127.0.0.1', clientFiles: CLIENT },
    relays: [],
    clientOrigin: null,
    codex: { command: '/nowhere/codex' },
    demo: true,
  });
  await host.start();
  await host.api.run('project/add', { path: project });
  return host;
}

class Tour {
  readonly #browser: Browser;
  readonly #host: Host;
  readonly #folder: string;
  #page!: Page;

  constructor(browser: Browser, host: Host, folder: string) {
    this.#browser = browser;
    this.#host = host;
    this.#folder = folder;
  }

  async take(): Promise<void> {
    this.#page = await this.#phone();
    await this.#links();
    await this.#pairing();
    await this.#work();
    await this.#asks();
    await this.#rest();
  }

  /** What a link says that cannot be used, then one that can. */
  async #links(): Promise<void> {
    const page = this.#page;
    const link = await this.#link();
    await page.goto(`${link.slice(0, -6)}AAAAAA`);
    await page.getByRole('heading').first().waitFor();
    await this.#shot('link-damaged');
    await page.goto(new URL(link).origin);
    await page.getByRole('heading').first().waitFor();
    await this.#shot('no-host');
    await page.goto('about:blank');
    await page.goto(await this.#link());
    await page.getByRole('button', { name: 'Pair' }).waitFor();
    await this.#shot('pair');
  }

  async #pairing(): Promise<void> {
    const page = this.#page;
    await page.getByRole('button', { name: 'Pair' }).click();
    await page.getByRole('list', { name: 'Check words' }).waitFor();
    await page.getByRole('textbox', { name: 'A name for this phone' }).fill('Ada’s phone');
    await this.#shot('pair-words');
    await page.getByRole('button', { name: 'They match' }).click();
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
    await this.#shot('inbox-empty');
  }

  /** A thread from the first word to the last, with everything that it asks. */
  async #work(): Promise<void> {
    const page = this.#page;
    const sheet = page.getByRole('dialog');
    await page.getByRole('button', { name: 'New thread' }).first().click();
    await page
      .getByRole('textbox', { name: 'What to do' })
      .fill('Invitations show the wrong day. Find out why and fix it.');
    await this.#shot('new-thread');
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByText('First I look around').waitFor();
    await this.#shot('thread-working');

    await sheet.getByRole('button', { name: 'Approve' }).waitFor();
    // As a diff with its lines numbered, and with buttons that have rested.
    await sheet.getByText('Line 12').waitFor();
    await sheet.getByRole('button', { name: 'Decline', exact: true }).click({ trial: true });
    await this.#shot('approval-diff');
    await sheet.getByRole('button', { name: 'Decide later' }).click();
    await this.#shot('thread');
    await page.getByRole('button', { name: 'Back' }).click();
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
    await this.#shot('inbox-waiting');
    await page.getByRole('region', { name: 'Waiting for you' }).getByRole('button').first().click();
    await sheet.getByRole('button', { name: 'Approve' }).click(HELD);

    await sheet.getByText('npm test').waitFor();
    await this.#shot('approval-command');
    await sheet.getByRole('button', { name: 'Say why not…' }).click();
    await this.#shot('approval-decline-word');
    await sheet.getByRole('button', { name: 'Approve' }).click(HELD);

    await sheet.getByText('What should happen with the fix?').waitFor();
    await this.#shot('question');
    await sheet.getByRole('radio', { name: /Open a pull request/ }).check();
    await sheet.getByRole('button', { name: 'Answer' }).click();
    await page.getByText('a real agent works here').waitFor();
    await this.#shot('thread-done');
    await page
      .getByRole('button', { name: /npm test/ })
      .last()
      .click();
    await this.#shot('thread-output');
  }

  /** One card of each other kind that an agent can ask. */
  async #asks(): Promise<void> {
    const page = this.#page;
    const sheet = page.getByRole('dialog');
    await page.getByRole('textbox', { name: 'Message to the agent' }).fill('Show me everything.');
    await page.getByRole('button', { name: 'Send' }).click();
    for (const kind of ['network', 'permissions', 'stdin', 'tool', 'form', 'link']) {
      const title = await sheet.getByRole('heading').first().innerText();
      const decline = sheet.getByRole('button', { name: 'Decline', exact: true });
      // The buttons rest a moment after a card has risen.
      await decline.click({ trial: true });
      await this.#shot(`approval-${kind}`);
      await decline.click();
      await sheet.getByRole('heading', { name: title, exact: true }).waitFor({ state: 'detached' });
    }
    await page.getByText('You said yes to 0 of 6').waitFor();
    await this.#shot('thread-more');
  }

  /** What is done with a thread as a whole, and where it is looked for. */
  async #aroundThreads(): Promise<void> {
    const page = this.#page;
    const sheet = page.getByRole('dialog');
    const more = page.getByRole('button', { name: /^More about/ }).first();
    const act = (name: RegExp) => sheet.getByRole('button', { name });
    await page.getByRole('navigation', { name: 'Main' }).getByText('Threads').click();
    await page.getByRole('searchbox', { name: 'Search' }).fill('lighthouse');
    await this.#shot('search-nothing');
    await page.getByRole('button', { name: 'Show all' }).click();
    await more.click();
    await this.#shot('thread-menu');
    await act(/^Rename/).click();
    await this.#shot('thread-rename');
    await sheet.getByRole('button', { name: 'Cancel' }).click();
    await act(/^Pause/).click();
    await page.getByText(/^Paused/).waitFor();
    await this.#shot('threads-paused');
    await more.click();
    await act(/^Resume/).click();
    await page.getByText(/^Paused/).waitFor({ state: 'detached' });
    await more.click();
    await act(/^Archive/).click();
    await more.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Archived threads' }).click();
    await page.getByRole('button', { name: /^Bring back/ }).waitFor();
    await this.#shot('archived');
    await page.getByRole('button', { name: /^Bring back/ }).click();
    await page.getByRole('button', { name: 'Back', exact: true }).click();
    await more.waitFor();
  }

  async #rest(): Promise<void> {
    const page = this.#page;
    await page.getByRole('button', { name: 'Back' }).click();
    for (const [tab, name] of [
      ['Threads', 'threads'],
      ['Hosts', 'hosts'],
    ] as const) {
      await page.getByRole('navigation', { name: 'Main' }).getByText(tab).click();
      await this.#shot(name);
    }
    await this.#aroundThreads();
    const { devices } = await this.#host.api.snapshot();
    await this.#host.api.run('device/allow', { id: devices[0]!.id, right: 'view' });
    await page.getByRole('navigation', { name: 'Main' }).getByText('Inbox').click();
    await this.#shot('inbox-may-watch');
    await this.#host.api.run('device/revoke', { id: devices[0]!.id });
    await page.getByRole('button', { name: 'Forget this host' }).waitFor();
    await this.#shot('revoked');
    await this.#away();
  }

  /** The host goes while a phone looks. */
  async #away(): Promise<void> {
    this.#page = await this.#phone();
    const page = this.#page;
    await page.goto(await this.#link());
    await page.getByRole('button', { name: 'Pair' }).click();
    await page.getByRole('button', { name: 'They match' }).click();
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
    await this.#host.close();
    await page.getByText('broken here').waitFor();
    await this.#shot('broken');
  }

  async #phone(): Promise<Page> {
    const context = await this.#browser.newContext({
      viewport: { width: 390, height: 844 },
      deviceScaleFactor: 2,
      isMobile: true,
      hasTouch: true,
      reducedMotion: 'reduce',
    });
    return context.newPage();
  }

  async #link(): Promise<string> {
    const opened = await this.#host.api.run('pairing/open', {});
    if (!opened.ok) throw new Error(opened.refusal.message);
    return opened.value.link;
  }

  async #shot(name: string): Promise<void> {
    for (const colorScheme of ['dark', 'light'] as const) {
      await this.#page.emulateMedia({ colorScheme });
      await this.#page.screenshot({ path: path.join(this.#folder, `phone-${name}-${colorScheme}.png`) });
    }
  }
}

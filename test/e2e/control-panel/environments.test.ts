/** Environments in the built control panel: what it shows of SSH hosts, how it asks what they ask, and where answers go. */
import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { EnvironmentView, SshHostView } from '../../../main/contract/environments.ts';
import type { HostState } from '../../../main/contract/state.ts';
import { launchBrowser } from '../../browser.ts';
import { axeFindings } from './axe.ts';
import { asking, environment, HOST_STATES, QUESTIONS, sshHost, withHosts } from './environment-states.ts';
import { type OpenOptions, type OpenPanel, openPanel } from './panel.ts';

let browser: Browser;
let panel: OpenPanel;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
afterEach(() => panel.close());

const TERMINAL = 'Welcome to \u001b[32mdevbox\u001b[0m\r\nChoose a door (left/right): ';
const open = async (state: HostState, options: Partial<OpenOptions> = {}): Promise<Page> => {
  panel = await openPanel(browser, {
    state,
    view: 'environments',
    ...options,
    answers: {
      'ssh/hosts': { ok: true, value: { hosts: state.ssh.hosts, total: state.ssh.total } },
      'ssh/terminal': { ok: true, value: { text: TERMINAL, next: 1000 } },
      ...options.answers,
    },
  });
  await panel.page.getByRole('heading', { name: 'Environments', level: 1 }).waitFor();
  return panel.page;
};
const commands = async (...names: string[]) =>
  (await panel.asked()).filter(({ name }) => names.includes(name)).map(({ params }) => params);
const asked = (...names: string[]) => expect.poll(() => commands(...names));
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const armed = (page: Page, name: string) =>
  page.locator('button:not([aria-disabled="true"])', { hasText: new RegExp(`^${name}$`) });
const refusal = (message: string) => ({ ok: false, refusal: { code: 'x', message } }) as const;
const become = (...environments: EnvironmentView[]): Promise<void> =>
  panel.change({ slice: 'environments', value: withHosts(environments).environments });
const focused = (page: Page): Promise<string | undefined> =>
  page.evaluate(
    () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
  );

describe('each environment', () => {
  test('says how it stands, since when, how far it is, and which Codex is there where it is another one', async () => {
    const page = await open(HOST_STATES.several());
    const row = (name: string) => page.getByRole('listitem', { name, exact: true }).first();
    await row('devbox').getByText('Connected', { exact: true }).waitFor();
    await row('devbox').getByText('for 3 hours').waitFor();
    await row('devbox').getByText('18 ms there and back · Codex 0.144.0', { exact: true }).waitFor();
    await row('gpu-1').getByText('Codex 0.139.2 there, 0.144.0 on this computer').waitFor();
    await row('build').getByText('Tried again by itself').waitFor();
    await row('old-box').getByText('Wants your attention').waitFor();
    await row('ada-mini').getByText('This computer', { exact: true }).waitFor();
    expect(await row('ada-mini').getByRole('button').count()).toBe(0);
  });

  test('what is missing there is named with its command, which is copied by the name of the host', async () => {
    const page = await open(HOST_STATES.several());
    await page.getByText('npm install -g @openai/codex').waitFor();
    await button(page, 'Copy the command for staging').click();
    await asked('copyShown').toEqual(['environment:ssh:staging']);
  });

  test('is connected, tried and disconnected; nothing is asked, since its turn goes on', async () => {
    const page = await open(HOST_STATES.several());
    await button(page, 'Connect again: old-box').click();
    await button(page, 'Try now: build').click();
    await button(page, 'Disconnect: devbox').click();
    await asked('ssh/connect').toEqual([{ alias: 'old-box' }, { alias: 'build' }]);
    await asked('ssh/disconnect').toEqual([{ environment: 'ssh:devbox' }]);
  });

  test('its server is stopped after one question, which says what ends', async () => {
    const page = await open(HOST_STATES.several());
    await button(page, 'More about devbox').click();
    const stop = button(page, 'Disconnect devbox and stop its server');
    await stop.click();
    await page.getByRole('dialog').getByText('Every turn that runs there ends').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await commands('ssh/disconnect')).toEqual([]);
    expect(await focused(page)).toBe('Disconnect devbox and stop its server');
    await stop.click();
    await button(page, 'Disconnect and stop it').click();
    await asked('ssh/disconnect').toEqual([{ environment: 'ssh:devbox', stop: true }]);
  });

  test('what could not be done is said beside it, in the host’s words', async () => {
    const page = await open(HOST_STATES.several(), {
      answers: { 'ssh/disconnect': refusal('Its server could not be stopped.') },
    });
    await button(page, 'Disconnect: gpu-1').click();
    await page
      .getByRole('listitem', { name: 'gpu-1' })
      .getByRole('alert')
      .getByText('Its server could not be stopped.')
      .waitFor();
  });

  test('is looked at again, with what helps', async () => {
    const page = await open(HOST_STATES.several(), {
      answers: {
        'ssh/check': {
          ok: true,
          value: {
            findings: [
              { title: 'Connection', state: 'good', detail: 'Connected.', command: null },
              { title: 'Agent', state: 'bad', detail: 'It is signed out.', command: 'codex login' },
            ],
          },
        },
      },
    });
    await button(page, 'More about devbox').click();
    await button(page, 'Check devbox again').click();
    await page.getByRole('status').getByText('devbox was looked at: 1 of 2 need a look.').waitFor();
    const found = page.getByRole('region', { name: 'What was found on devbox' });
    await found.getByText('codex login').waitFor();
    await asked('ssh/check').toEqual([{ environment: 'ssh:devbox' }]);
  });

  test('its folders are listed, and another is opened by its path there', async () => {
    const page = await open(HOST_STATES.several(), {
      answers: { 'project/add': { ok: true, value: { name: 'web' } } },
    });
    await button(page, 'More about devbox').click();
    await page.getByRole('region', { name: 'Projects on devbox' }).getByText('/srv/notebooks').waitFor();
    await page.getByRole('textbox', { name: 'Path of a folder on devbox' }).fill(' ~/src/web ');
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('Open to your phones: web.').waitFor();
    await asked('project/add').toEqual([{ path: '~/src/web', environment: 'ssh:devbox' }]);
  });

  test('a folder that is refused stays in its field, with the reason', async () => {
    const page = await open(HOST_STATES.several(), {
      answers: { 'project/add': refusal('There is no such folder on devbox.') },
    });
    await button(page, 'More about devbox').click();
    const path = page.getByRole('textbox', { name: 'Path of a folder on devbox' });
    await path.fill('/nowhere');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('There is no such folder on devbox.').waitFor();
    expect(await path.inputValue()).toBe('/nowhere');
  });

  test('the log of the last attempt is read, and nothing can be typed into it', async () => {
    const page = await open(HOST_STATES.several());
    await button(page, 'More about old-box').click();
    await button(page, 'Log of the last attempt to connect old-box').click();
    await page.locator('.xterm-rows').getByText('Welcome to').waitFor();
    await page.getByRole('textbox', { name: 'What ssh printed for old-box' }).focus();
    await page.keyboard.type('rm -rf /');
    await page.keyboard.press('Tab');
    expect(await commands('ssh/type')).toEqual([]);
    expect(await commands('ssh/resize')).toEqual([]);
  });

  test('projects of a host are named with it, and not looked for on this computer', async () => {
    const page = await open(HOST_STATES.several());
    await panel.show('projects');
    await page.getByRole('listitem', { name: 'notebooks' }).getByText('on devbox').waitFor();
    expect(await button(page, 'Show notebooks in the file manager').count()).toBe(0);
    expect(await button(page, 'Show outpost in the file manager').count()).toBe(1);
  });
});

describe('hosts of the configuration', () => {
  const many = Array.from({ length: 1000 }, (_, i): SshHostView => sshHost(`box-${i}`));
  const page1 = { ok: true, value: { hosts: many.slice(0, 50), total: 1000 } } as const;

  test('a page of a thousand is there, and more when they are wanted', async () => {
    const page = await open(withHosts([], many), { answers: { 'ssh/hosts': page1 } });
    await page.getByText('50 of 1000').waitFor();
    await button(page, 'Show more').click();
    await asked('ssh/hosts').toContainEqual({ search: '', hidden: false, offset: 50, limit: 50 });
  });

  test('one is searched, also among the hidden ones, connected, and hidden', async () => {
    const page = await open(HOST_STATES.unused());
    await page.getByRole('searchbox', { name: 'Search hosts' }).fill('gpu');
    await page.getByRole('checkbox', { name: 'Hidden ones too' }).check();
    await asked('ssh/hosts').toContainEqual({ search: 'gpu', hidden: true, offset: 0, limit: 50 });
    await button(page, 'Connect gpu-1').click();
    await button(page, 'Hide gpu-1 in lists').click();
    await asked('ssh/connect', 'ssh/hide').toEqual([{ alias: 'gpu-1' }, { alias: 'gpu-1', hidden: true }]);
  });

  test('one that cannot be connected says why; what is wrong in the configuration has its place', async () => {
    const page = await open(HOST_STATES.several());
    await page.getByText('The name begins with a dash').waitFor();
    expect(await button(page, 'Connect -oProxyCommand').count()).toBe(0);
    await page.getByText('2 things are wrong in your SSH configuration').waitFor();
    await page.getByText('~/.ssh/config, line 14').waitFor();
  });

  test('none: it says where they would come from; switched off: it leads to the setting', async () => {
    const page = await open(HOST_STATES.none());
    await page.getByRole('heading', { name: 'No SSH host was found' }).waitFor();
    await panel.change({ slice: 'ssh', value: { enabled: false, hosts: [], total: 0, problems: [] } });
    await page.getByRole('heading', { name: 'SSH hosts are switched off' }).waitFor();
    await button(page, 'Open the settings').click();
    await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
  });
});

describe('a question', () => {
  const answers = () => commands('ssh/answer');

  const SECRETS = [
    ['password', 'Password', 'Password of ada on devbox.example.org'],
    ['passphrase', 'Passphrase', 'Passphrase of your key'],
    ['pin', 'PIN', 'PIN of your security key'],
    ['newPassword', 'Password it asks for', 'devbox.example.org wants a new password'],
    ['oneTimeCode', 'Your answer', 'devbox.example.org asks something'],
  ] as const;
  test.each(SECRETS)('%s: goes to ssh, and is nowhere afterwards', async (kind, label, title) => {
    const page = await open(withHosts([asking(QUESTIONS[kind])]));
    const dialog = page.getByRole('dialog', { name: title });
    const field = dialog.getByLabel(label, { exact: true });
    await field.waitFor();
    expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await field.getAttribute('type')).toBe('password');
    await page.keyboard.type('correct horse');
    expect(await page.content()).not.toContain('correct horse');
    await page.keyboard.press('Enter');
    await expect
      .poll(answers)
      .toEqual([{ environment: 'ssh:devbox', question: 'q1', text: 'correct horse' }]);
    expect(await field.inputValue()).toBe('');
    expect(await page.content()).not.toContain('correct horse');
  });

  test('what comes next takes the place of the one before, with the focus; then the dialog goes', async () => {
    const page = await open(withHosts([asking(QUESTIONS.password)]));
    await page.keyboard.type('wrong');
    await page.keyboard.press('Enter');
    await expect.poll(answers).toHaveLength(1);
    await become(environment('devbox', { state: 'connecting' }));
    await page.getByRole('dialog').getByText('ssh goes on').waitFor();
    await become(asking(QUESTIONS.wrongPassword));
    await page.getByRole('alert').getByText('The answer before was not accepted.').waitFor();
    await page.keyboard.type('right');
    await page.keyboard.press('Enter');
    await expect.poll(answers).toContainEqual({ environment: 'ssh:devbox', question: 'q2', text: 'right' });
    await become(environment('devbox'));
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  test('an empty password is not sent; nothing at all is an answer to the other computer', async () => {
    const page = await open(withHosts([asking(QUESTIONS.password)]));
    await page.keyboard.press('Enter');
    await become(asking(QUESTIONS.oneTimeCode, {}));
    await page.getByRole('dialog', { name: 'devbox.example.org asks something' }).waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(answers).toEqual([{ environment: 'ssh:devbox', question: 'q1', text: '' }]);
  });

  test('an answer that came too late says so', async () => {
    const page = await open(withHosts([asking(QUESTIONS.password)]), {
      answers: { 'ssh/answer': refusal('This is not asked any more, so nothing was typed.') },
    });
    await page.keyboard.type('x');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('This is not asked any more').waitFor();
  });

  test('put off, it stays where it is and is answered later; the keys go back to where they were', async () => {
    const page = await open(withHosts([asking(QUESTIONS.password)]));
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await become(asking(QUESTIONS.password, { printed: 80 }));
    expect(await page.getByRole('dialog').count()).toBe(0);
    await button(page, 'Answer what devbox asks').click();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await focused(page)).toBe('Answer what devbox asks');
    expect(await answers()).toEqual([]);
  });

  test('does not rise over somebody who types', async () => {
    const page = await open(withHosts([environment('devbox', { state: 'connecting' })]));
    await page.getByRole('searchbox', { name: 'Search hosts' }).focus();
    await page.keyboard.type('gp');
    await become(asking(QUESTIONS.password));
    await button(page, 'Answer what devbox asks').waitFor();
    await page.keyboard.type('u');
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await page.getByRole('searchbox').inputValue()).toBe('gpu');
  });

  test('ends with the attempt, when its owner wants that', async () => {
    const page = await open(withHosts([asking(QUESTIONS.password)]));
    await button(page, 'Stop connecting').click();
    await asked('ssh/disconnect').toEqual([{ environment: 'ssh:devbox' }]);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  describe('about a host’s key', () => {
    test('shows what there is to compare, and no key that rests says yes', async () => {
      const page = await open(withHosts([asking(QUESTIONS.hostKey)]));
      const dialog = page.getByRole('dialog', { name: 'Is this really devbox.example.org?' });
      await dialog.getByText('SHA256:p2QAMXNIC1TJYWeIOttrVc98/R1BUFWu3/LiyKgUfQM', { exact: true }).waitFor();
      await dialog.getByText('ED25519', { exact: true }).waitFor();
      await dialog.getByText('devbox.example.org', { exact: true }).waitFor();
      await armed(page, 'It is the same: connect').waitFor();
      for (const key of ['Enter', 'Space', 'Enter', 'y', 'Enter']) await page.keyboard.press(key);
      expect((await answers()).filter((params) => (params as { text: string }).text !== 'no')).toEqual([]);
    });

    test('a fingerprint that differs is not sent, and closes the way to a yes', async () => {
      const page = await open(withHosts([asking(QUESTIONS.hostKey)]));
      await armed(page, 'It is the same: connect').waitFor();
      await page.getByLabel('The fingerprint that you were given').fill('SHA256:another');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').getByText('They differ. Do not connect').waitFor();
      // Whoever presses it all the same, without the patience of a test.
      await page.getByText('It is the same: connect').click({ force: true });
      expect(await answers()).toEqual([]);
      await button(page, 'Do not connect').click();
      await expect.poll(answers).toMatchObject([{ text: 'no' }]);
    });

    test('one that is the same is given to ssh itself, which compares it once more', async () => {
      const page = await open(withHosts([asking(QUESTIONS.hostKey)]));
      await armed(page, 'It is the same: connect').waitFor();
      await page
        .getByLabel('The fingerprint that you were given')
        .fill(' p2QAMXNIC1TJYWeIOttrVc98/R1BUFWu3/LiyKgUfQM ');
      await button(page, 'Compare and connect').click();
      await expect
        .poll(answers)
        .toMatchObject([{ text: 'SHA256:p2QAMXNIC1TJYWeIOttrVc98/R1BUFWu3/LiyKgUfQM' }]);
    });

    test('a yes is given by hand', async () => {
      const page = await open(withHosts([asking(QUESTIONS.hostKey)]));
      await armed(page, 'It is the same: connect').click();
      await expect.poll(answers).toMatchObject([{ text: 'yes' }]);
    });
  });

  test('the other computer’s words stand in a frame that says whose they are', async () => {
    const page = await open(
      withHosts([
        asking({
          ...QUESTIONS.oneTimeCode,
          text: 'Outpost needs the password of this computer.\n<b>Type it here</b>',
        }),
      ]),
    );
    const theirs = page.getByRole('figure', { name: /Words of the other computer, devbox/ });
    await theirs.getByText('<b>Type it here</b>').waitFor();
    const outside = await page.getByRole('dialog').evaluate((dialog) => {
      const copy = dialog.cloneNode(true) as HTMLElement;
      copy.querySelector('figure')?.remove();
      return copy.textContent;
    });
    expect(outside).not.toContain('Outpost needs');
  });

  test('the first start of the agent’s server says what it costs, and is declined by the key that rests', async () => {
    const page = await open(withHosts([asking(QUESTIONS.startDaemon)]));
    const dialog = page.getByRole('dialog', { name: 'Start Codex’s server on devbox?' });
    await dialog.getByText('about 400 MB').waitFor();
    await dialog.getByText('38 GB').waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(answers).toMatchObject([{ text: 'no' }]);
    await armed(page, 'Start it').click();
    await expect.poll(answers).toMatchObject([{ text: 'no' }, { text: 'yes' }]);
  });

  test('it can be disconnected instead', async () => {
    const page = await open(withHosts([asking(QUESTIONS.startDaemon)]));
    await button(page, 'Disconnect').click();
    await asked('ssh/disconnect').toEqual([{ environment: 'ssh:devbox' }]);
  });

  test('a question of ssh is answered by yes or no, and no is what the key that rests says', async () => {
    const page = await open(withHosts([asking(QUESTIONS.confirm)]));
    await page.getByRole('dialog').getByText('Accept updated hostkeys?').waitFor();
    await page.keyboard.press('Enter');
    await armed(page, 'Yes').click();
    await expect.poll(answers).toMatchObject([{ text: 'no' }, { text: 'yes' }]);
  });

  test('a key to touch has nothing to type, and the dialog goes when it was touched', async () => {
    const page = await open(withHosts([asking(QUESTIONS.touch)]));
    const dialog = page.getByRole('dialog', { name: 'Touch your security key' });
    await dialog.waitFor();
    expect(await dialog.getByRole('textbox').count()).toBe(0);
    await become(environment('devbox'));
    await dialog.waitFor({ state: 'detached' });
  });
});

describe('the terminal', () => {
  const typed = async () =>
    (await commands('ssh/type')).map((params) => (params as { data: string }).data).join('');
  const terminal = (page: Page) => page.getByRole('textbox', { name: 'Terminal of devbox' });

  test('shows what is not recognised, takes the keys, and is left by Tab', async () => {
    const page = await open(withHosts([asking(QUESTIONS.terminal)]));
    await page.locator('.xterm-rows').getByText('Choose a door').waitFor();
    await expect
      .poll(() => terminal(page).evaluate((element) => element === document.activeElement))
      .toBe(true);
    await page.keyboard.type('left');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+C');
    await page.keyboard.press('Escape');
    await expect.poll(typed).toBe('left\r\u0003\u001b');
    expect(await page.getByRole('dialog').count()).toBe(1);
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Not now');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    expect(await typed()).toBe('left\r\u0003\u001b');
  });

  test('has the size of its place, which ssh is told', async () => {
    const page = await open(withHosts([asking(QUESTIONS.terminal)]));
    await page.locator('.xterm-rows').getByText('Choose a door').waitFor();
    await asked('ssh/resize').not.toEqual([]);
    const [size] = (await commands('ssh/resize')).slice(-1) as { columns: number; rows: number }[];
    expect(size).toMatchObject({ environment: 'ssh:devbox' });
    expect(size!.columns).toBeGreaterThan(40);
    expect(size!.rows).toBeGreaterThan(5);
  });

  test('is there beside every question, and goes on where it printed more', async () => {
    const page = await open(withHosts([asking(QUESTIONS.password)]));
    await button(page, 'Show the terminal').click();
    await page.locator('.xterm-rows').getByText('Choose a door').waitFor();
    await become(asking(QUESTIONS.password, { printed: 1040 }));
    await asked('ssh/terminal').toEqual([
      { environment: 'ssh:devbox', from: 0 },
      { environment: 'ssh:devbox', from: 1000 },
    ]);
  });

  test('types nothing by itself, whatever the other computer prints', async () => {
    const questions = [
      '[c',
      '[>c',
      '[6n',
      '[?6n',
      '[5n',
      '[18t',
      ']11;?\u0007',
      'P$qm\u001b\\',
      '[?25$p',
      '[>q',
      '[?1004h',
    ];
    const text = `${questions.map((each) => `\u001b${each}`).join('')}Ready: `;
    const page = await open(withHosts([asking(QUESTIONS.terminal)]), {
      answers: { 'ssh/terminal': { ok: true, value: { text, next: 1000 } } },
    });
    await page.locator('.xterm-rows').getByText('Ready:').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.type('x');
    await expect.poll(typed).toBe('x');
  });

  test('has its colours under the policy of the page, which nothing in it breaks', async () => {
    for (const dark of [false, true]) {
      const page = await open(withHosts([environment('devbox')]), { dark });
      const broken: string[] = [];
      page.on('console', (message) => {
        if (/Content.Security.Policy/i.test(message.text())) broken.push(message.text());
      });
      await become(asking(QUESTIONS.terminal));
      const green = page.locator('.xterm-rows').getByText('devbox', { exact: true });
      await green.waitFor();
      const colours = await green.evaluate((element) => {
        const probe = document.createElement('i');
        probe.className = element.className;
        document.body.append(probe);
        probe.style.color = 'var(--done)';
        return [getComputedStyle(element).color, getComputedStyle(probe).color];
      });
      expect(colours[0]).toBe(colours[1]);
      expect(broken).toEqual([]);
      const sheets = await page.evaluate(() => document.adoptedStyleSheets.length);
      expect(sheets).toBeGreaterThan(0);
      await button(page, 'Not now').click();
      await expect.poll(() => page.evaluate(() => document.adoptedStyleSheets.length)).toBe(0);
      if (!dark) await panel.close();
    }
  });
});

test('with the colours of the system, what screen readers are told stays unseen over the letters of the terminal', async () => {
  const page = await open(withHosts([asking(QUESTIONS.terminal)]));
  await page.emulateMedia({ forcedColors: 'active' });
  await page.locator('.xterm-rows').getByText('Choose a door').waitFor();
  const told = page.locator('.xterm-accessibility').getByText('Choose a door').first();
  await told.waitFor({ state: 'attached' });
  expect(await told.evaluate((element) => getComputedStyle(element).color)).toBe('rgba(0, 0, 0, 0)');
});

test('the sidebar counts the hosts that need their owner', async () => {
  const page = await open(HOST_STATES.several());
  await button(page, 'Environments 1 needs you').waitFor();
});

describe('for everybody: no finding of axe, small and dark, and with text of 200 %', () => {
  const shown: [string, () => HostState][] = [
    ...Object.entries(HOST_STATES),
    ...Object.entries(QUESTIONS).map(([name, question]): [string, () => HostState] => [
      `question ${name}`,
      () => withHosts([asking(question)]),
    ]),
  ];
  test.each(shown)('%s', async (_, state) => {
    for (const [dark, size, text] of [
      [true, { width: 640, height: 480 }, '100%'],
      [false, { width: 880, height: 620 }, '200%'],
    ] as const) {
      const page = await open(state(), { dark, size });
      await page.evaluate((fontSize) => {
        document.documentElement.style.fontSize = fontSize;
      }, text);
      expect(await axeFindings(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
      await panel.close();
    }
  });
});

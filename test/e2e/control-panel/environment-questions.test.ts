/** How the built control panel asks what SSH hosts ask, in a dialog and in a terminal, and where answers go. */
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { asking, environment, QUESTIONS, withHosts } from './environment-states.ts';
import { armed, button, environmentsPanel, focused, refusal } from './environments-panel.ts';

const { panel, open, commands, asked, become, expectForEverybody } = environmentsPanel();

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

describe('for everybody: no finding of axe, small and dark, and with text of 200 %', () => {
  test.each(Object.entries(QUESTIONS))('question %s', (_, question) =>
    expectForEverybody(withHosts([asking(question)])),
  );
});

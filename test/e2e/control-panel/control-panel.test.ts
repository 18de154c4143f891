/** The built control panel in a browser, in every state that it has: what it says, what it asks the host for. */
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import type { PanelView } from '../../../main/contract/panel.ts';
import { axeFindings } from './axe.ts';
import { eachPanel } from './each-panel.ts';
import { LOOKS, wear } from './everybody.ts';
import type { OpenOptions } from './panel.ts';
import { LINK, STATES, type StateName } from './states.ts';

const panel = eachPanel();

const open = async (state: StateName, view: PanelView, options: Partial<OpenOptions> = {}): Promise<Page> =>
  panel.open({ state: STATES[state](), view, ...options });
const asked = () => expect.poll(() => panel.asked());
const refusal = (message: string) => ({ ok: false, refusal: { code: 'storage', message } }) as const;

describe('before the host has answered', () => {
  const places = (page: Page) =>
    page
      .locator('nav li button')
      .evaluateAll((entries) =>
        entries.map((entry) => [entry.textContent, entry.getBoundingClientRect().toJSON()]),
      );

  /** What a screen reader meets, by name: Chromium's own tree, which knows `inert`. */
  const spoken = async (page: Page): Promise<unknown[]> => {
    const session = await page.context().newCDPSession(page);
    const { nodes } = await session.send('Accessibility.getFullAXTree');
    await session.detach();
    return nodes
      .filter(({ ignored, role }) => !ignored && role?.value !== 'InlineTextBox')
      .map(({ name }) => name?.value)
      .filter(Boolean);
  };

  test('the window has its names and places already; nothing in them can be pressed, and what is awaited is said', async () => {
    await panel.open({ state: undefined, dark: true });
    const { page } = panel;
    await page.getByRole('status').getByText('Asking the host for its state').waitFor();
    const ahead = await places(page);
    expect(ahead.map(([name]) => name)).toContain('Phones');
    expect(await spoken(page)).toEqual(['Outpost', 'Asking the host for its state']);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY');
    // A heading says what is shown, and nothing is yet: it comes, with the focus, when something is.
    const findings = (await axeFindings(page)).filter(({ id }) => id !== 'page-has-heading-one');
    expect(findings).toEqual([]);
    await panel.close();
    const shown = await open('fresh', 'phones', { dark: true });
    await shown.getByRole('heading', { level: 1 }).waitFor();
    expect(await places(shown)).toEqual(ahead);
  });

  test('it is there without a script, and has nothing in it that the policy of the page would refuse', async () => {
    await panel.open({ state: undefined });
    const page = await (await panel.page.reload())!.text();
    expect(page).toContain('<span>Phones</span>');
    expect(page).not.toMatch(/ style=|<style|<script(?![^>]* src=)| on\w+=/);
  });
});

describe('pairing', () => {
  test('asks for a code when it opens, and gives it back when it is left', async () => {
    const page = await open('well', 'pair');
    await asked().toEqual([{ name: 'pairing/open', params: { right: 'start' } }]);
    await panel.change({ slice: 'pairing', value: STATES.pairing().pairing });
    await page.getByRole('img', { name: /QR code/ }).waitFor();
    await page
      .getByRole('timer')
      .getByText(/4:[0-3]\d/)
      .waitFor();
    await page.getByRole('button', { name: 'Home' }).click();
    await asked().toContainEqual({ name: 'leavePairing' });
  });

  test('shows a code that is open already instead of a new one', async () => {
    const page = await open('pairing', 'pair');
    await page.getByRole('img', { name: /QR code/ }).waitFor();
    expect(await panel.asked()).toEqual([]);
    // The link is a secret: in the picture, and nowhere as text.
    expect(await page.locator('body').innerHTML()).not.toContain(LINK.slice(-40));
  });

  test('an expired code makes room for a new one', async () => {
    const page = await open('expired', 'pair');
    await page.getByRole('heading', { name: 'The code has expired' }).waitFor();
    await page.getByRole('button', { name: 'New code' }).click();
    await asked().toEqual([{ name: 'pairing/open', params: { right: 'start' } }]);
  });

  test('words that differ revoke the phone that has just come, after one question', async () => {
    const page = await open('paired', 'pair');
    await page.getByRole('heading', { name: 'Ada’s iPhone is paired' }).waitFor();
    await page.getByRole('button', { name: 'They differ…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await asked().toContainEqual({ name: 'device/revoke', params: { id: 'ada' } });
  });

  test('a host that makes no code says why, and is asked again', async () => {
    const page = await open('well', 'pair', {
      answers: { 'pairing/open': refusal('No relay can be reached.') },
    });
    await page.getByText('No relay can be reached.').waitFor();
    await page.getByRole('heading', { name: 'There is no code' }).waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await asked().toHaveLength(2);
  });
});

describe('phones', () => {
  test('Revoke asks once; Cancel and Esc change nothing', async () => {
    const page = await open('well', 'phones');
    const revoke = page.getByRole('button', { name: 'Revoke Ada’s iPhone' });
    await revoke.click();
    await page
      .getByRole('dialog', { name: 'Revoke Ada’s iPhone?' })
      .getByRole('button', { name: 'Cancel' })
      .click();
    await revoke.click();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await panel.asked()).toEqual([]);
    await revoke.click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await asked().toEqual([{ name: 'device/revoke', params: { id: 'ada' } }]);
  });

  test('rights and names are changed in place', async () => {
    const page = await open('well', 'phones');
    await page.getByRole('combobox', { name: 'What it may do (Ada’s iPhone)' }).selectOption('Look only');
    await page.getByRole('button', { name: 'Rename Ada’s iPhone' }).click();
    await page.getByRole('textbox', { name: 'Name of the phone' }).fill('Ada');
    await page.keyboard.press('Enter');
    await asked().toEqual([
      { name: 'device/allow', params: { id: 'ada', right: 'view' } },
      { name: 'device/rename', params: { id: 'ada', name: 'Ada' } },
    ]);
  });

  test('Esc leaves a name as it was, and the window open', async () => {
    const page = await open('well', 'phones');
    await page.getByRole('button', { name: 'Rename Ada’s iPhone' }).click();
    await page.getByRole('textbox', { name: 'Name of the phone' }).fill('Eve');
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'Ada’s iPhone' }).waitFor();
    expect(await panel.asked()).toEqual([]);
  });

  test('one that is held back says why, and comes back only when its owner says so', async () => {
    const page = await open('heldBack', 'phones');
    await page.getByText('a copy of them exists').waitFor();
    await page.getByRole('button', { name: 'Let it back in' }).click();
    await asked().toEqual([{ name: 'device/restore', params: { id: 'ada' } }]);
  });
});

describe('projects', () => {
  test('a folder is opened by its path or by the system’s dialog', async () => {
    const page = await open('fresh', 'projects');
    await page.getByRole('heading', { name: 'No project is open yet' }).waitFor();
    await page.getByRole('textbox', { name: 'Path of a folder' }).fill(' /home/ada/src ');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Choose a folder…' }).click();
    await asked().toEqual([
      { name: 'project/add', params: { path: '/home/ada/src' } },
      { name: 'chooseFolder' },
      { name: 'project/add', params: { path: '/home/ada/src/chosen' } },
    ]);
  });

  test('a refused path stays, with the host’s own words', async () => {
    const page = await open('well', 'projects', {
      answers: { 'project/add': refusal('There is no such folder.') },
    });
    const path = page.getByRole('textbox', { name: 'Path of a folder' });
    await path.fill('/nowhere');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('There is no such folder.').waitFor();
    expect(await path.inputValue()).toBe('/nowhere');
  });
});

describe('home', () => {
  test('a missing agent is looked for again', async () => {
    const page = await open('troubled', 'home');
    await page.getByRole('button', { name: 'Look again' }).click();
    await asked().toEqual([{ name: 'agent/retry', params: { id: 'codex' } }]);
  });

  test('follows the host', async () => {
    const page = await open('well', 'home');
    await page.getByRole('heading', { name: 'Nothing needs you' }).waitFor();
    await panel.change({ slice: 'waiting', value: STATES.waiting().waiting });
    await page.getByRole('heading', { name: '1 question waits for you' }).waitFor();
    await panel.show('projects');
    await page.getByRole('heading', { name: 'Projects' }).waitFor();
  });

  test('Esc closes the window', async () => {
    const page = await open('well', 'home');
    await page.getByRole('heading', { name: 'Nothing needs you' }).waitFor();
    await page.keyboard.press('Escape');
    await asked().toEqual([{ name: 'closeWindow' }]);
  });

  test('a host that answers with an error is said, and asked again', async () => {
    await panel.open({ state: 'fails' });
    await panel.page.getByRole('alert').getByText('The host does not answer').waitFor();
    await panel.answerWith(STATES.well());
    await panel.page.getByRole('button', { name: 'Try again' }).click();
    await panel.page.getByRole('heading', { name: 'Nothing needs you' }).waitFor();
  });
});

describe('a view is a file of its own', () => {
  const files = /assets\/phones-[^/]*\.js$/;

  test('says that it is being opened while its file is awaited', async () => {
    const page = await open('well', 'home');
    await page.getByRole('heading', { level: 1 }).waitFor();
    let hand = (): void => {};
    const held = new Promise<void>((resolve) => {
      hand = resolve;
    });
    await page.route(files, (route) => held.then(() => route.fallback()));
    await page.getByRole('button', { name: /^Phones/ }).click();
    await page.getByRole('status').getByText('Opening the view').waitFor();
    hand();
    await page.getByRole('heading', { level: 1, name: 'Phones' }).waitFor();
  });

  test('one that an update has taken away is said, the others still open', async () => {
    const page = await open('well', 'home');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.route(files, (route) => route.abort());
    await page.getByRole('button', { name: /^Phones/ }).click();
    await page.getByRole('heading', { name: 'This view has stopped working' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Projects' }).click();
    await page.getByRole('heading', { level: 1, name: 'Projects' }).waitFor();
    await page.getByRole('button', { name: /^Phones/ }).click();
    await page.getByRole('button', { name: 'Load again' }).click();
    await page.getByRole('heading', { name: 'Nothing needs you' }).waitFor();
  });
});

describe('for everybody: no finding of axe, at both sizes, light and dark', () => {
  const screens: [StateName, PanelView][] = [
    ['well', 'home'],
    ['troubled', 'home'],
    ['pairing', 'pair'],
    ['paired', 'pair'],
    ['heldBack', 'phones'],
    ['fresh', 'phones'],
    ['well', 'projects'],
    ['ownPolicy', 'policy'],
    ['brokenPolicy', 'policy'],
    ['well', 'settings'],
    ['damagedSettings', 'settings'],
  ];
  test.each(screens)('%s, %s', async (state, view) => {
    const page = await open(state, view);
    await page.getByRole('heading', { level: 1 }).waitFor();
    for (const look of LOOKS.slice(0, 2)) {
      await wear(page, look);
      expect(await axeFindings(page)).toEqual([]);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow).toBe(0);
    }
  });
});

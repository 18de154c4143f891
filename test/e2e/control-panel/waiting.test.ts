/** What waits, and what happened, in the built control panel: what it shows, what it asks for, and by which keys. */
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { cardDigestText } from '../../../protocol/decision.ts';
import { axeFindings } from './axe.ts';
import {
  CARDS,
  closed,
  happened,
  listed,
  NO_ENTRIES,
  read,
  waitingFor,
  waits,
  withRules,
} from './desk-answers.ts';
import { eachPanel } from './each-panel.ts';
import { wear } from './everybody.ts';
import type { OpenOptions } from './panel.ts';
import { STATES } from './states.ts';

const panel = eachPanel();
const { open } = panel;
const decisions = async () =>
  (await panel.asked()).filter(({ name }) => name === 'approval/decide').map(({ params }) => params);
const decided = () => expect.poll(decisions);
const digest = (name: keyof typeof CARDS) => cardDigestText(JSON.stringify(CARDS[name]));
const pressed = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
/** A press before the buttons are armed decides nothing, so it is waited until they are. */
const ready = (page: Page, name: string) =>
  page.locator('button:not([aria-disabled="true"])', { hasText: new RegExp(`^${name}$`) }).waitFor();

describe('what waits', () => {
  test('the only one is open, and is approved for the very card that was shown', async () => {
    const page = await open({
      state: waits('command'),
      view: 'waiting',
      answers: { 'approval/read': read('command') },
    });
    await page.getByRole('heading', { name: 'Run this command?' }).waitFor();
    await page.getByText('with your own rights on ada-mini').waitFor();
    await page.getByRole('checkbox').check();
    await ready(page, 'Approve');
    await pressed(page, 'Approve').click();
    await decided().toEqual([
      { id: 'a1', decision: 'approve', scope: 'session', note: '', cardDigest: digest('command') },
    ]);
  });

  test('is declined with a word to the agent, or with the whole turn', async () => {
    const page = await open({
      state: waits('command'),
      view: 'waiting',
      answers: { 'approval/read': read('command') },
    });
    await pressed(page, 'Say why not…').click();
    await page.getByRole('textbox', { name: 'Why not, for the agent' }).fill(' Use pnpm. ');
    await ready(page, 'Decline');
    await pressed(page, 'Decline').click();
    await pressed(page, 'Decline and stop the turn').click();
    const choice = { id: 'a1', scope: 'once', note: 'Use pnpm.', cardDigest: digest('command') };
    await decided().toEqual([
      { ...choice, decision: 'decline' },
      { ...choice, decision: 'stop' },
    ]);
  });

  test('a question is answered by an option or in words, once there is an answer', async () => {
    const page = await open({
      state: waits('question'),
      view: 'waiting',
      answers: { 'approval/read': read('question') },
    });
    await page.getByText('Which port shall the preview use?').nth(1).waitFor();
    await expect.poll(() => pressed(page, 'Send answer').getAttribute('aria-disabled')).toBe('true');
    await page.getByRole('radio', { name: '4817' }).check();
    await ready(page, 'Send answer');
    await pressed(page, 'Send answer').click();
    await decided().toMatchObject([{ decision: 'answer', note: '{"q":["4817"]}' }]);
    await pressed(page, 'Stop the turn').click();
    await decided().toHaveLength(2);
  });

  test('by keys alone: the arrows move, Enter opens, and no Enter that rests decides', async () => {
    const page = await open({
      state: waits('command', 'change'),
      view: 'waiting',
      answers: { 'approval/read': read('command') },
    });
    const first = page.getByRole('button', { name: /npm install/ });
    const second = page.getByRole('button', { name: /src\/lamp\.ts/ });
    await first.focus();
    await page.keyboard.press('ArrowDown');
    expect(await second.evaluate((it) => it === document.activeElement)).toBe(true);
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await ready(page, 'Approve');
    // The focus stays where it was: Enter folds the card again.
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Run this command?' }).waitFor({ state: 'detached' });
    await page.keyboard.press('Enter');
    await ready(page, 'Decline');
    for (const name of ['Do not ask again', 'Decline', 'Say why not…', 'Approve']) {
      await page.keyboard.press('Tab');
      const focused = page.locator(':focus');
      expect(
        (await focused.getAttribute('type')) === 'checkbox' ? 'Do not ask again' : await focused.innerText(),
      ).toBe(name);
    }
    expect(await decisions()).toEqual([]);
    await page.keyboard.press('Enter');
    await decided().toMatchObject([{ id: 'a1', decision: 'approve' }]);
  });

  test('a press that comes with the card decides nothing', async () => {
    const page = await open({
      state: waits('command', 'change'),
      view: 'waiting',
      answers: { 'approval/read': read('command') },
    });
    const head = page.getByRole('button', { name: /npm install/ });
    await head.waitFor();
    // Faster than any hand: in the very moment in which the button is there.
    const pressedEarly = page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          const observer = new MutationObserver(() => {
            const approve = [...document.querySelectorAll('button')].find(
              (it) => it.textContent === 'Approve',
            );
            if (approve === undefined) return;
            observer.disconnect();
            approve.click();
            resolve();
          });
          observer.observe(document.body, { childList: true, subtree: true });
        }),
    );
    await head.click();
    await pressedEarly;
    await ready(page, 'Approve');
    expect(await decisions()).toEqual([]);
    await pressed(page, 'Approve').click();
    await decided().toHaveLength(1);
  });

  test('answered meanwhile on a phone: says by whom, and the keys go on at the next one', async () => {
    const page = await open({
      state: waits('command', 'question'),
      view: 'waiting',
      answers: { 'approval/read': read('command') },
    });
    await page.getByRole('button', { name: /npm install/ }).click();
    await ready(page, 'Approve');
    await pressed(page, 'Approve').focus();
    await panel.change({ slice: 'activity', value: { written: 1, closed: [closed()] } });
    await panel.change({ slice: 'waiting', value: waitingFor('question') });
    await page.getByRole('status').getByText('Approved by Ada’s iPhone').waitFor();
    const next = page.getByRole('button', { name: /Which port/ });
    await expect.poll(() => next.evaluate((it) => it === document.activeElement)).toBe(true);
    expect(await decisions()).toEqual([]);
  });

  test('a refused decision says why, in the host’s words, and the card stays', async () => {
    const message = 'What was shown is not what is asked now. Look at it again.';
    const page = await open({
      state: waits('command'),
      view: 'waiting',
      answers: {
        'approval/read': read('command'),
        'approval/decide': { ok: false, refusal: { code: 'cardChanged', message } },
      },
    });
    await ready(page, 'Approve');
    await pressed(page, 'Approve').click();
    await page.getByRole('alert').getByText(message).waitFor();
    await page.getByRole('heading', { name: 'Run this command?' }).waitFor();
  });

  test.each(['tooLarge', 'unknownApproval'])(
    'one that is not shown (%s) can be declined, and nothing else',
    async (code) => {
      const page = await open({
        state: waits('command'),
        view: 'waiting',
        answers: { 'approval/read': { ok: false, refusal: { code, message: 'It is not shown.' } } },
      });
      await page.getByText('It is not shown.').waitFor();
      expect(await pressed(page, 'Approve').count()).toBe(0);
      await ready(page, 'Decline');
      await pressed(page, 'Decline').click();
      await decided().toMatchObject([{ decision: 'decline', cardDigest: cardDigestText('') }]);
    },
  );

  test('an address of a server is shown to be copied: this window opens no page', async () => {
    const page = await open({
      state: waits('link'),
      view: 'waiting',
      answers: { 'approval/read': read('link') },
    });
    await page.getByText('Copy it into your browser').waitFor();
    expect(await page.getByRole('link').count()).toBe(0);
  });

  test('nothing waits: says since when, and one that comes is counted and open', async () => {
    const page = await open({
      state: { ...STATES.well(), activity: { written: 1, closed: [closed()] } },
      view: 'waiting',
      answers: { 'approval/read': read('command') },
    });
    await page.getByText(/was closed 2 minutes ago\. Approved by Ada’s iPhone/).waitFor();
    await panel.change({ slice: 'waiting', value: waitingFor('command') });
    await page.getByRole('button', { name: 'Waiting 1 waiting' }).waitFor();
    await page.getByRole('heading', { name: 'Run this command?' }).waitFor();
  });
});

describe('what happened', () => {
  test('is listed by day, filtered by kind and person, and older ones are loaded', async () => {
    const page = await open({
      state: STATES.well(),
      view: 'activity',
      answers: { 'activity/list': listed(happened()) },
    });
    await page
      .getByRole('region', { name: 'Today' })
      .getByText('Approved by Ada’s iPhone, for the session')
      .waitFor();
    await page.getByText('Kitchen tablet may look and answer now').waitFor();
    await page.getByRole('combobox', { name: 'What is shown' }).selectOption('Phones');
    expect(await page.getByRole('listitem').filter({ hasText: 'npm install' }).count()).toBe(0);
    await page.getByRole('combobox', { name: 'What is shown' }).selectOption('Everything');
    await page.getByRole('combobox', { name: 'By whom' }).selectOption('You, at this computer');
    await page.getByText('src/lamp.ts and 2 more').waitFor();
    expect(await page.getByText('Approved by Ada’s iPhone').count()).toBe(0);
    await page.getByRole('button', { name: 'Load older' }).click();
    await expect
      .poll(async () => (await panel.asked()).at(-1))
      .toEqual({ name: 'activity/list', params: { before: 300 } });
  });

  test('what rules answered is counted, and listed where that is wanted', async () => {
    const page = await open({
      state: STATES.well(),
      view: 'activity',
      answers: { 'activity/list': listed(happened()) },
    });
    const box = page.getByRole('checkbox', { name: 'Answered by rule' });
    await page.getByRole('checkbox', { name: 'Answered by rule (312)' }).waitFor();
    await panel.answer('activity/list', listed(withRules()));
    await box.check();
    await page.getByText('Approved by the policy (preset.team)').first().waitFor();
    await page.getByText('Declined, as nobody answered in time').waitFor();
    expect((await panel.asked()).at(-1)).toEqual({ name: 'activity/list', params: { rules: true } });
    await page.getByRole('checkbox', { name: 'Answered by rule', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Load older' }).click();
    await expect
      .poll(async () => (await panel.asked()).at(-1))
      .toEqual({ name: 'activity/list', params: { rules: true, before: 300 } });
    await panel.answer(
      'activity/list',
      listed({ ...happened(), entries: [], before: null, damaged: 0, unreadable: ['audit-7.jsonl.gz'] }),
    );
    await box.uncheck();
    await page.getByText('Nothing but answers by rule.').waitFor();
    await page.getByText(/A part of the log, audit-7\.jsonl\.gz, could not be read/).waitFor();
  });

  test('comes by itself: the newest page is read again when something was written', async () => {
    const page = await open({
      state: STATES.well(),
      view: 'activity',
      answers: { 'activity/list': listed(happened()) },
    });
    await page.getByText('Kitchen tablet may look').waitFor();
    const before = (await panel.asked()).length;
    await panel.change({ slice: 'activity', value: { written: 1, closed: [] } });
    await expect.poll(async () => (await panel.asked()).length).toBe(before + 1);
  });

  test('nothing yet, a damaged log and one that cannot be read are said', async () => {
    let page = await open({
      state: STATES.well(),
      view: 'activity',
      answers: {
        'activity/list': listed(NO_ENTRIES),
      },
    });
    await page.getByRole('heading', { name: 'Nothing has happened yet' }).waitFor();
    await panel.close();
    page = await open({
      state: STATES.well(),
      view: 'activity',
      answers: { 'activity/list': listed({ ...happened(), damaged: 3, unreadable: [] }) },
    });
    await page.getByText('3 lines of the log could not be read and are left out.').waitFor();
    await panel.close();
    page = await open({
      state: STATES.well(),
      view: 'activity',
      answers: { 'activity/list': { ok: false, refusal: { code: 'storage', message: 'EIO.' } } },
    });
    await page.getByRole('alert').getByText('The log cannot be read').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect
      .poll(async () => (await panel.asked()).filter(({ name }) => name === 'activity/list').length)
      .toBeGreaterThan(1);
  });
});

describe('for everybody: no finding of axe and nothing cut off, light and dark, also at twice the size of text', () => {
  const command = { 'approval/read': read('command') };
  const change = { 'approval/read': read('change') };
  const question = { 'approval/read': read('question') };
  const list = { 'activity/list': listed(happened()) };
  test.each<[string, OpenOptions]>([
    ['a command', { state: waits('command'), view: 'waiting', answers: command }],
    ['a change', { state: waits('change'), view: 'waiting', answers: change }],
    ['a question', { state: waits('question'), view: 'waiting', answers: question }],
    ['several', { state: waits('command', 'change', 'question'), view: 'waiting' }],
    ['nothing', { state: STATES.well(), view: 'waiting' }],
    ['activity', { state: STATES.well(), view: 'activity', answers: list }],
  ])('%s', async (_, options) => {
    const page = await open(options);
    await page.getByRole('heading', { level: 1 }).waitFor();
    if (options.answers !== undefined) await page.getByText('Fix the failing beam tests').first().waitFor();
    if (await pressed(page, 'Decline').count()) await ready(page, 'Decline');
    for (const look of [
      { dark: false, size: { width: 880, height: 620 }, text: '100%' },
      { dark: true, size: { width: 640, height: 480 }, text: '100%' },
      { dark: false, size: { width: 640, height: 480 }, text: '200%' },
    ]) {
      await wear(page, look);
      expect(await axeFindings(page)).toEqual([]);
      for (const box of ['html', 'main', 'nav'])
        expect([box, await page.locator(box).evaluate((it) => it.scrollWidth - it.clientWidth)]).toEqual([
          box,
          0,
        ]);
    }
  });
});

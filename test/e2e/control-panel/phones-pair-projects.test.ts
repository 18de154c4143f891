/** What the views of phones, of pairing and of projects offer beyond a click: every control, by keyboard, and where the focus goes. */
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import type { PanelView } from '../../../main/contract/panel.ts';
import type { HostState } from '../../../main/contract/state.ts';
import { readQrCode } from '../desktop-app.ts';
import { eachPanel } from './each-panel.ts';
import { enlarge } from './everybody.ts';
import type { OpenOptions } from './panel.ts';
import { LINK, STATES } from './states.ts';

const panel = eachPanel();

const open = async (state: HostState, view: PanelView, options: Partial<OpenOptions> = {}): Promise<Page> => {
  await panel.open({ state, view, ...options });
  await panel.page.getByRole('heading', { level: 1 }).waitFor();
  return panel.page;
};
const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read);
const asked = () => eventually(() => panel.asked());
const focused = (page: Page) =>
  eventually(() =>
    page.evaluate(() => {
      const { activeElement: at } = document;
      const label = at?.getAttribute('aria-labelledby');
      return (
        (label ? document.getElementById(label)?.textContent : at?.getAttribute('aria-label')) ??
        at?.textContent
      );
    }),
  );
const refused = { ok: false, refusal: { code: 'storage', message: 'The disk is full.' } } as const;

describe('a phone', () => {
  test('shows whose it is, what it is, what it may do and means, and when it is forgotten', async () => {
    const page = await open(STATES.well(), 'phones');
    const ada = page.getByRole('listitem', { name: 'Ada’s iPhone' });
    await ada.getByText('Belongs to Ada').waitFor();
    await ada.getByText(/Safari on iOS, paired on/).waitFor();
    await ada.getByText('Connected').waitFor();
    await ada.getByText('starts, steers and stops the agent').waitFor();
    await ada.getByText('when it was not used for 90 days').waitFor();
    const tablet = page.getByRole('listitem', { name: 'Kitchen tablet' });
    await tablet.getByText('Seen 25 minutes ago').waitFor();
    await tablet.getByText('It starts nothing.').waitFor();
    await tablet.getByText(/It is forgotten on .*, unless it is used before/).waitFor();
  });

  test('gets its owner, its right and its time by keyboard alone', async () => {
    const page = await open(STATES.well(), 'phones');
    await page.getByRole('button', { name: 'Say whose it is (Kitchen tablet)' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.type('  Grandmother ');
    await page.keyboard.press('Enter');
    await focused(page).toBe('Rename Kitchen tablet');
    await page.getByRole('combobox', { name: 'What it may do (Kitchen tablet)' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('combobox', { name: 'Forget it when unused (Kitchen tablet)' }).focus();
    await page.keyboard.press('End');
    await asked().toEqual([
      { name: 'device/describe', params: { id: 'pixel', owner: 'Grandmother' } },
      { name: 'device/allow', params: { id: 'pixel', right: 'start' } },
      { name: 'device/expire', params: { id: 'pixel', days: 0 } },
    ]);
  });

  test('keeps what was typed nowhere when its form is cancelled', async () => {
    const page = await open(STATES.well(), 'phones');
    await page.getByRole('button', { name: 'Rename Ada’s iPhone' }).click();
    await page.getByRole('textbox', { name: 'Whose it is' }).fill('Eve');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await focused(page).toBe('Rename Ada’s iPhone');
    expect(await panel.asked()).toEqual([]);
  });

  test('that goes gives the focus to the next; the last one to the heading', async () => {
    const state = STATES.well();
    const page = await open(state, 'phones', {
      answers: { 'device/revoke': { ok: true, value: { name: 'It' } } },
    });
    const revoke = async (name: string) => {
      await page.getByRole('button', { name: `Revoke ${name}` }).press('Enter');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    };
    await revoke('Ada’s iPhone');
    await panel.change({ slice: 'devices', value: state.devices.slice(1) });
    await focused(page).toBe('Kitchen tablet');
    await page.getByRole('status').getByText('It is revoked.').waitFor();
    await revoke('Kitchen tablet');
    await panel.change({ slice: 'devices', value: [] });
    await focused(page).toBe('Phones');
    await page.getByRole('button', { name: 'Pair a phone' }).click();
    await page.getByRole('heading', { name: 'Pair a phone', level: 1 }).waitFor();
  });

  test('that could not be revoked says why, and the focus stays at its button', async () => {
    const page = await open(STATES.well(), 'phones', { answers: { 'device/revoke': refused } });
    await page.getByRole('button', { name: 'Revoke Ada’s iPhone' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('alert').getByText('The disk is full.').waitFor();
    await focused(page).toBe('Revoke Ada’s iPhone');
  });

  test('and all others are revoked together, after a question that says how many', async () => {
    const page = await open(STATES.heldBack(), 'phones');
    const all = page.getByRole('button', { name: 'Revoke all 3 phones…' });
    await all.click();
    const dialog = page.getByRole('dialog', { name: 'Revoke all 3 phones?' });
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await focused(page).toBe('Revoke all 3 phones…');
    expect(await panel.asked()).toEqual([]);
    await all.click();
    await dialog.getByRole('button', { name: 'Revoke all 3' }).click();
    await asked().toEqual([{ name: 'device/revoke-all', params: {} }]);
  });

  test('that is the only one is not offered to be revoked with all', async () => {
    const state = STATES.well();
    const page = await open({ ...state, devices: state.devices.slice(0, 1) }, 'phones');
    await page.getByRole('button', { name: 'Revoke Ada’s iPhone' }).waitFor();
    expect(await page.getByRole('button', { name: /Revoke all/ }).count()).toBe(0);
  });
});

describe('the code', () => {
  test.each([
    ['at the usual size', { width: 880, height: 620 }, false],
    ['in the smallest window', { width: 640, height: 480 }, false],
    ['with text of 200 %', { width: 880, height: 620 }, true],
    ['with text of 200 % in the smallest window', { width: 640, height: 480 }, true],
  ])('is read off the screen %s, light and dark, at whole pixels', async (_what, size, large) => {
    for (const dark of [false, true]) {
      const page = await open(STATES.pairing(), 'pair', { size, dark });
      if (large) await enlarge(page, '200%');
      const code = page.getByRole('img', { name: /QR code/ });
      await code.scrollIntoViewIfNeeded();
      const link = await readQrCode(page);
      const { modules, side, overflow } = await code.evaluate((svg) => ({
        modules: (svg as unknown as SVGSVGElement).viewBox.baseVal.width,
        side: svg.getBoundingClientRect().width,
        overflow: document.documentElement.scrollWidth - innerWidth,
      }));
      expect(link).toBe(LINK);
      expect((side / modules) % 1).toBe(0);
      expect(overflow).toBe(0);
      await panel.close();
    }
  });

  test('is made anew for what the phone may do, and the focus stays at the choice', async () => {
    const state = STATES.pairing();
    const page = await open(state, 'pair');
    const choice = page.getByRole('group', { name: 'What the phone may do' });
    await choice.getByRole('radio', { name: 'Look, answer and start' }).focus();
    await page.keyboard.press('ArrowUp');
    await asked().toEqual([{ name: 'pairing/open', params: { right: 'answer' } }]);
    await panel.change({
      slice: 'pairing',
      value: {
        state: 'open',
        link: LINK.replace('AWb', 'BWb'),
        expiresAt: Date.now() + 60_000,
        right: 'answer',
      },
    });
    expect(await choice.getByRole('radio', { name: 'Look and answer' }).isChecked()).toBe(true);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('radio');
    await page.getByRole('button', { name: 'New code' }).click();
    await asked().toContainEqual({ name: 'pairing/open', params: { right: 'answer' } });
  });

  test('that was closed elsewhere says so, and a new one is a click away', async () => {
    const page = await open(STATES.well(), 'pair');
    await asked().toHaveLength(1);
    await page.getByRole('heading', { name: 'The code was closed' }).waitFor();
    await page.getByRole('button', { name: 'New code' }).click();
    await asked().toHaveLength(2);
  });

  test('that no phone can reach says so', async () => {
    const { relay } = STATES.troubled();
    const page = await open({ ...STATES.pairing(), relay }, 'pair');
    await page.getByText('The relay cannot be reached.').waitFor();
    await page.getByRole('button', { name: 'Show what is wrong' }).click();
    await page.getByText('relay.example.org does not answer').waitFor();
  });

  test('turns into the phone that came, whose owner is noted right there', async () => {
    const page = await open(STATES.pairing(), 'pair', {
      answers: { 'device/describe': { ok: true, value: {} } },
    });
    const { pairing, devices } = STATES.paired();
    await panel.change({ slice: 'devices', value: devices.map((each) => ({ ...each, owner: '' })) });
    await panel.change({ slice: 'pairing', value: pairing });
    await page.getByRole('heading', { name: 'Ada’s iPhone is paired' }).waitFor();
    await page.getByRole('textbox', { name: 'Whose phone is it?' }).fill('Ada');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Saved' }).waitFor();
    await asked().toEqual([{ name: 'device/describe', params: { id: 'ada', owner: 'Ada' } }]);
    await panel.change({ slice: 'devices', value: [] });
    await page.getByRole('heading', { name: 'Ada’s iPhone is not paired any more' }).waitFor();
    await page.getByRole('button', { name: 'Pair a phone' }).click();
    await asked().toContainEqual({ name: 'pairing/open', params: { right: 'start' } });
  });
});

describe('a project', () => {
  const added = {
    ok: true,
    value: { id: 'p3', name: 'garden', path: '/src/garden', environment: 'local' },
  } as const;

  test('is opened by dropping its folder; several go one after the other, until one is refused', async () => {
    let page = await open(STATES.fresh(), 'projects', { answers: { 'project/add': added } });
    await panel.drop(['/src/garden', '/src/house']);
    await asked().toEqual([
      { name: 'project/add', params: { path: '/src/garden' } },
      { name: 'project/add', params: { path: '/src/house' } },
    ]);
    await page.getByRole('status').getByText('Open to your phones: garden, garden.').waitFor();
    await panel.close();
    page = await open(STATES.well(), 'projects', { answers: { 'project/add': refused } });
    await panel.drop(['/src/garden', '/src/house']);
    await page.getByRole('alert').getByText('The disk is full.').waitFor();
    expect(await panel.asked()).toHaveLength(1);
  });

  test('is shown in the file manager; one whose folder is gone says what to do', async () => {
    const page = await open(STATES.well(), 'projects', { answers: { showProject: false } });
    await page.getByRole('button', { name: 'Show weather-station in the file manager' }).click();
    await asked().toEqual([{ name: 'showProject', params: 'p2' }]);
    await page.getByRole('alert').getByText('is not there any more: /home/ada/src/weather-station').waitFor();
    await page.getByRole('button', { name: 'Remove it…' }).click();
    await page
      .getByRole('dialog', { name: 'Remove weather-station?' })
      .getByRole('button', { name: 'Remove' })
      .click();
    await asked().toContainEqual({ name: 'project/remove', params: { id: 'p2' } });
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  test('that goes gives the focus to the one before it, by keyboard', async () => {
    const state = STATES.well();
    const page = await open(state, 'projects', {
      answers: { 'project/remove': { ok: true, value: { name: 'weather-station' } } },
    });
    const remove = page.getByRole('button', { name: 'Remove weather-station' });
    await remove.press('Enter');
    await page.keyboard.press('Escape');
    await focused(page).toBe('Remove weather-station');
    expect(await panel.asked()).toEqual([]);
    await remove.press('Enter');
    await focused(page).toBe('Cancel');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await asked().toEqual([{ name: 'project/remove', params: { id: 'p2' } }]);
    await panel.change({ slice: 'projects', value: state.projects.slice(0, 1) });
    await focused(page).toBe('outpost');
    await page.getByRole('status').getByText('weather-station is closed to your phones.').waitFor();
  });
});

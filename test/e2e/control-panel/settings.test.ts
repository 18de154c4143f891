import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { INITIAL_SETTINGS, SETTING_KEYS, SETTINGS, type Settings } from '../../../main/contract/settings.ts';
import { eachPanel } from './each-panel.ts';
import type { OpenOptions } from './panel.ts';
import { STATES, type StateName } from './states.ts';

const panel = eachPanel();

async function open(
  options: Partial<OpenOptions> = {},
  state: StateName = 'well',
  settings: Partial<Settings> = {},
): Promise<Page> {
  const from = STATES[state]();
  await panel.open({
    state: { ...from, settings: { ...from.settings, ...settings } },
    view: 'settings',
    ...options,
  });
  await panel.page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
  return panel.page;
}
const asked = () => expect.poll(() => panel.asked());
const set = (key: string, value: unknown) => ({ name: 'settings/set', params: { key, value } });
/** The host says what is set now, as it does after each command. */
const told = (settings: Partial<Settings>) =>
  panel.change({ slice: 'settings', value: { ...INITIAL_SETTINGS, ...settings } });
const refusing = {
  answers: { 'settings/set': { ok: false, refusal: { code: 'x', message: 'It has to be something else.' } } },
} as const;

test('every setting of the table is there, with its name and its sentence', async () => {
  const page = await open();
  for (const key of SETTING_KEYS) {
    const { title, about } = SETTINGS[key];
    await page.getByText(title, { exact: true }).waitFor();
    expect(await page.locator('main').textContent()).toContain(about.replaceAll('`', ''));
  }
});

test('each kind of setting is changed by keyboard alone', async () => {
  const page = await open();
  await page.getByRole('switch', { name: 'Let it sleep on battery' }).focus();
  await page.keyboard.press('Space');
  await page.getByRole('radio', { name: 'while a phone is connected' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('textbox', { name: 'Forget a phone' }).fill('30');
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Name of this computer' }).fill(' studio ');
  await page.keyboard.press('Tab');
  await page.getByRole('textbox', { name: 'Add to “Relays of your own”' }).fill('wss://b.example');
  await page.keyboard.press('Enter');
  await asked().toEqual([
    set('sleep_on_battery', true),
    set('keep_awake_while', 'working'),
    set('phones_expire_after_days', 30),
    set('name', 'studio'),
    set('relays', ['wss://b.example']),
  ]);
});

test('an entry of a list is removed, and what differs is set back', async () => {
  const page = await open({}, 'well', { relays: ['wss://a.example', 'wss://b.example'], updates: false });
  await page.getByRole('button', { name: 'Remove wss://a.example' }).click();
  await page.getByRole('button', { name: 'Set “Keep Outpost up to date” back' }).click();
  await asked().toEqual([
    set('relays', ['wss://b.example']),
    { name: 'settings/unset', params: { key: 'updates' } },
  ]);
  expect(await page.getByRole('button', { name: 'Set “SSH hosts” back' }).count()).toBe(0);
});

describe('what the host refuses', () => {
  test('is said beside the field, and what was typed stays', async () => {
    const page = await open(refusing);
    const days = page.getByRole('textbox', { name: 'Forget a phone' });
    await days.fill('many');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('It has to be something else.').waitFor();
    expect(await days.inputValue()).toBe('many');
    await asked().toEqual([set('phones_expire_after_days', 'many')]);
    const relay = page.getByRole('textbox', { name: 'Add to “Relays of your own”' });
    await relay.fill('nowhere');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByRole('alert').count()).toBe(2);
    expect(await relay.inputValue()).toBe('nowhere');
  });

  test('a switch goes back to what holds', async () => {
    const page = await open(refusing);
    const hosts = page.getByRole('switch', { name: 'SSH hosts', exact: true });
    await hosts.click();
    await page.getByRole('alert').waitFor();
    expect(await hosts.isChecked()).toBe(true);
  });
});

/** From here on the host answers only when the test says so. */
async function holdAnswers(page: Page): Promise<(ok: boolean) => Promise<void>> {
  await page.evaluate(() => {
    const held: ((ok: boolean) => void)[] = [];
    const { outpost } = window as unknown as { outpost: { run: unknown } };
    outpost.run = () =>
      new Promise((resolve) =>
        held.push((ok) =>
          resolve(ok ? { ok, value: {} } : { ok, refusal: { code: 'x', message: 'The disk is full.' } }),
        ),
      );
    Object.assign(window, { held });
  });
  return (ok) =>
    page.evaluate(
      (answer) => (window as unknown as { held: ((ok: boolean) => void)[] }).held.shift()?.(answer),
      ok,
    );
}

describe('a host that answers late', () => {
  test('loses nothing: what was chosen is shown, what is typed meanwhile stays', async () => {
    const page = await open();
    const answer = await holdAnswers(page);
    const updates = page.getByRole('switch', { name: 'Keep Outpost up to date' });
    await updates.click();
    expect(await updates.isChecked()).toBe(false);
    const name = page.getByRole('textbox', { name: 'Name of this computer' });
    await name.fill('studio');
    await page.keyboard.press('Enter');
    await name.fill('studio two');
    await told({ updates: false, name: 'studio' });
    await answer(true);
    await answer(true);
    expect(await updates.isChecked()).toBe(false);
    expect(await name.inputValue()).toBe('studio two');
    // Followed again, whoever changes it.
    await told({ updates: true, name: 'studio' });
    await expect.poll(() => updates.isChecked()).toBe(true);
    expect(await name.inputValue()).toBe('studio two');
  });

  test('of two quick choices the last one is shown, also when the first is refused', async () => {
    const page = await open();
    const answer = await holdAnswers(page);
    await page.getByRole('radio', { name: 'while the agent works' }).click();
    await page.getByRole('radio', { name: 'always' }).click();
    await answer(false);
    expect(await page.getByRole('radio', { name: 'always' }).isChecked()).toBe(true);
    await told({ keep_awake_while: 'always' });
    await answer(true);
    expect(await page.getByRole('radio', { name: 'always' }).isChecked()).toBe(true);
  });
});

test('what is typed is saved when another view is shown by a key; Esc leaves it as it was', async () => {
  const page = await open();
  const name = page.getByRole('textbox', { name: 'Name of this computer' });
  await name.fill('nobody');
  await page.keyboard.press('Escape');
  expect(await name.inputValue()).toBe('');
  await name.fill('studio');
  await page.keyboard.press('Control+1');
  await page.getByRole('heading', { name: 'Nothing needs you' }).waitFor();
  await asked().toEqual([set('name', 'studio')]);
});

test('the file is named and shown in its folder; a damaged one is said at the top', async () => {
  const page = await open({}, 'damagedSettings');
  await page.getByRole('alert').getByText('line 12 cannot be understood').waitFor();
  await page.getByText('/home/ada/.config/Outpost/settings.toml').waitFor();
  await page.getByText('macOS waits for your consent').waitFor();
  await page.getByText('no keyring that Outpost can use').waitFor();
  expect(await page.getByRole('button', { name: /^Move to/ }).count()).toBe(0);
  await page.getByRole('button', { name: 'Show in its folder' }).click();
  await asked().toEqual([{ name: 'showSettingsFile' }]);
});

test('the key is moved after one question', async () => {
  const page = await open();
  await page.getByRole('button', { name: 'Move to a file…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  expect(await panel.asked()).toEqual([]);
  await page.getByRole('button', { name: 'Move to a file…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Move to a file' }).click();
  await asked().toEqual([{ name: 'identity/move', params: { to: 'file' } }]);
});

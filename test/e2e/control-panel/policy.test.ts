import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import type { PolicyChange } from '../../../main/contract/policy.ts';
import { policyView } from '../../main/host/policy/policy-view.ts';
import { axeFindings } from './axe.ts';
import { eachPanel } from './each-panel.ts';
import { enlarge, overflowOf } from './everybody.ts';
import type { OpenOptions } from './panel.ts';
import { CHECKED } from './policy-screens.ts';
import { STATES, type StateName } from './states.ts';

const panel = eachPanel();

async function open(
  state: StateName = 'well',
  answers: NonNullable<OpenOptions['answers']> = {},
): Promise<Page> {
  await panel.open({ state: STATES[state](), view: 'policy', answers });
  await panel.page.getByRole('heading', { name: 'Policy', level: 1 }).waitFor();
  return panel.page;
}
const asked = () => expect.poll(() => panel.asked());
const changed = (change: PolicyChange) => ({ name: 'policy/change', params: { change } });
const refusing = {
  'policy/change': { ok: false, refusal: { code: 'badValue', message: 'This would be looser.' } },
} as const;

test('everything is chosen and typed by keyboard alone', async () => {
  const page = await open();
  await page.getByRole('radio', { name: 'Team' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('combobox', { name: 'Reaches further: answered' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('switch', { name: 'Keep quiet hours' }).focus();
  await page.keyboard.press('Space');
  await page.getByRole('textbox', { name: 'Program and arguments' }).focus();
  await page.keyboard.type('git push "a b" **');
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Command to explain' }).focus();
  await page.keyboard.type('npm ci');
  await page.keyboard.press('Enter');
  await asked().toEqual([
    changed({ what: 'preset', preset: 'strict' }),
    changed({ what: 'cell', kind: null, tier: 'expand', handling: 'desk' }),
    changed({ what: 'quietHours', hours: { from: '22:00', to: '07:00', questions: 'desk' } }),
    changed({
      what: 'addRule',
      rule: { answer: 'desk', program: 'git', arguments: ['push', 'a b', '**'] },
    }),
    { name: 'policy/check', params: { command: 'npm ci', project: 'p1', environment: 'local' } },
  ]);
});

test('what is as the preset has it is not written: choosing that takes it out of the file', async () => {
  const page = await open('ownPolicy');
  await page
    .getByRole('combobox', { name: 'Reaches further: answered' })
    .selectOption({ label: 'phone, held' });
  await page
    .getByRole('combobox', { name: 'Reaches further: open for' })
    .selectOption({ label: 'open for 8 hours' });
  await asked().toEqual([
    changed({ what: 'cell', kind: null, tier: 'expand', handling: null }),
    changed({ what: 'expires', tier: 'expand', time: null }),
  ]);
});

test('each of the quiet hours is changed once and by itself, whatever the host has told of the others', async () => {
  const page = await open('ownPolicy');
  await page.getByRole('textbox', { name: 'From' }).fill('21:30');
  await page.getByRole('textbox', { name: 'To', exact: true }).fill('06:00');
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: 'In the quiet hours' }).selectOption({ index: 1 });
  await asked().toEqual([
    changed({ what: 'quietHoursPart', part: { from: '21:30' } }),
    changed({ what: 'quietHoursPart', part: { to: '06:00' } }),
    changed({ what: 'quietHoursPart', part: { questions: 'wait' } }),
  ]);
});

test('only what is local can go on by itself', async () => {
  const page = await open();
  const offered = (tier: string) =>
    page
      .getByRole('combobox', { name: `${tier}: answered` })
      .locator('option')
      .allTextContents();
  expect(await offered('Local')).toContain('nobody is asked');
  for (const tier of ['Words', 'Reaches further', 'For good'])
    expect(await offered(tier)).not.toContain('nobody is asked');
});

test('a rule that is removed is named by its place and by the file in which it has it', async () => {
  const page = await open('ownPolicy');
  await page.getByRole('button', { name: 'Remove the rule npm run test*' }).click();
  await asked().toEqual([changed({ what: 'removeRule', index: 1, revision: 'r1' })]);
});

describe('what the host refuses', () => {
  test('is said in its words, and what holds is shown again', async () => {
    const page = await open('well', refusing);
    await page.getByRole('radio', { name: 'Observe' }).click();
    await page.getByRole('alert').getByText('This would be looser.').waitFor();
    expect(await page.getByRole('radio', { name: 'Team' }).isChecked()).toBe(true);
  });

  test('a rule stays to be corrected, and a time goes back', async () => {
    const page = await open('ownPolicy', refusing);
    const rule = page.getByRole('textbox', { name: 'Program and arguments' });
    await rule.fill('git push');
    await page.getByRole('button', { name: 'Add rule' }).click();
    await page.getByRole('alert').waitFor();
    expect(await rule.inputValue()).toBe('git push');
    const from = page.getByRole('textbox', { name: 'From' });
    await from.fill('nine');
    await page.keyboard.press('Enter');
    await expect.poll(() => from.inputValue()).toBe('22:00');
  });
});

describe('a mistake in the file', () => {
  test('is named by line and column; nothing else can be changed, and a preset can for a file that is gone', async () => {
    const page = await open('brokenPolicy');
    const alert = page.getByRole('alert');
    await alert.getByText('Line 12, column 1: “tiers.commit” has to be').waitFor();
    await alert.getByText('Line 19, column 3: “rulez”').waitFor();
    expect(await page.getByRole('combobox', { name: 'Local: answered' }).isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: 'Add exception' }).isDisabled()).toBe(true);
    await page.getByRole('radio', { name: 'Team' }).click();
    await page.getByRole('button', { name: 'Show the file' }).click();
    await asked().toEqual([changed({ what: 'preset', preset: 'team' }), { name: 'showPolicyFile' }]);
  });

  test('that is mended is gone from the screen at once', async () => {
    const page = await open('brokenPolicy');
    await panel.change({ slice: 'policy', value: policyView({ preset: 'pilot' }) });
    await page.getByRole('alert').waitFor({ state: 'detached' });
    expect(await page.getByRole('radio', { name: 'Pilot' }).isChecked()).toBe(true);
    expect(await page.getByRole('combobox', { name: 'Local: answered' }).isEnabled()).toBe(true);
  });
});

describe('a command that is tried', () => {
  test('is explained with its reasons and both answers, for who sees and who hears it', async () => {
    const page = await open('well', { 'policy/check': { ok: true, value: CHECKED } });
    await page.getByRole('textbox', { name: 'Command to explain' }).fill('npm install');
    await page.getByRole('button', { name: 'Explain' }).click();
    const said = page.getByRole('status');
    await said.getByText('Reaches further', { exact: true }).waitFor();
    await said.getByText('It changes package-lock.json.').waitFor();
    expect(await said.textContent()).toMatch(
      /In the sandbox: phone, held.*Outside the sandbox: this computer only/s,
    );
    expect(await axeFindings(page)).toEqual([]);
  });

  test('that cannot be explained says why', async () => {
    const refusal = { code: 'unknownProject', message: 'There is no such project.' };
    const page = await open('well', { 'policy/check': { ok: false, refusal } });
    await page.getByRole('textbox', { name: 'Command to explain' }).fill('ls');
    await page.getByRole('button', { name: 'Explain' }).click();
    await page.getByRole('alert').getByText('There is no such project.').waitFor();
  });
});

test('at 200 % of text nothing is cut off', async () => {
  const page = await open('ownPolicy');
  await enlarge(page, '200%');
  expect(await overflowOf(page)).toEqual([0, 0]);
});

test('at 200 % of text in the smallest window no name of a view is broken, and no sentence squeezed by its button', async () => {
  const page = await panel.open({
    state: STATES.brokenPolicy(),
    view: 'policy',
    size: { width: 640, height: 480 },
  });
  await page.getByRole('heading', { level: 1 }).waitFor();
  await enlarge(page, '200%');
  const lines = await page.locator('nav li button').evaluateAll((entries) =>
    entries.map((entry) => {
      const name = document.createRange();
      name.selectNodeContents(entry.querySelector('span')!);
      return name.getClientRects().length;
    }),
  );
  expect(lines.length).toBeGreaterThan(5);
  expect(lines.filter((count) => count !== 1)).toEqual([]);
  const sentence = await page
    .getByText(/^policy\.toml has/)
    .first()
    .boundingBox();
  const button = await page.getByRole('button', { name: 'Show the file' }).boundingBox();
  expect(button!.y).toBeGreaterThan(sentence!.y + sentence!.height);
});

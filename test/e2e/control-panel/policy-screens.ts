/** Screens of the policy. */
import type { PolicyCheck } from '../../../main/contract/policy.ts';
import type { OpenPanel } from './panel.ts';
import type { Screen } from './screens.ts';

type Page = OpenPanel['page'];

export const CHECKED: PolicyCheck = {
  tier: 'expand',
  reasons: [
    { tier: 'expand', text: 'It brings packages from the network, and their scripts run.' },
    { tier: 'expand', text: 'It changes package-lock.json.' },
  ],
  sandbox: {
    handling: 'hold',
    rule: 'preset.team',
    why: 'With the preset “Team”, what reaches further is answered on a phone, by holding the button, or at this computer.',
    expiresAt: null,
  },
  outside: {
    handling: 'desk',
    rule: 'quiet_hours',
    why: 'In the quiet hours, phones are not asked. It is answered at this computer only.',
    expiresAt: null,
  },
};

const explain = async (page: Page): Promise<void> => {
  await page.getByRole('textbox', { name: 'Command to explain' }).fill('npm install --save-dev vitest');
  await page.getByRole('button', { name: 'Explain' }).click();
  await page.getByText('In the quiet hours, phones').scrollIntoViewIfNeeded();
};
const down = (heading: string) => (page: Page) =>
  page.getByRole('heading', { name: heading }).evaluate((element) => element.scrollIntoView());

export const POLICY_SCREENS: readonly Screen[] = [
  { name: 'policy', state: 'well', view: 'policy' },
  { name: 'policy-rules-none', state: 'well', view: 'policy', act: down('Pages that phones show') },
  { name: 'policy-own', state: 'ownPolicy', view: 'policy', act: down('Where it is answered') },
  { name: 'policy-rules', state: 'ownPolicy', view: 'policy', act: down('Pages that phones show') },
  { name: 'policy-mistake', state: 'brokenPolicy', view: 'policy' },
  {
    name: 'policy-refused',
    state: 'ownPolicy',
    view: 'policy',
    answers: {
      'policy/change': {
        ok: false,
        refusal: {
          code: 'badValue',
          message:
            'This part of policy.toml is written in a way that only you can change. Edit the file by hand.',
        },
      },
    },
    act: async (page) => {
      await page.getByRole('radio', { name: 'Strict' }).click();
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'policy-try',
    state: 'ownPolicy',
    view: 'policy',
    answers: { 'policy/check': { ok: true, value: CHECKED } },
    act: explain,
  },
  { name: 'home-policy-mistake', state: 'brokenPolicy', view: 'home' },
];

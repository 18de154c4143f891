/** Every screen of the control panel that there is: pictures are taken of them, and their controls are counted. */
import type { PanelView } from '../../../main/contract/panel.ts';
import { STEP_TITLES } from '../../../main/contract/setup.ts';
import type { HostState } from '../../../main/contract/state.ts';
import { happened, listed, NO_ENTRIES, read, waits, withRules } from './desk-answers.ts';
import { ENVIRONMENT_SCREENS } from './environment-screens.ts';
import type { OpenOptions, OpenPanel } from './panel.ts';
import { POLICY_SCREENS } from './policy-screens.ts';
import { STATES, type StateName } from './states.ts';

export interface Screen {
  readonly name: string;
  /** Undefined: the host does not answer. */
  readonly state: StateName | (() => HostState) | undefined;
  readonly view: PanelView;
  /** What the host answers, by the name of the command. */
  readonly answers?: NonNullable<OpenOptions['answers']>;
  /** What is done before the picture is taken. */
  readonly act?: (page: OpenPanel['page']) => Promise<void>;
}

const begin = (page: OpenPanel['page']): Promise<void> =>
  page.getByRole('button', { name: 'Set up this computer' }).click();
const step =
  (title: string) =>
  (page: OpenPanel['page']): Promise<void> =>
    page.getByRole('button', { name: `Open: ${title}` }).click();

export const SCREENS: readonly Screen[] = [
  { name: 'setup', state: 'unstarted', view: 'home' },
  { name: 'setup-agent-missing', state: 'unstarted', view: 'home', act: begin },
  { name: 'setup-agent-sign-in', state: 'signingIn', view: 'home', act: begin },
  { name: 'setup-again', state: 'well', view: 'setup' },
  { name: 'setup-awake', state: 'well', view: 'setup', act: step(STEP_TITLES.awake) },
  { name: 'setup-terminal', state: 'unshared', view: 'setup', act: step(STEP_TITLES.terminal) },
  { name: 'setup-terminal-off', state: 'sharedBefore', view: 'setup', act: step(STEP_TITLES.terminal) },
  { name: 'setup-reach', state: 'well', view: 'setup', act: step(STEP_TITLES.reach) },
  { name: 'home', state: 'well', view: 'home' },
  { name: 'home-first-start', state: 'fresh', view: 'home' },
  { name: 'home-trouble', state: 'troubled', view: 'home' },
  { name: 'home-question', state: 'waiting', view: 'home' },
  { name: 'home-no-host', state: undefined, view: 'home' },
  { name: 'pair', state: 'pairing', view: 'pair' },
  { name: 'pair-expired', state: 'expired', view: 'pair' },
  { name: 'pair-done', state: 'paired', view: 'pair' },
  { name: 'phones', state: 'well', view: 'phones' },
  { name: 'phones-none', state: 'fresh', view: 'phones' },
  { name: 'phones-held-back', state: 'heldBack', view: 'phones' },
  {
    name: 'phones-rename',
    state: 'well',
    view: 'phones',
    act: (page) => page.getByRole('button', { name: 'Rename Ada’s iPhone' }).click(),
  },
  {
    name: 'phones-revoke-all',
    state: 'heldBack',
    view: 'phones',
    act: (page) => page.getByRole('button', { name: 'Revoke all 3 phones…' }).click(),
  },
  {
    name: 'phones-revoke',
    state: 'well',
    view: 'phones',
    act: (page) => page.getByRole('button', { name: 'Revoke Ada’s iPhone' }).click(),
  },
  { name: 'projects', state: 'well', view: 'projects' },
  { name: 'projects-none', state: 'fresh', view: 'projects' },
  ...ENVIRONMENT_SCREENS,
  ...POLICY_SCREENS,
  { name: 'settings', state: 'well', view: 'settings' },
  { name: 'settings-damaged', state: 'damagedSettings', view: 'settings' },
  {
    name: 'settings-end',
    state: 'damagedSettings',
    view: 'settings',
    act: (page) => page.getByRole('button', { name: 'Show in its folder' }).scrollIntoViewIfNeeded(),
  },
  {
    name: 'waiting',
    state: () => waits('command'),
    view: 'waiting',
    answers: { 'approval/read': read('command') },
    act: (page) => page.getByRole('button', { name: 'Approve' }).waitFor(),
  },
  {
    name: 'waiting-several',
    state: () => waits('command', 'change', 'question'),
    view: 'waiting',
    answers: { 'approval/read': read('change') },
    act: async (page) => {
      await page.getByRole('button', { name: /src\/lamp\.ts/ }).click();
      await page.getByText('const dark').waitFor();
    },
  },
  {
    name: 'waiting-question',
    state: () => waits('question'),
    view: 'waiting',
    answers: { 'approval/read': read('question') },
    act: (page) => page.getByRole('button', { name: 'Send answer' }).waitFor(),
  },
  { name: 'waiting-none', state: 'well', view: 'waiting' },
  {
    name: 'activity',
    state: 'well',
    view: 'activity',
    answers: { 'activity/list': listed(happened()) },
    act: (page) => page.getByRole('button', { name: 'Load older' }).waitFor(),
  },
  {
    name: 'activity-rules',
    state: 'well',
    view: 'activity',
    answers: {
      'activity/list': listed({ ...withRules(), unreadable: ['audit-2026-11-21-000007.jsonl.gz'] }),
    },
    act: async (page) => {
      await page.getByRole('checkbox', { name: 'Answered by rule' }).check();
      await page.getByText('npx vitest run beam').waitFor();
    },
  },
  {
    name: 'activity-none',
    state: 'well',
    view: 'activity',
    answers: {
      'activity/list': listed(NO_ENTRIES),
    },
    act: (page) => page.getByRole('heading', { name: 'Nothing has happened yet' }).waitFor(),
  },
  {
    name: 'keys',
    state: 'well',
    view: 'home',
    act: (page) => page.getByRole('button', { name: 'Keys' }).click(),
  },
];

/** What the bridge answers on this screen. */
export const openingOf = ({ state, view, answers = {} }: Screen): OpenOptions => ({
  state: state === undefined ? 'fails' : typeof state === 'string' ? STATES[state]() : state(),
  view,
  answers,
});

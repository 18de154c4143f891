/** Every screen of the control panel, at the desk's usual and smallest size and with text of 200 %, light and dark. */
import path from 'node:path';
import type {} from 'playwright';
import type { PanelView } from '../../main/contract/panel.ts';
import { STEP_TITLES } from '../../main/contract/setup.ts';
import type { HostState } from '../../main/contract/state.ts';
import { launchBrowser } from '../browser.ts';
import { happened, listed, read, waits } from '../e2e/control-panel/desk-answers.ts';
import { type OpenOptions, type OpenPanel, openPanel } from '../e2e/control-panel/panel.ts';
import { STATES, type StateName } from '../e2e/control-panel/states.ts';

interface Screen {
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

const SCREENS: readonly Screen[] = [
  { name: 'setup', state: 'unstarted', view: 'home' },
  { name: 'setup-agent-missing', state: 'unstarted', view: 'home', act: begin },
  { name: 'setup-agent-sign-in', state: 'signingIn', view: 'home', act: begin },
  { name: 'setup-again', state: 'well', view: 'setup' },
  { name: 'setup-awake', state: 'well', view: 'setup', act: step(STEP_TITLES.awake) },
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
    name: 'activity-none',
    state: 'well',
    view: 'activity',
    answers: { 'activity/list': listed({ entries: [], before: null, damaged: 0 }) },
    act: (page) => page.getByRole('heading', { name: 'Nothing has happened yet' }).waitFor(),
  },
  {
    name: 'keys',
    state: 'well',
    view: 'home',
    act: (page) => page.getByRole('button', { name: 'Keys' }).click(),
  },
];
const SIZES = {
  '': { width: 880, height: 620, text: '100%' },
  '-small': { width: 640, height: 480, text: '100%' },
  '-large-text': { width: 880, height: 620, text: '200%' },
};

/** Writes `desk-<screen>[-small|-large-text]-<light|dark>.png`. */
export async function run(folder: string): Promise<void> {
  const browser = await launchBrowser();
  try {
    for (const { name, state, view, answers = {}, act } of SCREENS) {
      for (const [suffix, { text, ...size }] of Object.entries(SIZES)) {
        for (const dark of [false, true]) {
          const panel = await openPanel(browser, {
            state: state === undefined ? 'fails' : typeof state === 'string' ? STATES[state]() : state(),
            answers,
            view,
            dark,
            size,
          });
          const { page } = panel;
          await page.evaluate((fontSize) => {
            document.documentElement.style.fontSize = fontSize;
          }, text);
          await page.getByRole('heading').first().waitFor();
          await act?.(page);
          await page.screenshot({
            path: path.join(folder, `desk-${name}${suffix}-${dark ? 'dark' : 'light'}.png`),
          });
          await panel.close();
        }
      }
    }
  } finally {
    await browser.close();
  }
}

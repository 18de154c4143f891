/** What no picture is taken of, but has controls of its own: questions, failures, steps, and states that pass. */
import { STEP_TITLES } from '../../../main/contract/setup.ts';
import type { HostState, ReachView } from '../../../main/contract/state.ts';
import { closed, listed, NO_ENTRIES, read, waits } from './desk-answers.ts';
import type { OpenPanel } from './panel.ts';
import type { Screen } from './screens.ts';
import { STATES, type StateName } from './states.ts';

type Page = OpenPanel['page'];
const press =
  (...names: string[]) =>
  async (page: Page): Promise<void> => {
    for (const name of names) await page.getByRole('button', { name, exact: true }).click();
  };
/** Opened at another view first: where nothing is set up, the window opens on the first start. */
const home = (name: string, state: () => HostState): Screen => ({
  name: `home: ${name}`,
  state,
  view: 'projects',
  act: press('Home'),
});
const setupStep = (title: string, state: () => HostState): Screen => ({
  name: `setup: ${title}`,
  // A phone is there, so that each step can be opened by its name.
  state: () => ({ ...state(), devices: STATES.well().devices }),
  view: 'setup',
  act: press(`Open: ${title}`),
});
const having =
  (name: StateName, fields: Partial<HostState>): (() => HostState) =>
  () => ({ ...STATES[name](), ...fields });
const refused = { ok: false, refusal: { code: 'x', message: 'It cannot be done.' } } as const;

const failingWays: ReachView[] = STATES.well().reach.map((way) =>
  way.way === 'local' ? way : { ...way, state: 'down', remedy: 'Do something about it.' },
);
const signingIn = { signIn: { state: 'starting', agent: 'codex', since: 1 } } as const;
const ready = { update: { state: 'ready', version: '9.1.0' } } as const;

export const MORE_SCREENS: readonly Screen[] = [
  { name: 'after a crash', state: 'well', view: 'home,reopened' as 'home' },
  home('signed out', STATES.signedOut),
  home('a code is asked for', having('signedOut', signingIn)),
  home('a code is open', STATES.signingIn),
  home('the sign-in failed', STATES.signInFailed),
  home('no agent', STATES.unstarted),
  home('ways that fail', having('well', { reach: failingWays })),
  home('it cannot be kept awake', having('well', { awake: { ...STATES.well().awake, problem: 'No.' } })),
  home('no phone', STATES.fresh),
  home('a phone is held back', STATES.heldBack),
  home('a new version', having('well', ready)),
  setupStep(STEP_TITLES.agent, STATES.signedOut),
  setupStep(STEP_TITLES.agent, having('signedOut', signingIn)),
  setupStep(STEP_TITLES.agent, STATES.signInFailed),
  setupStep(
    STEP_TITLES.awake,
    having('signedOut', {
      login: { state: 'unavailable', detail: 'No.' },
      settings: { ...STATES.well().settings, mobile_keep_awake: false },
    }),
  ),
  setupStep(STEP_TITLES.upkeep, STATES.signedOut),
  setupStep(STEP_TITLES.project, STATES.signedOut),
  setupStep(STEP_TITLES.project, STATES.well),
  setupStep(STEP_TITLES.reach, having('well', { reach: failingWays })),
  setupStep(STEP_TITLES.phone, STATES.pairing),
  { name: 'pair: no code', state: 'well', view: 'pair', answers: { 'pairing/open': refused } },
  { name: 'pair: no way', state: having('troubled', { pairing: STATES.pairing().pairing }), view: 'pair' },
  { name: 'pair: words differ', state: 'paired', view: 'pair', act: press('They differ…') },
  { name: 'pair: gone again', state: having('paired', { devices: [] }), view: 'pair' },
  {
    name: 'phones: whose it is',
    state: 'well',
    view: 'phones',
    act: press('Say whose it is (Kitchen tablet)'),
  },
  { name: 'projects: remove', state: 'well', view: 'projects', act: press('Remove outpost') },
  {
    name: 'projects: a folder that is gone',
    state: 'well',
    view: 'projects',
    answers: { showProject: false },
    act: press('Show outpost in the file manager'),
  },
  {
    name: 'waiting: why not',
    state: () => waits('command'),
    view: 'waiting',
    answers: { 'approval/read': read('command') },
    act: press('Say why not…'),
  },
  {
    name: 'waiting: unreadable',
    state: () => waits('command'),
    view: 'waiting',
    answers: { 'approval/read': refused },
    act: async (page) => page.getByRole('button', { name: 'Decline' }).waitFor(),
  },
  {
    name: 'activity: unreadable',
    state: 'well',
    view: 'activity',
    answers: { 'activity/list': refused },
    act: async (page) => page.getByRole('button', { name: 'Try again' }).waitFor(),
  },
  {
    name: 'activity: nothing older',
    state: having('well', { activity: { written: 1, closed: [closed()] } }),
    view: 'activity',
    answers: {
      'activity/list': listed({ ...NO_ENTRIES, damaged: 1 }),
    },
  },
  setupStep(STEP_TITLES.terminal, STATES.shareFailed),
  { name: 'settings: not shared', state: 'shareFailed', view: 'settings' },
  { name: 'settings: shared before', state: 'sharedBefore', view: 'settings' },
  { name: 'settings: a new version', state: having('well', ready), view: 'settings' },
  { name: 'settings: ways that fail', state: having('well', { reach: failingWays }), view: 'settings' },
  {
    name: 'settings: the key in a file',
    state: having('well', { key: { kept: 'file', detail: 'A plain file.', moves: true } }),
    view: 'settings',
    act: press('Move to the keychain…'),
  },
  { name: 'settings: the key', state: 'well', view: 'settings', act: press('Move to a file…') },
];

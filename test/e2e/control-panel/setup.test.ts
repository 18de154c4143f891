/** The first start in the built panel: every step, every control, for everybody. */
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import type { HostState } from '../../../main/contract/state.ts';
import { axeFindings } from './axe.ts';
import { eachPanel } from './each-panel.ts';
import { LOOKS, overflowOf, wear } from './everybody.ts';
import type { OpenOptions } from './panel.ts';
import { STATES } from './states.ts';

const panel = eachPanel();

const open = async (state: HostState, options: Partial<OpenOptions> = {}): Promise<Page> =>
  panel.open({ state, view: 'home', ...options });
const asked = () => expect.poll(() => panel.asked());
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

const TITLES = ['The agent', 'Start at login, stay awake', 'A computer that stands alone'];
/** Opens a step by skipping those before it. */
const walk = async (page: Page, steps: number): Promise<void> => {
  await press(page, 'Set up this computer');
  for (let step = 0; step < steps; step += 1) {
    await page.getByText(`Step ${step + 1} of 6`).waitFor();
    await page.getByRole('button', { name: /^(Skip this step|Next)$/ }).click();
  }
  await page.getByText(`Step ${steps + 1} of 6`).waitFor();
};

test('where nothing is set up the panel opens on one button, which leads through every step to Home', async () => {
  const page = await open(STATES.unstarted());
  await heading(page, 'Nothing is set up on ada-mini yet').waitFor();
  expect(await page.getByRole('main').getByRole('button').count()).toBe(1);
  await walk(page, 0);
  for (const title of TITLES) {
    await heading(page, title).waitFor();
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    await page.getByRole('button', { name: /^(Skip this step|Next)$/ }).click();
  }
  await heading(page, 'A project').waitFor();
  await press(page, 'Skip this step');
  await heading(page, 'The way to your phone').waitFor();
  await press(page, 'Next');
  await heading(page, 'Pair a phone').waitFor();
  await press(page, 'Skip, and finish');
  await heading(page, 'Pair your first phone').waitFor();
  const names = async () => (await panel.asked()).map(({ name }) => name);
  await expect.poll(names).toEqual(['pairing/open', 'leavePairing']);
});

test('Back leads back; what is skipped is found again from Home', async () => {
  const page = await open(STATES.unstarted());
  await walk(page, 1);
  await press(page, 'Back');
  await heading(page, 'The agent').waitFor();
  await press(page, 'Back');
  await heading(page, 'Nothing is set up on ada-mini yet').waitFor();
  await press(page, 'Home');
  await heading(page, 'Pair your first phone').waitFor();
  await press(page, 'Set up this computer');
  await heading(page, 'Nothing is set up on ada-mini yet').waitFor();
});

test('what is set up meanwhile takes no step away', async () => {
  const page = await open(STATES.unstarted());
  await walk(page, 3);
  await panel.change({ slice: 'projects', value: STATES.well().projects });
  await page.getByText('weather-station', { exact: true }).waitFor();
  await heading(page, 'A project').waitFor();
});

test('set up already, each step is opened by its name', async () => {
  const page = await open(STATES.well(), { view: 'setup' });
  await heading(page, 'Set-up of ada-mini').waitFor();
  await press(page, 'Open: A project');
  await heading(page, 'A project').waitFor();
  await press(page, 'Back');
});

describe('the agent', () => {
  test('missing: the exact command is copied by its name, and it is looked for again', async () => {
    const page = await open(STATES.unstarted());
    await walk(page, 0);
    await page.getByText('npm install -g @openai/codex', { exact: true }).waitFor();
    await press(page, 'Copy the command');
    await page.getByRole('button', { name: 'Copied: Copy the command' }).waitFor();
    await press(page, 'Look again');
    await asked().toEqual([
      { name: 'copyShown', params: 'agent:codex' },
      { name: 'agent/retry', params: { id: 'codex' } },
    ]);
  });

  test('outdated: how it is updated', async () => {
    const state = STATES.unstarted();
    const agents = state.agents.map((agent) => ({ ...agent, state: 'outdated' as const }));
    const page = await open({ ...state, agents });
    await walk(page, 0);
    await page.getByText('Codex is too old').waitFor();
    await page.getByRole('button', { name: 'Copy the command' }).waitFor();
  });

  test('signed out: a code is asked for, shown, copied, its page opened; it can be cancelled', async () => {
    const page = await open(STATES.signedOut());
    await walk(page, 0);
    await press(page, 'Sign in');
    await asked().toEqual([{ name: 'agent/sign-in', params: { id: 'codex' } }]);
    await panel.change({ slice: 'signIn', value: { state: 'starting', agent: 'codex', since: Date.now() } });
    await page.getByRole('status').getByText('Asking Codex for a code').waitFor();
    await panel.change({ slice: 'signIn', value: STATES.signingIn().signIn });
    await page.getByText('ABCD-12345', { exact: true }).waitFor();
    await page.getByText('https://auth.openai.com/codex/device', { exact: true }).waitFor();
    await page
      .getByRole('timer')
      .getByText(/1[34]:\d\d/)
      .waitFor();
    await press(page, 'Open page');
    await press(page, 'Copy the code');
    await press(page, 'Cancel');
    await asked().toEqual([
      { name: 'agent/sign-in', params: { id: 'codex' } },
      { name: 'openSignIn' },
      { name: 'copyShown', params: 'sign-in' },
      { name: 'agent/sign-in/cancel', params: {} },
    ]);
    // Entered on the phone: it turns into ready by itself.
    await panel.change({ slice: 'agents', value: STATES.well().agents });
    await panel.change({ slice: 'signIn', value: { state: 'none' } });
    await page.getByText('Codex is ready').waitFor();
    await press(page, 'Next');
  });

  test('a sign-in that failed says why, and begins anew', async () => {
    const page = await open(STATES.signInFailed());
    await walk(page, 0);
    await page.getByRole('alert').getByText('The code was not used in time.').waitFor();
    await press(page, 'Try again');
    await asked().toEqual([{ name: 'agent/sign-in', params: { id: 'codex' } }]);
  });
});

test('start at login and keep awake: both by one button, or each by its own', async () => {
  const page = await open(STATES.signedOut());
  await walk(page, 1);
  await press(page, 'Turn on both');
  await page.getByRole('switch', { name: 'Start at login' }).click();
  await page.getByRole('radio', { name: 'While the agent works' }).click();
  await page.getByRole('switch', { name: 'Let it sleep on battery' }).click();
  await asked().toEqual(
    [
      { key: 'start_at_login', value: true },
      { key: 'mobile_keep_awake', value: true },
      { key: 'start_at_login', value: true },
      { key: 'keep_awake_while', value: 'working' },
      { key: 'sleep_on_battery', value: true },
    ].map((params) => ({ name: 'settings/set', params })),
  );
});

test('what the host refuses is said where it was asked', async () => {
  const page = await open(STATES.signedOut(), {
    answers: {
      'settings/set': { ok: false, refusal: { code: 'damaged', message: 'The file has a mistake.' } },
    },
  });
  await walk(page, 1);
  await press(page, 'Turn on both');
  await page.getByRole('alert').getByText('The file has a mistake.').waitFor();
  await asked().toHaveLength(1);
});

test('what keeps a computer up is shown as commands, and copied by its name; on battery it is not offered', async () => {
  const page = await open(STATES.signedOut());
  await walk(page, 2);
  await page.getByText('sudo pmset -a autorestart 1', { exact: true }).waitFor();
  await page.getByText(/waits at its log-in screen/).waitFor();
  await press(page, 'Copy the command: Never sleep on mains');
  await asked().toEqual([{ name: 'copyShown', params: 'upkeep:sleep' }]);
  await panel.close();
  const state = STATES.signedOut();
  const onBattery = await open({ ...state, awake: { ...state.awake, powerSource: 'battery' } });
  await press(onBattery, 'Set up this computer');
  await onBattery.getByText('Step 1 of 5').waitFor();
});

test('a project is chosen by the system’s dialog', async () => {
  const page = await open(STATES.signedOut());
  await walk(page, 3);
  await press(page, 'Choose a folder…');
  await asked().toEqual([
    { name: 'chooseFolder' },
    { name: 'project/add', params: { path: '/home/ada/src/chosen' } },
  ]);
});

test('a way is turned on, tried again, turned off', async () => {
  const state = STATES.signedOut();
  const page = await open(state);
  await walk(page, 4);
  const tailscale = (fields: Partial<HostState['reach'][number]>) =>
    panel.change({
      slice: 'reach',
      value: state.reach.map((way) => (way.way === 'tailscale' ? { ...way, ...fields } : way)),
    });
  await press(page, 'Turn on: Tailscale');
  await tailscale({ state: 'attention', remedy: 'Sign in with the Tailscale app.' });
  await page.getByText('Sign in with the Tailscale app.').waitFor();
  await press(page, 'Try again: Tailscale');
  await tailscale({ state: 'up' });
  await press(page, 'Turn off: Tailscale');
  await asked().toEqual([
    { name: 'settings/set', params: { key: 'tailscale', value: true } },
    { name: 'reach/retry', params: { way: 'tailscale' } },
    { name: 'settings/set', params: { key: 'tailscale', value: false } },
  ]);
});

test('the code is shown in the last step, and turns into “… is paired”', async () => {
  const page = await open(STATES.signedOut());
  await walk(page, 5);
  await panel.change({ slice: 'pairing', value: STATES.pairing().pairing });
  await page.getByRole('img', { name: /QR code/ }).waitFor();
  await panel.change({ slice: 'devices', value: STATES.well().devices });
  await panel.change({ slice: 'pairing', value: STATES.paired().pairing });
  await heading(page, 'Ada’s iPhone is paired').waitFor();
  await press(page, 'Done');
  await page.getByRole('heading', { level: 1 }).waitFor();
});

describe('sharing with a terminal', () => {
  const terminal = (page: Page) => press(page, 'Open: Codex in a terminal');

  test('says what it gives and costs; Share is told to the host, how it goes is shown, and it is not asked again', async () => {
    const page = await open(STATES.unshared(), { view: 'setup' });
    await terminal(page);
    await page.getByText('copies about 400 MB').waitFor();
    await press(page, 'Share');
    await asked().toEqual([{ name: 'settings/set', params: { key: 'share_with_terminal', value: 'on' } }]);
    const { settings, agents } = STATES.shared();
    await panel.change({ slice: 'settings', value: settings });
    await panel.change({ slice: 'agents', value: agents });
    await page.getByRole('status').getByText('Threads are live on phones and in a terminal.').waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      'Sharing with a terminal',
    );
    expect(await page.getByRole('button', { name: 'Share', exact: true }).count()).toBe(0);
    await heading(page, 'Codex in a terminal').waitFor();
  });

  test('Not now is kept; where the daemon runs already nothing is copied; what ends it is copied by its name', async () => {
    const before = STATES.unshared();
    const page = await open({ ...before, agents: STATES.shared().agents }, { view: 'setup' });
    await terminal(page);
    await page.getByText('nothing is copied').waitFor();
    await press(page, 'Not now');
    const { settings, agents } = STATES.sharedBefore();
    await panel.change({ slice: 'settings', value: settings });
    await panel.change({ slice: 'agents', value: agents });
    await press(page, 'Copy the command that ends the daemon');
    await asked().toEqual([
      { name: 'settings/set', params: { key: 'share_with_terminal', value: 'off' } },
      { name: 'copyShown', params: 'stop:codex' },
    ]);
  });

  test('a failure is told in Settings, where it is tried again or turned off', async () => {
    const page = await open(STATES.shareFailed(), { view: 'settings' });
    await page.getByText('No space left on device').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await press(page, 'Try again');
    await page
      .getByRole('radiogroup', { name: 'Share live threads with Codex in a terminal' })
      .getByRole('radio', { name: 'no', exact: true })
      .click();
    await asked().toEqual([
      { name: 'agent/retry', params: { id: 'codex' } },
      { name: 'settings/set', params: { key: 'share_with_terminal', value: 'off' } },
    ]);
  });

  test('its question has no finding of axe, dark and small', async () => {
    const size = { width: 640, height: 480 };
    const page = await open(STATES.unshared(), { view: 'setup', size, dark: true });
    await terminal(page);
    expect(await axeFindings(page)).toEqual([]);
  });
});

describe('for everybody: no finding of axe, nothing cut off', () => {
  test.each([0, 1, 2, 3, 4])('step %i', async (step) => {
    const page = await open(step === 0 ? STATES.signingIn() : STATES.signedOut());
    await page.getByRole('heading', { level: 1 }).waitFor();
    for (const look of step === 0 ? LOOKS : []) {
      await wear(page, look);
      expect(await axeFindings(page)).toEqual([]);
    }
    await walk(page, step);
    for (const look of LOOKS) {
      await wear(page, look);
      expect(await axeFindings(page)).toEqual([]);
      expect(await overflowOf(page)).toEqual([0, 0]);
    }
  });
});

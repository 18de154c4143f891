/** Home in the built panel: each leg's button, keeping awake, what works, the way to the set-up. */
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import type { HostState } from '../../../main/contract/state.ts';
import { axeFindings } from './axe.ts';
import { eachPanel } from './each-panel.ts';
import { LOOKS, overflowOf, wear } from './everybody.ts';
import type { OpenOptions } from './panel.ts';
import { STATES } from './states.ts';

const panel = eachPanel();

const open = async (state: HostState, options: Partial<OpenOptions> = {}): Promise<Page> => {
  // From another view: where nothing is set up, the window opens on the first start.
  await panel.open({ state, view: 'projects', ...options });
  await press(panel.page, 'Home');
  return panel.page;
};
const asked = () => expect.poll(() => panel.asked());
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

const working = (): HostState => ({
  ...STATES.signingIn(),
  working: [{ thread: 't1', title: 'Fix the leak', since: Date.now() - 5 * 60_000 }],
});

test('the agent: its command is copied, it is looked for again', async () => {
  const page = await open(STATES.unstarted());
  await press(page, 'Copy the command');
  await press(page, 'Look again');
  await asked().toEqual([
    { name: 'copyShown', params: 'agent:codex' },
    { name: 'agent/retry', params: { id: 'codex' } },
  ]);
});

test('the agent: signed in from here, with the code in place', async () => {
  const page = await open(STATES.signedOut());
  await press(page, 'Sign in');
  await asked().toEqual([{ name: 'agent/sign-in', params: { id: 'codex' } }]);
  await panel.change({ slice: 'signIn', value: STATES.signingIn().signIn });
  await page.getByText('ABCD-12345', { exact: true }).waitFor();
  expect(await page.getByRole('button', { name: 'Sign in', exact: true }).count()).toBe(0);
  await press(page, 'Cancel');
  await asked().toContainEqual({ name: 'agent/sign-in/cancel', params: {} });
});

test('the ways: one that fails is tried again, others are found', async () => {
  const state = STATES.troubled();
  const reach = state.reach.map((way) =>
    way.way === 'tailscale' ? { ...way, state: 'down' as const, detail: 'It is away.' } : way,
  );
  const page = await open({ ...state, reach });
  await page.getByText('It is away.').waitFor();
  await press(page, 'Try Tailscale again');
  await asked().toEqual([{ name: 'reach/retry', params: { way: 'tailscale' } }]);
  await press(page, 'Other ways');
  await heading(page, 'Set-up of ada-mini').waitFor();
});

test('phones: the first is paired, one that is held back is decided about', async () => {
  const page = await open(STATES.fresh());
  await press(page, 'Pair one');
  await heading(page, 'Pair a phone').waitFor();
  await panel.close();
  const held = await open(STATES.heldBack());
  await press(held, 'Decide');
  await heading(held, 'Phones').waitFor();
});

test('what waits comes first, and is one button away', async () => {
  const page = await open(STATES.waiting());
  await heading(page, '1 question waits for you').waitFor();
  await press(page, 'Answer');
  await heading(page, 'Waiting').waitFor();
});

test('keeping awake: four choices and the battery, and where the system cannot', async () => {
  const page = await open(STATES.well());
  await page.getByRole('radio', { name: 'Off' }).click();
  await page.getByRole('radio', { name: 'Always' }).click();
  await page.getByRole('switch', { name: 'Let it sleep on battery' }).click();
  await asked().toEqual(
    [
      { key: 'mobile_keep_awake', value: false },
      { key: 'keep_awake_while', value: 'always' },
      { key: 'sleep_on_battery', value: true },
    ].map((params) => ({ name: 'settings/set', params })),
  );
  const { awake } = STATES.well();
  await panel.change({ slice: 'awake', value: { ...awake, held: false, problem: 'No logind here.' } });
  await heading(page, 'Cannot be kept awake').waitFor();
  await press(page, 'What helps');
  await heading(page, 'Set-up of ada-mini').waitFor();
});

test('what works now is named, and for how long', async () => {
  const page = await open(working());
  await page.getByText('Fix the leak').waitFor();
  await page.getByText('for 5 minutes').waitFor();
  await panel.change({ slice: 'working', value: [] });
  await page.getByText('Fix the leak').waitFor({ state: 'detached' });
});

test('by keyboard alone: from the heading to the last button', async () => {
  const page = await open(STATES.well());
  await heading(page, 'Nothing needs you').waitFor();
  const reached: string[] = [];
  for (let step = 0; step < 12; step += 1) {
    await page.keyboard.press('Tab');
    reached.push(
      await page.evaluate(() => document.activeElement?.textContent || document.activeElement?.id || ''),
    );
  }
  expect(reached).toContain('Pair a phone');
  expect(reached).toContain('Set up this computer');
});

test.each([
  ['signing in, working', working],
  ['not installed', STATES.unstarted],
  ['troubled', STATES.troubled],
])('for everybody: no finding of axe, nothing cut off: %s', async (_what, state) => {
  const page = await open(state());
  await page.getByText('From the agent to your phone').waitFor();
  for (const look of LOOKS) {
    await wear(page, look);
    expect(await axeFindings(page)).toEqual([]);
    expect(await overflowOf(page)).toEqual([0, 0]);
  }
});

test('what a phone paused is named, and resumed with one button', async () => {
  const paused = [
    { thread: 't1', title: 'Fix the leak', since: Date.now() - 5 * 60_000 },
    { thread: 't2', title: '', since: Date.now() },
  ];
  const page = await open({ ...STATES.well(), paused });
  await press(page, 'Resume Fix the leak');
  await asked().toEqual([{ name: 'thread/pause', params: { thread: 't1', on: false } }]);
  await panel.change({ slice: 'paused', value: paused.slice(1) });
  await page.getByText('A thread whose agent is away').waitFor();
  await page.getByText('Fix the leak').waitFor({ state: 'detached' });
  await panel.change({ slice: 'paused', value: [] });
  await page.getByRole('heading', { name: 'Paused: nothing starts there' }).waitFor({ state: 'detached' });
});

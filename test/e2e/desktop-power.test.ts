/**
 * What keeps the computer awake, on the desktop app as it is built: every reason, with every choice of the tray menu, on
 * every power source. The phone is the phone's own client, and what runs is a turn of the demo agent.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Settings } from '../../main/contract/settings.ts';
import { LocalClient } from '../../main/host/local-socket/client.ts';
import type { Desktop } from '../electron-double/fixture.ts';
import { connected, type NodeDevice, pairedDevice } from '../main/host/node-device.ts';
import { PATIENCE } from '../patience.ts';
import { closeWindowsOf, launchHostDesktop } from './desktop-app.ts';

const KEPT_AWAKE = ['prevent-app-suspension'];
const BATTERY = 'Let it sleep on battery';
/** The menu's words, and whether that holds the computer for: a phone, a turn. */
const CHOICES = {
  Off: { settings: { mobile_keep_awake: false }, holds: () => false },
  'While a phone is connected': chosen('connected', ({ phone: there }) => there),
  'While the agent works': chosen('working', ({ turn }) => turn),
  Always: chosen('always', () => true),
};
const SOURCES = ['mains', 'battery'] as const;

interface Reason {
  readonly phone: boolean;
  readonly turn: boolean;
}

function chosen(keep_awake_while: Settings['keep_awake_while'], holds: (reason: Reason) => boolean) {
  return { settings: { mobile_keep_awake: true, keep_awake_while }, holds };
}

let desktop: Desktop;
let host: LocalClient;
let project: string;
let phone: NodeDevice;

beforeAll(async () => {
  project = await mkdtemp(path.join(tmpdir(), 'outpost-project-'));
  desktop = await launchHostDesktop();
  // The commands are served as soon as the tray is there.
  host = await vi.waitFor(() => LocalClient.connect(desktop.dataFolder), PATIENCE);
});
afterAll(async () => {
  phone?.close();
  host?.close();
  await desktop.close();
  await rm(project, { recursive: true, force: true });
});

const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read);
const done = async <T>(
  outcome: Promise<{ ok: true; value: T } | { ok: false; refusal: object }>,
): Promise<T> => {
  const told = await outcome;
  if (!told.ok) throw new Error(JSON.stringify(told.refusal));
  return told.value;
};
const inMenu = async () => (await desktop.tray.items()).find(({ label }) => label === 'Keep awake')!.submenu;
const says = async () => (await inMenu())[0]!.label;

/** The system moves a mark in a menu by itself, so it is the host that is asked. */
async function choose(choice: keyof typeof CHOICES, sleeps: boolean): Promise<void> {
  const settings = async () => (await host.snapshot()).settings;
  await desktop.tray.click(['Keep awake', choice]);
  await eventually(settings).toMatchObject(CHOICES[choice].settings);
  // An entry says what it sets: of a menu that was not drawn anew yet, it sets what holds already, and is clicked once more.
  for (let clicks = 0; (await settings()).sleep_on_battery !== sleeps; clicks++) {
    expect(clicks).toBeLessThan(3);
    await desktop.tray.click(['Keep awake', BATTERY]);
    await vi
      .waitFor(async () => expect(await settings()).toMatchObject({ sleep_on_battery: sleeps }), 5000)
      .catch(() => {});
  }
}

/** Goes through every choice and source. @returns on how many of the 16 ways it was held awake */
async function matrix(reason: Reason): Promise<number> {
  let held = 0;
  for (const choice of Object.keys(CHOICES) as (keyof typeof CHOICES)[]) {
    for (const sleeps of [false, true]) {
      await choose(choice, sleeps);
      for (const source of SOURCES) {
        await desktop.runOn(source);
        const holds = CHOICES[choice].holds(reason) && !(sleeps && source === 'battery');
        const message = `${choice}, ${sleeps ? 'may sleep' : 'stays'} on battery, on ${source}`;
        await expect.poll(() => desktop.blockers(), { message }).toEqual(holds ? KEPT_AWAKE : []);
        const { awake } = await host.snapshot();
        expect(awake).toMatchObject({ held: holds, powerSource: source });
        await eventually(says).toBe(awake.because);
        if (holds) held++;
      }
    }
  }
  await desktop.runOn('mains');
  await choose('While a phone is connected', false);
  return held;
}

test('with nothing to stay awake for', async () => {
  expect(await matrix({ phone: false, turn: false })).toBe(3);
});

test('with a phone', async () => {
  const { link } = await done(host.run('pairing/open', {}));
  phone = await pairedDevice(link);
  await eventually(() => desktop.blockers()).toEqual(KEPT_AWAKE);
  expect(await matrix({ phone: true, turn: false })).toBe(6);
});

test('with a phone, and a turn that waits for an answer', async () => {
  const { id } = await done(host.run('project/add', { path: project }));
  await phone.connection.call('thread/start', {
    requestId: 'request-000000000001',
    project: id,
    agent: 'demo',
    text: 'everything',
  });
  await eventually(async () => (await host.snapshot()).waiting.length).toBeGreaterThan(0);
  expect((await host.snapshot()).working).toMatchObject([{ title: 'everything' }]);
  expect(await matrix({ phone: true, turn: true })).toBe(9);
});

test('with a turn, and no phone', async () => {
  phone.close();
  await eventually(() => desktop.blockers()).toEqual([]);
  expect(await matrix({ phone: false, turn: true })).toBe(6);
});

test('where Outpost is not installed, the set-up offers to keep it awake alone', async () => {
  await choose('Off', false);
  const window = desktop.nextWindow();
  await desktop.tray.click(['Open control panel']);
  const panel = await window;
  const press = (name: string) => panel.getByRole('button', { name, exact: true }).click();
  await press('Set up this computer');
  await press('Open: Start at login, stay awake');
  await panel.getByText('Only an installed Outpost can be started by the system.').waitFor();
  expect(await panel.getByRole('switch', { name: 'Start at login' }).count()).toBe(0);
  await press('Keep it awake');
  await eventually(async () => (await host.snapshot()).settings).toMatchObject({
    mobile_keep_awake: true,
    start_at_login: false,
  });
  await panel.getByRole('button', { name: 'Keep it awake' }).waitFor({ state: 'detached' });
  await closeWindowsOf(desktop);
});

test('a desktop in which nobody takes the request says so, and what helps; where somebody does, it is held', async () => {
  await choose('Off', false);
  desktop.powerManager(false);
  await choose('Always', false);
  await eventually(says).toMatch(/^Nothing in this desktop keeps the computer awake: neither GNOME/);
  expect((await host.snapshot()).awake).toMatchObject({ held: false });
  const window = desktop.nextWindow();
  await desktop.tray.click(['Open control panel']);
  const panel = await window;
  await panel.getByText('Cannot be kept awake').waitFor();
  await panel.getByRole('button', { name: 'What helps', exact: true }).click();
  await panel.getByRole('heading', { name: 'Set-up of test-host', level: 1 }).waitFor();
  await closeWindowsOf(desktop);
  desktop.powerManager(true);
  await choose('Off', false);
  await choose('Always', false);
  await eventually(async () => (await host.snapshot()).awake).toMatchObject({ held: true, problem: null });
});

test('a host that cannot say how it stands is said in the window, and asked again', async () => {
  // Of what the state is read from, this alone is Electron's: here it fails, and comes back.
  await desktop.evaluate(({ powerMonitor }) => {
    const before = powerMonitor.isOnBatteryPower;
    Object.assign(globalThis, { mend: () => Object.assign(powerMonitor, { isOnBatteryPower: before }) });
    powerMonitor.isOnBatteryPower = () => {
      throw new Error('it is not known');
    };
  }, undefined);
  const window = desktop.nextWindow();
  await desktop.tray.click(['Open control panel']);
  const panel = await window;
  await panel.getByRole('alert').getByText('The host does not answer').waitFor();
  await desktop.evaluate(() => (globalThis as unknown as { mend: () => void }).mend(), undefined);
  await panel.getByRole('button', { name: 'Try again', exact: true }).click();
  await panel.getByRole('navigation', { name: 'Views' }).waitFor();
  await panel.getByRole('heading', { level: 1 }).waitFor();
  await closeWindowsOf(desktop);
});

test('a cable that was pulled while it slept is noticed when it wakes', async () => {
  const { hostId } = (await phone.store.list())[0]!;
  phone = await connected(phone.store, hostId);
  await choose('While a phone is connected', true);
  await eventually(() => desktop.blockers()).toEqual(KEPT_AWAKE);
  await desktop.evaluate(({ powerMonitor }) => {
    powerMonitor.isOnBatteryPower = () => true;
    setImmediate(() => powerMonitor.emit('resume'));
  }, undefined);
  await eventually(() => desktop.blockers()).toEqual([]);
  await eventually(says).toBe('It runs on battery, so it may sleep.');
});

/**
 * The tray of the built app, entry by entry, against the real host and a phone's own client: what it says, what each entry
 * does, what is asked before anything ends, and how the app is reached where there is no tray.
 */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { LocalClient } from '../../main/host/local-socket/client.ts';
import { cardDigestText } from '../../protocol/decision.ts';
import { type Desktop, launchDesktop, runToExit } from '../electron-double/fixture.ts';
import type { TrayItem } from '../electron-double/src/tray-item.ts';
import {
  started as begun,
  connected,
  copyOf,
  type NodeDevice,
  pairedDevice,
  until,
} from '../main/host/node-device.ts';
import { PATIENCE } from '../patience.ts';
import { closeWindowsOf, HOST_FLAGS, keepAwakeChosen, launchHostDesktop } from './desktop-app.ts';

let desktop: Desktop;
/** The host's contract, as `outpost` in a terminal speaks it. */
let terminal: LocalClient;
const devices: NodeDevice[] = [];
let project: string;

const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read);

async function started(app: Promise<Desktop>): Promise<void> {
  desktop = await app;
  terminal = await vi.waitFor(() => LocalClient.connect(desktop.dataFolder), PATIENCE);
}
async function ended(): Promise<void> {
  for (const device of devices.splice(0)) device.close();
  terminal.close();
  await desktop.close();
}

/** Whatever the app asks is written down, and answered by this button from now on. */
const answerWith = (button: string): Promise<void> =>
  desktop.evaluate(({ dialog }, wanted) => {
    const scope = globalThis as unknown as { asked: { message: string; detail: string }[] };
    scope.asked ??= [];
    dialog.showMessageBox = async (...args: unknown[]) => {
      const { message, detail, buttons } = args.at(-1) as {
        message: string;
        detail: string;
        buttons: string[];
      };
      scope.asked.push({ message, detail });
      return { response: buttons.indexOf(wanted), checkboxChecked: false };
    };
  }, button);
const asked = (): Promise<{ message: string; detail: string }[]> =>
  desktop.evaluate(() => (globalThis as unknown as { asked?: [] }).asked ?? [], undefined);

async function paired(name: string): Promise<NodeDevice> {
  const link = await terminal.run('pairing/open', {});
  if (!link.ok) throw new Error(link.refusal.message);
  const device = await pairedDevice(link.value.link, name);
  devices.push(device);
  return device;
}
async function openProject(): Promise<string> {
  const outcome = await terminal.run('project/add', { path: project });
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return outcome.value.id;
}
/** The demo's tour: it works for a while, and then asks. */
async function startWork(device: NodeDevice, text: string): Promise<void> {
  await device.connection.call('home/open', {});
  await device.connection.call('thread/start', {
    ...{ requestId: randomUUID(), agent: 'demo', text },
    project: await openProject(),
  });
}
/** Ends the turn by an answer that is given elsewhere. */
async function stopWork(): Promise<void> {
  for (const { id } of (await terminal.snapshot()).waiting) {
    const card = await terminal.run('approval/read', { id });
    if (!card.ok) throw new Error(card.refusal.message);
    const cardDigest = cardDigestText(card.value.card);
    await terminal.run('approval/decide', { id, decision: 'stop', scope: 'once', note: '', cardDigest });
  }
}

const entry = async (...labels: string[]): Promise<TrayItem | undefined> => {
  let level: readonly TrayItem[] = await desktop.tray.items();
  let found: TrayItem | undefined;
  for (const label of labels) {
    found = level.find((item) => item.label === label);
    level = found?.submenu ?? [];
  }
  return found;
};
const under = async (...labels: string[]): Promise<string[]> =>
  (await entry(...labels))?.submenu.map(({ label }) => label) ?? [];

async function opened(act: () => Promise<unknown>): Promise<Page> {
  const window = desktop.nextWindow();
  await act();
  return window;
}
const closeWindows = (): Promise<void> => closeWindowsOf(desktop);
const heading = (page: Page, name: string): Promise<void> =>
  page.getByRole('heading', { name, level: 1 }).waitFor();

beforeAll(() => {
  project = fs.mkdtempSync(path.join(os.tmpdir(), 'tray-project-'));
});
afterAll(() => fs.rmSync(project, { recursive: true, force: true }));

describe('each entry', () => {
  beforeAll(() => started(launchHostDesktop()));
  afterAll(ended);

  test('Keep awake: each choice is the setting that a terminal reads, and the other way round', async () => {
    const settings = async () => {
      const { mobile_keep_awake, keep_awake_while } = (await terminal.snapshot()).settings;
      return mobile_keep_awake ? keep_awake_while : 'off';
    };
    for (const [label, value] of [
      ['Always', 'always'],
      ['While the agent works', 'working'],
      ['Off', 'off'],
      ['While a phone is connected', 'connected'],
    ] as const) {
      await desktop.tray.click(['Keep awake', label]);
      await eventually(settings).toBe(value);
      await eventually(() => keepAwakeChosen(desktop)).toBe(label);
    }
    await terminal.run('settings/set', { key: 'keep_awake_while', value: 'always' });
    await eventually(() => keepAwakeChosen(desktop)).toBe('Always');
    await eventually(() => desktop.blockers()).toHaveLength(1);
    await terminal.run('settings/set', { key: 'keep_awake_while', value: 'connected' });
    await eventually(() => desktop.blockers()).toEqual([]);
  });

  test('Keep awake: the first line is the host’s own', async () => {
    const { awake } = await terminal.snapshot();
    const [line] = await under('Keep awake');
    expect(awake.because.startsWith(line!.replace(/…$/, ''))).toBe(true);
    expect((await entry('Keep awake', line!))?.enabled).toBe(false);
  });

  test('Let it sleep on battery', async () => {
    const label = 'Let it sleep on battery';
    const setting = async () => (await terminal.snapshot()).settings.sleep_on_battery;
    for (const on of [true, false]) {
      await desktop.tray.click(['Keep awake', label]);
      await eventually(setting).toBe(on);
      await eventually(async () => (await entry('Keep awake', label))?.checked).toBe(on);
    }
  });

  test('Run on: this computer, chosen; SSH hosts have a view, where they are found', async () => {
    expect((await under('Run on'))[0]).toBe('This computer');
    expect((await entry('Run on', 'This computer'))?.checked).toBe(true);
  });

  test('Pair a phone, Open control panel', async () => {
    await heading(await opened(() => desktop.tray.click(['Pair a phone…'])), 'Pair a phone');
    await closeWindows();
    await opened(() => desktop.tray.click(['Open control panel']));
    await closeWindows();
  });

  test('Phones: state and last seen; Revoke cuts it off at the yes', async () => {
    const ada = await paired('Ada');
    const bob = await paired('Bob');
    await eventually(async () => (await under('Phones')).sort()).toEqual(['Ada', 'Bob']);
    bob.close();
    await eventually(async () => (await under('Phones', 'Bob'))[0]).toMatch(/^Last seen .*20\d\d/);
    await eventually(() => under('Phones', 'Ada')).toEqual(['Connected', 'Revoke…']);
    await eventually(() => desktop.tray.toolTip()).toBe('Outpost: Ada is connected');

    await answerWith('Cancel');
    await desktop.tray.click(['Phones', 'Ada', 'Revoke…']);
    await eventually(async () => (await asked()).at(-1)?.message).toBe('Revoke Ada?');
    expect(ada.connection.state().kind).toBe('connected');
    await answerWith('Revoke');
    await desktop.tray.click(['Phones', 'Ada', 'Revoke…']);
    await eventually(() => ada.connection.state()).toMatchObject({ kind: 'refused', reason: 'revoked' });
    await eventually(() => under('Phones')).toEqual(['Bob']);
    await desktop.tray.click(['Phones', 'Bob', 'Revoke…']);
    await eventually(() => under('Phones')).toEqual(['None yet']);
  });

  test('Phones: of seven the rest stands behind More, where each is revoked alike', async () => {
    const names = Array.from({ length: 7 }, (_, n) => `Phone ${n + 1}`);
    for (const name of names) await paired(name);
    await eventually(() => under('Phones')).toEqual([...names.slice(0, 5), 'More']);
    expect(await under('Phones', 'More')).toEqual(names.slice(5));
    await answerWith('Revoke');
    await desktop.tray.click(['Phones', 'More', 'Phone 7', 'Revoke…']);
    await eventually(() => devices.at(-1)?.connection.state()).toMatchObject({ reason: 'revoked' });
    // The one that is left takes no more room than the submenu did.
    await eventually(() => under('Phones')).toEqual(names.slice(0, 6));
    await terminal.run('device/revoke-all', {});
    await eventually(() => under('Phones')).toEqual(['None yet']);
  });

  test('Phones: a copied one is held back; Decide leads to where it is let back in', async () => {
    const ada = await paired('Ada');
    ada.close();
    const hostId = ada.connection.facts.id;
    const copy = await copyOf(ada.store);
    for (const store of [copy, ada.store, copy]) (await connected(store, hostId)).close();
    // A minute is not waited for: from here on the host's clock is ahead.
    await desktop.evaluate(() => {
      const now = Date.now;
      Object.assign(globalThis, { putClockBack: () => Object.assign(Date, { now }) });
      Date.now = () => now() + 61_000;
    }, undefined);
    const original = await begun(ada.store, hostId);
    devices.push(original);
    await until(original, ({ kind }) => kind === 'refused');
    await eventually(() => under('Phones', 'Ada')).toEqual([
      'Held back until you decide',
      'Decide…',
      'Revoke…',
    ]);

    const page = await opened(() => desktop.tray.click(['Phones', 'Ada', 'Decide…']));
    await heading(page, 'Phones');
    await page.getByRole('button', { name: 'Let it back in (Ada)' }).waitFor();
    await page.getByRole('navigation').getByRole('button', { name: 'Home' }).click();
    await page.getByText('A copy of its keys was seen.').waitFor();
    await page.getByRole('button', { name: 'Decide' }).click();
    await page.getByRole('button', { name: 'Let it back in (Ada)' }).click();
    await eventually(async () => (await terminal.snapshot()).devices[0]?.suspended).toBe(false);
    await page.getByRole('button', { name: 'Let it back in (Ada)' }).waitFor({ state: 'detached' });
    // Whoever holds the newest keys: the owner was told to let in only what they brought back themselves.
    devices.push(await connected(copy, hostId));
    await eventually(() => under('Phones', 'Ada')).toEqual(['Connected', 'Revoke…']);
    await closeWindows();
    await desktop.evaluate(
      () => (globalThis as unknown as { putClockBack: () => void }).putClockBack(),
      undefined,
    );
    await terminal.run('device/revoke-all', {});
    await eventually(() => under('Phones')).toEqual(['None yet']);
  });

  // Here, where it is the first: between two of one app there are ten seconds.
  test('a notification goes when it is answered elsewhere', async () => {
    const { settings } = await terminal.snapshot();
    expect(settings.notifications).toBe(true);
    const carol = await paired('Carol');
    await startWork(carol, 'Fix the zone');
    carol.close();
    await eventually(() => desktop.notificationsUp()).toBe(1);
    await stopWork();
    await eventually(() => desktop.notificationsUp()).toBe(0);
  });
});

describe('while an agent works and asks', () => {
  beforeAll(() => started(launchHostDesktop()));
  afterAll(ended);
  let ada: NodeDevice;

  test('the status says on what; quitting asks first, and by default nothing ends', async () => {
    ada = await paired('Ada');
    await startWork(ada, 'Fix the date');
    await eventually(() => desktop.tray.toolTip()).toBe('Outpost: The agent works on “Fix the date”');
    await answerWith('Keep running');
    await desktop.tray.click(['Quit']);
    await eventually(asked).toHaveLength(1);
    const [{ message, detail }] = (await asked()) as [{ message: string; detail: string }];
    expect(message).toBe('Quit while the agent works in 1 thread?');
    expect(detail).toContain('• Fix the date');
    expect(detail).toContain('The demo stops.');
    expect(ada.connection.state().kind).toBe('connected');
  });

  test('what waits stands in the menu, and opens the panel', async () => {
    await eventually(() => under('Waiting for you (1)')).toEqual(['Change: src/calendar.ts and 1 more']);
    expect(await desktop.tray.toolTip()).toBe('Outpost: 1 question waits for you');
    await heading(
      await opened(() => desktop.tray.click(['Waiting for you (1)', 'Change: src/calendar.ts and 1 more'])),
      'Waiting',
    );
    await closeWindows();
  });

  test('of six questions the last is a number, which opens the panel too', async () => {
    for (let n = 2; n <= 6; n++) await startWork(ada, `Fix the date ${n}`);
    await eventually(() => under('Waiting for you (6)')).toHaveLength(6);
    expect((await under('Waiting for you (6)')).at(-1)).toBe('1 more…');
    const page = await opened(() => desktop.tray.click(['Waiting for you (6)', '1 more…']));
    await heading(page, 'Waiting');
    expect(await page.getByRole('button', { name: /src\/calendar\.ts/ }).count()).toBe(6);
    await closeWindows();
  });

  test('the desk is told when no phone is there, without a word of what it is; a click opens the panel', async () => {
    expect(await desktop.notificationsUp()).toBe(0);
    ada.close();
    // It was in front of the person a moment ago: what they saw there is not told again.
    await stopWork();
    await eventually(() => desktop.tray.toolTip()).toBe('Outpost: No phone is connected');
    const bob = await paired('Bob');
    await startWork(bob, 'Fix the time');
    bob.close();
    await eventually(() => desktop.notificationsUp()).toBe(1);
    expect(await desktop.notifications()).toEqual([
      { title: 'The agent waits for you', body: 'See in Outpost what it asks.' },
    ]);
    await heading(await opened(() => desktop.answerNotification('click')), 'Waiting');
    await eventually(() => desktop.notificationsUp()).toBe(0);
    await closeWindows();
    await stopWork();
  });

  test('with the setting off nothing is told; quitting with a yes ends with code 0', async () => {
    const before = (await desktop.notifications()).length;
    await terminal.run('settings/set', { key: 'notifications', value: false });
    const dora = await paired('Dora');
    await startWork(dora, 'Fix the test');
    dora.close();
    await eventually(() => under('Waiting for you (1)')).toHaveLength(1);
    expect(await desktop.notifications()).toHaveLength(before);
    await answerWith('Quit');
    await desktop.tray.click(['Quit']).catch(() => {});
    expect(await desktop.exited).toBe(0);
  });
});

describe('links', () => {
  beforeAll(() => started(launchHostDesktop()));
  afterAll(ended);
  afterEach(closeWindows);
  const startBy = (...links: string[]) =>
    runToExit({ dataFolder: desktop.dataFolder, args: [...HOST_FLAGS, ...links] });
  const openUrl = (url: string): Promise<boolean> =>
    desktop.evaluate(({ app }, link) => {
      const event = { prevented: false, preventDefault: () => Object.assign(event, { prevented: true }) };
      app.emit('open-url', event, link);
      return event.prevented;
    }, url);

  test('a second start by a link opens its view', async () => {
    const page = await opened(() => startBy('outpost://open/phones'));
    await heading(page, 'Phones');
    // The window that is open goes to the view of the next one.
    expect(await startBy('outpost://open/projects')).toBe(0);
    await heading(page, 'Projects');
  });

  test('macOS tells the same by an event', async () => {
    const page = await opened(() => openUrl('outpost://open/phones'));
    await heading(page, 'Phones');
  });

  test('any other link opens nothing and changes nothing', async () => {
    const before = await terminal.snapshot();
    for (const link of ['outpost://open/pair?now', 'outpost://revoke/ada', 'outpost:host/stop']) {
      expect(await startBy(link)).toBe(0);
      expect(await openUrl(link)).toBe(true);
    }
    expect(desktop.windows()).toEqual([]);
    expect(await terminal.snapshot()).toEqual(before);
  });
});

test('the first start by a link opens its view, and what stands behind it sets no flag', async () => {
  const link = 'outpost://open/projects';
  await started(launchDesktop({ args: [...HOST_FLAGS, link, '--name', 'set-by-a-page'] }));
  await heading(await desktop.firstWindow(), 'Projects');
  expect((await terminal.snapshot()).host.name).toBe('test-host');
  await ended();
});

describe('on a desktop without a place for tray icons', () => {
  beforeAll(() => started(launchDesktop({ args: HOST_FLAGS, trayPlace: false })));
  afterAll(ended);
  const pressEscape = (page: Page): Promise<void> => page.keyboard.press('Escape').catch(() => {});

  test('the panel opens at the start, and closing it asks', async () => {
    const page = await desktop.firstWindow();
    // The names of the views are there before anything hears a key.
    await page.getByRole('heading', { level: 1 }).waitFor();
    await answerWith('Cancel');
    await pressEscape(page);
    await eventually(async () => (await asked()).at(-1)?.message).toBe(
      'Keep Outpost running without a window?',
    );
    expect(desktop.windows()).toHaveLength(1);
  });

  test('it goes on without a window, and another start brings it back', async () => {
    await answerWith('Keep running');
    await pressEscape(desktop.windows()[0]!);
    await eventually(() => desktop.windows().length).toBe(0);
    const phone = await paired('Ada');
    await until(phone, ({ kind }) => kind === 'connected');
    const page = await opened(() => runToExit({ dataFolder: desktop.dataFolder, args: HOST_FLAGS }));
    await page.getByRole('heading', { level: 1 }).waitFor();
  });

  test('or it ends', async () => {
    await answerWith('Quit');
    await pressEscape(desktop.windows()[0]!);
    expect(await desktop.exited).toBe(0);
  });
});

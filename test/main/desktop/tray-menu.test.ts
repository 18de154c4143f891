import { describe, expect, test } from 'vitest';
import { INITIAL_SETTINGS, type Settings } from '../../../main/contract/settings.ts';
import type { DeviceView, HostState, Waiting } from '../../../main/contract/state.ts';
import { type TrayEntry, trayMenu } from '../../../main/desktop/tray-menu.ts';
import { STATES } from '../../e2e/control-panel/states.ts';

const NOW = Date.now();
const menu = (state: HostState): readonly TrayEntry[] => trayMenu({ state, now: Date.now() });

const labels = (entries: readonly TrayEntry[]): string[] =>
  entries.map((entry) => (entry.kind === 'line' ? '—' : entry.label));

/** The entries behind these labels. */
function under(entries: readonly TrayEntry[], ...path: string[]): readonly TrayEntry[] {
  return path.reduce<readonly TrayEntry[]>((level, label) => {
    const found = level.find((entry) => entry.kind === 'menu' && entry.label === label);
    if (found?.kind !== 'menu') throw new Error(`no ${label} in ${labels(level).join(', ')}`);
    return found.entries;
  }, entries);
}

/** Every list of entries in a menu, the menu itself first. */
const levels = (entries: readonly TrayEntry[]): (readonly TrayEntry[])[] => [
  entries,
  ...entries.flatMap((entry) => (entry.kind === 'menu' ? levels(entry.entries) : [])),
];

const withDevices = (devices: DeviceView[]): HostState => ({ ...STATES.well(), devices });
const manyPhones = (n: number): HostState => {
  const [device] = STATES.well().devices;
  return withDevices(
    Array.from({ length: n }, (_, i) => ({
      ...device!,
      id: `p${i}`,
      name: `Phone ${i}`,
      connected: false,
      lastSeenAt: NOW - i * 60_000,
    })),
  );
};
const withWaiting = (...titles: string[]): HostState => ({
  ...STATES.well(),
  waiting: titles.map(
    (title, i): Waiting => ({ id: `a${i}`, thread: 't1', kind: 'command', title, at: NOW, desk: false }),
  ),
});
const withSettings = (settings: Partial<Settings>): HostState => ({
  ...STATES.well(),
  settings: { ...INITIAL_SETTINGS, ...settings },
});

describe('the menu', () => {
  test('has the same entries in every state, and one more while something waits', () => {
    for (const state of Object.values(STATES)) {
      expect(labels(menu(state())).slice(1)).toEqual([
        '—',
        ...(state().waiting.length > 0 ? [`Waiting for you (${state().waiting.length})`] : []),
        'Pair a phone…',
        'Phones',
        'Keep awake',
        'Run on',
        '—',
        'Open control panel',
        'Quit',
      ]);
    }
  });

  test('each entry has a letter of its label, and no two of a list have the same', () => {
    for (const state of [...Object.values(STATES), () => manyPhones(12), () => withWaiting(...'abcdefgh')]) {
      for (const level of levels(menu(state()))) {
        const keys = level.flatMap((entry) => ('key' in entry && entry.key ? [entry] : []));
        for (const { label, key } of keys) expect(label).toContain(key);
        const letters = keys.map(({ key }) => key?.toLowerCase());
        expect(letters).toEqual([...new Set(letters)]);
      }
    }
    // Those that are ours have one; a name has its first letter, by the system.
    expect(
      menu(STATES.waiting()).every((entry) => 'key' in entry || ['line', 'text'].includes(entry.kind)),
    ).toBe(true);
  });

  test('fits a small screen, however much there is', () => {
    const state = { ...manyPhones(200), waiting: withWaiting(...'x'.repeat(64)).waiting };
    const [top, ...submenus] = levels(menu(state));
    expect(top!.length).toBeLessThanOrEqual(10);
    for (const submenu of submenus.filter((entries) => entries !== under(menu(state), 'Phones', 'More'))) {
      if (submenu.length > 10) expect(labels(submenu)).toEqual(labels(under(menu(state), 'Phones', 'More')));
    }
  });

  test('a version that is ready is offered above the end, its number on one line', () => {
    const entries = menu({ ...STATES.well(), update: { state: 'ready', version: '0.2.0\n' } });
    expect(entries.at(-2)).toMatchObject({ label: 'Restart to update to 0.2.0', does: { act: 'update' } });
  });

  test('runs on this computer, and says so', () => {
    expect(under(menu(STATES.well()), 'Run on')).toMatchObject([
      { kind: 'check', label: 'This computer', checked: true },
      { kind: 'text' },
      { kind: 'line' },
      { label: 'SSH hosts…' },
    ]);
  });
});

describe('what waits', () => {
  test('is named by what it is, and each opens where it is answered', () => {
    const entries = under(menu(withWaiting('npm install', 'rm -rf /')), 'Waiting for you (2)');
    expect(labels(entries)).toEqual(['Run: npm install', 'Run: rm -rf /']);
    for (const entry of entries) expect(entry).toMatchObject({ does: { act: 'open' } });
  });

  test('a question stands for itself, a kind that is not known too', () => {
    for (const kind of ['question', 'form', 'toString', 'something new']) {
      const state = withWaiting('Which port?');
      const entries = under(
        menu({ ...state, waiting: [{ ...state.waiting[0]!, kind }] }),
        'Waiting for you (1)',
      );
      expect(labels(entries)).toEqual(['Which port?']);
    }
  });

  test('more than five are a number', () => {
    const entries = under(menu(withWaiting(...'abcdefgh')), 'Waiting for you (8)');
    expect(labels(entries).slice(4)).toEqual(['Run: e', '3 more…']);
  });

  test('what an agent wrote stays one line', () => {
    const entries = under(menu(withWaiting(`echo \u202e\n${'x'.repeat(5000)}`)), 'Waiting for you (1)');
    expect(labels(entries)[0]).toMatch(/^Run: echo x+…$/);
    expect(labels(entries)[0]!.length).toBeLessThanOrEqual(72);
  });
});

describe('phones', () => {
  test('each can be revoked by its id, whatever it is called', () => {
    const entries = under(menu(STATES.well()), 'Phones');
    expect(entries).toMatchObject([
      {
        label: 'Ada’s iPhone',
        entries: [{ label: 'Connected' }, { label: 'Revoke…', does: { act: 'revoke', id: 'ada' } }],
      },
      { entries: [{ label: 'Last seen 25 minutes ago' }, { does: { id: 'pixel' } }] },
    ]);
    expect(labels(under(menu(STATES.fresh()), 'Phones'))).toEqual(['None yet']);
  });

  test('a menu that the system keeps says a time that stays true', () => {
    const [line] = under(trayMenu({ state: STATES.well(), now: null }), 'Phones', 'Kitchen tablet');
    expect(line).toMatchObject({ label: expect.stringMatching(/^Last seen .*20\d\d/) });
    expect(JSON.stringify(line)).not.toContain('ago');
  });

  test('one that is held back can be decided on, one that never came says so', () => {
    const state = STATES.heldBack();
    const [held, never] = ['Ada’s iPhone', 'An old phone with a name that is far to…'].map((name) =>
      under(menu(state), 'Phones', name),
    );
    expect(labels(held!)).toEqual(['Held back until you decide', 'Decide…', 'Revoke…']);
    expect(held![1]).toMatchObject({ does: { act: 'open', view: 'phones' } });
    expect(labels(never!)).toEqual(['Not seen yet', 'Revoke…']);
  });

  test('those that are here come first, then the one seen last', () => {
    const [device] = STATES.well().devices;
    const phone = (name: string, connected: boolean, lastSeenAt: number | null): DeviceView => ({
      ...device!,
      ...{ id: name, name, connected, lastSeenAt },
    });
    const state = withDevices([
      phone('never', false, null),
      phone('old', false, 1),
      phone('new', false, 2),
      phone('here', true, 0),
    ]);
    expect(labels(under(menu(state), 'Phones'))).toEqual(['here', 'new', 'old', 'never']);
  });

  test('three, five and six stand in the list, of seven the rest stands behind “More”', () => {
    for (const n of [3, 5, 6]) expect(under(menu(manyPhones(n)), 'Phones')).toHaveLength(n);
    const seven = menu(manyPhones(7));
    expect(labels(under(seven, 'Phones')).at(-1)).toBe('More');
    expect(labels(under(seven, 'Phones', 'More'))).toEqual(['Phone 5', 'Phone 6']);
    expect(labels(under(seven, 'Phones', 'More', 'Phone 6'))).toContain('Revoke…');
  });

  test('a name from a phone stays one short line of visible characters', () => {
    const [device] = STATES.well().devices;
    const named = (name: string) => under(menu(withDevices([{ ...device!, name }])), 'Phones')[0];
    expect(named('two\nlines\u202e and\u0000 more')).toMatchObject({
      label: 'two lines and more',
      entries: [{}, { does: { name: 'two lines and more' } }],
    });
  });
});

describe('keep awake', () => {
  const chosen = (state: HostState) =>
    under(menu(state), 'Keep awake').filter((entry) => entry.kind === 'radio' && entry.checked);

  test.each([
    [{}, 'While a phone is connected'],
    [{ keep_awake_while: 'working' }, 'While the agent works'],
    [{ keep_awake_while: 'always' }, 'Always'],
    [{ mobile_keep_awake: false, keep_awake_while: 'always' }, 'Off'],
  ] as const)('%j is “%s”, and nothing else', (settings, label) => {
    expect(labels(chosen(withSettings(settings)))).toEqual([label]);
  });

  test('says first what holds it awake now', () => {
    const entries = under(menu(STATES.well()), 'Keep awake');
    expect(entries[0]).toEqual({ kind: 'text', label: 'A phone is connected.' });
    expect(under(menu(STATES.fresh()), 'Keep awake')[0]).toEqual({
      kind: 'text',
      label: 'No phone is connected, so it may sleep.',
    });
  });

  test('the check is the setting; clicking it asks for the other', () => {
    for (const on of [true, false]) {
      const entries = under(menu(withSettings({ sleep_on_battery: on })), 'Keep awake');
      expect(entries.at(-1)).toMatchObject({
        kind: 'check',
        label: 'Let it sleep on battery',
        checked: on,
        does: { act: 'sleepOnBattery', on: !on },
      });
    }
  });
});

import { describe, expect, test } from 'vitest';
import type { HostState } from '../../../main/contract/state.ts';
import { type TrayEntry, trayMenu, trayStatus } from '../../../main/desktop/tray-menu.ts';
import { STATES } from '../../e2e/control-panel/states.ts';

const labels = (entries: readonly TrayEntry[]): string[] =>
  entries.map((entry) => (entry.kind === 'line' ? '—' : entry.label));

function phonesOf(state: HostState): readonly TrayEntry[] {
  const menu = trayMenu(state).find((entry) => entry.kind === 'menu' && entry.label === 'Phones');
  return menu?.kind === 'menu' ? menu.entries : [];
}

describe('the status line', () => {
  test.each([
    ['fresh', 'none', 'No phone is paired yet'],
    ['well', 'connected', 'Ada’s iPhone is connected'],
    ['waiting', 'waiting', '1 question waits for you'],
    ['troubled', 'trouble', 'The relay cannot be reached'],
    ['heldBack', 'trouble', 'A phone is held back until you decide'],
  ] as const)('%s: %s, “%s”', (name, mark, text) => {
    expect(trayStatus(STATES[name]())).toEqual({ mark, text });
  });

  test('a question comes before trouble, trouble before who is connected', () => {
    const troubled = { ...STATES.troubled(), devices: STATES.well().devices };
    expect(trayStatus(troubled).mark).toBe('trouble');
    expect(trayStatus({ ...troubled, waiting: STATES.waiting().waiting }).mark).toBe('waiting');
  });
});

describe('the menu', () => {
  test('has the same entries in every state', () => {
    for (const state of Object.values(STATES)) {
      expect(labels(trayMenu(state())).slice(1)).toEqual([
        '—',
        'Pair a phone…',
        'Phones',
        'Keep awake while a phone is connected',
        '—',
        'Open Outpost',
        'Quit',
      ]);
    }
  });

  test('the check is the setting, not whether a phone is there', () => {
    const check = (state: HostState) => trayMenu(state).find((entry) => entry.kind === 'check');
    expect(check(STATES.fresh())).toMatchObject({
      checked: true,
      does: { act: 'keepAwake', on: false },
    });
    expect(check(STATES.troubled())).toMatchObject({
      checked: false,
      does: { act: 'keepAwake', on: true },
    });
  });

  test('each phone can be revoked by its id, whatever it is called', () => {
    const [ada, tablet] = phonesOf(STATES.well());
    expect(ada).toMatchObject({
      label: 'Ada’s iPhone',
      entries: [{ label: 'Connected' }, { does: { act: 'revoke', id: 'ada' } }],
    });
    expect(tablet).toMatchObject({ entries: [{ label: 'Not connected' }, { does: { id: 'pixel' } }] });
    expect(labels(phonesOf(STATES.fresh()))).toEqual(['None yet']);
  });

  test('a name from a phone stays one short line of visible characters', () => {
    const [device] = STATES.well().devices;
    const named = (name: string) =>
      labels(phonesOf({ ...STATES.well(), devices: [{ ...device!, name }] }))[0];
    expect(named('two\nlines\u202e and\u0000 more')).toBe('two lines and more');
    expect(named('x'.repeat(100))).toHaveLength(40);
  });
});

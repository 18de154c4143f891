import { describe, expect, test } from 'vitest';
import { ENVIRONMENT_STATES } from '../../../main/contract/environments.ts';
import { runOn } from '../../../main/desktop/tray-environments.ts';
import type { TrayEntry } from '../../../main/desktop/tray-menu.ts';
import { environment, HOST_STATES, sshHost, withHosts } from '../../e2e/control-panel/environment-states.ts';

const labels = (entries: readonly TrayEntry[]): string[] =>
  entries.map((entry) => (entry.kind === 'line' ? '—' : entry.label));
const SHOWS = { act: 'open', view: 'environments' };
/** The one entry about `devbox`, in this state. */
const devbox = (state: (typeof ENVIRONMENT_STATES)[number]): TrayEntry =>
  runOn(withHosts([environment('devbox', { state })], [sshHost('devbox')]))[1]!;

test('this computer is always one of them', () => {
  for (const state of Object.values(HOST_STATES))
    expect(runOn(state())[0]).toEqual({ kind: 'check', label: 'This computer', key: 'T', checked: true });
});

test('without a host it says so, and leads to where hosts are listed', () => {
  const entries = runOn(HOST_STATES.none());
  expect(labels(entries)).toEqual(['This computer', 'No SSH host was found', '—', 'SSH hosts…']);
  expect(entries.at(-1)).toMatchObject({ does: SHOWS });
});

test('switched off it says so, and opens the settings', () => {
  const entries = runOn({
    ...HOST_STATES.several(),
    ssh: { ...HOST_STATES.several().ssh, enabled: false },
  });
  expect(labels(entries)).toEqual(['This computer', '—', 'SSH hosts are switched off…']);
  expect(entries.at(-1)).toMatchObject({ does: { act: 'open', view: 'settings' } });
});

describe('one host', () => {
  test('that is off is connected by choosing it', () => {
    for (const state of [
      HOST_STATES.unused(),
      withHosts([environment('devbox', { state: 'off' })], [sshHost('devbox')]),
    ])
      expect(runOn(state)[1]).toEqual({
        kind: 'check',
        label: 'devbox',
        checked: false,
        does: { act: 'connect', alias: 'devbox' },
      });
  });

  test('that is up is checked, and disconnected by choosing it; the menu says that its turn goes on', () => {
    expect(devbox('up')).toMatchObject({
      kind: 'check',
      checked: true,
      does: { act: 'disconnect', environment: 'ssh:devbox' },
    });
    expect(labels(runOn(withHosts([environment('devbox')], [sshHost('devbox')])))).toEqual([
      'This computer',
      'devbox',
      '—',
      'Without its check a host goes on with its turn',
      'SSH hosts…',
    ]);
  });

  test('that needs its owner says so, and leads to where it is answered', () => {
    expect(devbox('asking')).toMatchObject({ label: 'devbox asks something…', does: SHOWS });
    expect(devbox('attention')).toMatchObject({ label: 'devbox wants your attention…', does: SHOWS });
  });

  test('that was lost is tried now by choosing it; one that is being connected is looked at', () => {
    expect(devbox('retrying')).toMatchObject({ checked: false, does: { act: 'connect', alias: 'devbox' } });
    expect(devbox('connecting')).toMatchObject({ checked: false, does: SHOWS });
  });

  test('is checked in no state but up', () => {
    const checked = ENVIRONMENT_STATES.filter((state) => {
      const entry = devbox(state);
      return 'checked' in entry && entry.checked;
    });
    expect(checked).toEqual(['up']);
  });

  test('whose name tries to be more than a name stays one', () => {
    const [, entry] = runOn(withHosts([], [sshHost(`x\n\u202e${'y'.repeat(500)}`)]));
    expect(labels([entry!])[0]).toMatch(/^x y+…$/);
  });
});

describe('many', () => {
  const many = (n: number) => Array.from({ length: n }, (_, i) => sshHost(`box-${i}`));

  test('five stand there, and the menu leads to the others', () => {
    const entries = runOn(withHosts([], many(1000)));
    expect(labels(entries)).toEqual([
      'This computer',
      ...['box-0', 'box-1', 'box-2', 'box-3', 'box-4'],
      'More…',
      '—',
      'SSH hosts…',
    ]);
    expect(labels(runOn(withHosts([], many(5))))).not.toContain('More…');
    expect(labels(runOn(withHosts([], many(6))))).toContain('More…');
  });

  test('whoever needs somebody comes first, then what is connected; nothing stands there twice', () => {
    const hosts = many(20);
    const environments = [
      environment('box-9'),
      environment('box-8', { state: 'off' }),
      environment('box-19', { state: 'asking' }),
    ];
    expect(labels(runOn(withHosts(environments, hosts))).slice(1, 6)).toEqual([
      'box-19 asks something…',
      'box-9',
      ...['box-0', 'box-1', 'box-2'],
    ]);
  });

  test('a host that cannot be connected is not offered', () => {
    const hosts = [sshHost('-o', { unusable: 'It begins with a dash.' }), sshHost('devbox')];
    expect(labels(runOn(withHosts([], hosts)))).not.toContain('-o');
  });
});

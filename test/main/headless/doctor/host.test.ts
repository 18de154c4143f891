import { expect, test } from 'vitest';
import type { HostState, ReachView } from '../../../../main/contract/state.ts';
import { lookAtComputer } from '../../../../main/headless/doctor/computer.ts';
import { lookAtHost } from '../../../../main/headless/doctor/host.ts';
import { idleState } from '../../host/local-socket/host-double.ts';
import { deviceView } from '../device-view.ts';

const NOW = 1_800_000_000_000;
const well: HostState = {
  ...idleState(),
  host: { id: 'h', name: 'studio', version: '0.1.0', folder: '/d', startedAt: 0 },
  relay: { state: 'up', title: 'Phones can reach it', detail: '', since: 0, routes: ['wss://relay.example'] },
  agents: [
    { id: 'codex', environment: 'local', name: 'Codex', state: 'ready', detail: '', since: 1, demo: false },
  ],
  devices: [deviceView({ name: 'Ada', connected: true, lastSeenAt: NOW })],
  projects: [{ id: 'p', name: 'p', path: '/p', environment: 'local' }],
};
const tailscale: ReachView = {
  ...{ way: 'tailscale', state: 'up', title: 'Tailscale', detail: '', remedy: null },
  ...{ url: 'https://studio.tail1234.ts.net', since: 0 },
};
const worst = (state: HostState) =>
  lookAtHost(state, NOW)
    .filter(({ state }) => state !== 'good')
    .map(({ state, text }) => `${state}: ${text}`);

test('a host that is well has nothing to look at', () => {
  expect(worst(well)).toEqual([]);
  expect(worst({ ...well, reach: [tailscale, { ...tailscale, way: 'tunnel', state: 'off' }] })).toEqual([]);
});

test.each<[string, Partial<HostState>, RegExp]>([
  [
    'an agent that is missing',
    { agents: [{ ...well.agents[0]!, state: 'missing', detail: 'Install it.' }] },
    /^bad: Codex: Install it/,
  ],
  [
    'a relay that is down',
    { relay: { ...well.relay, state: 'down', title: 'Out of reach', detail: 'Check it.' } },
    /^bad: Out of reach/,
  ],
  [
    'a way that does not work',
    { reach: [{ ...tailscale, state: 'down', detail: 'Nobody is signed in.', remedy: 'Sign in.' }] },
    /^bad: Tailscale: Nobody is signed in\.$/,
  ],
  [
    'a way that waits for the owner',
    { reach: [{ ...tailscale, state: 'attention', detail: 'It is not allowed.', remedy: 'Allow it.' }] },
    /^attention: Tailscale: It is not allowed\.$/,
  ],
  ['no phone', { devices: [] }, /^attention: No phone is paired/],
  [
    'a phone that is kept out',
    { devices: [deviceView({ suspended: true, lastSeenAt: NOW })] },
    /^bad: .*kept out/,
  ],
  [
    'a phone that was long away',
    { devices: [deviceView({ connected: false, lastSeenAt: 1 })] },
    /^attention: .*month/,
  ],
  ['no project', { projects: [] }, /^attention: No folder/],
  [
    'a notice',
    { notices: [{ at: 0, level: 'warning', text: 'devices.json was damaged.' }] },
    /^attention: devices\.json/,
  ],
])('%s is told, with what to do', (_, change, told) => {
  expect(worst({ ...well, ...change })).toEqual([expect.stringMatching(told)]);
  for (const { state, remedy } of lookAtHost({ ...well, ...change }, NOW)) {
    if (state !== 'good') expect(remedy).not.toBe('');
  }
});

test('a computer that is too old, full, or alone is told', () => {
  const well = { nodeVersion: '20.20.2', lanAddresses: ['192.168.1.2'], freeBytes: 1e12 };
  const states = (change: Partial<typeof well>) =>
    lookAtComputer({ ...well, ...change }).map(({ state }) => state);
  expect(states({})).toEqual(['good', 'good']);
  expect(states({ nodeVersion: '18.1.0' })).toEqual(['bad', 'good']);
  expect(states({ freeBytes: 1000 })).toEqual(['good', 'bad', 'good']);
  expect(states({ lanAddresses: [] })).toEqual(['good', 'attention']);
});

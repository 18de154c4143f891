import { expect, test } from 'vitest';
import type { RelayState } from '../../../../main/host/link/relay-link.ts';
import { reachView, type Ways } from '../../../../main/host/surface/reach-view.ts';
import { TAILSCALE_WORDS, TUNNEL_WORDS } from '../../../../main/host/surface/reach-words.ts';

const connected: RelayState = { kind: 'connected' };
const off = { state: { kind: 'off' }, since: 1 } as const;
const ways = (fields: Partial<Ways> = {}): Ways => ({
  local: {
    way: { url: 'ws://127.0.0.1:8722', state: connected, since: 1 },
    addresses: ['ws://192.168.1.4:8722'],
  },
  relays: [],
  relaysAreFixed: false,
  tailscale: off,
  tunnel: off,
  servesPage: true,
  startedAt: 1,
  ...fields,
});
const local = (fields: Partial<Ways>) => reachView(ways(fields)).find(({ way }) => way === 'local');
const relay = (state: RelayState, fields: Partial<Ways> = {}) =>
  reachView(ways({ relays: [{ url: 'wss://relay.example', state, since: 5 }], ...fields }))[0];

test('what can be opened in a browser is shown so, and only that', () => {
  const up = { state: { kind: 'up', url: 'wss://studio.tail1234.ts.net' }, since: 1 } as const;
  const urls = (servesPage: boolean) => reachView(ways({ tailscale: up, servesPage })).map(({ url }) => url);
  expect(urls(true)).toEqual(['https://studio.tail1234.ts.net', null, 'http://192.168.1.4:8722']);
  expect(urls(false)).toEqual(['wss://studio.tail1234.ts.net', null, 'ws://192.168.1.4:8722']);
});

test('a computer on no network says so, and what else there is', () => {
  const { way } = ways().local!;
  expect(local({ local: { way, addresses: ['ws://127.0.0.1:8722'] } })).toMatchObject({
    state: 'attention',
    remedy: expect.stringMatching(/switch on another way/),
  });
  expect(local({ local: null })).toMatchObject({ state: 'off', url: null });
});

test.each<[RelayState, string, RegExp]>([
  [connected, 'up', /meet this computer there/],
  [{ kind: 'connecting' }, 'starting', /being connected/],
  [{ kind: 'replaced' }, 'attention', /Another machine/],
  [{ kind: 'waiting', why: 'unreachable' }, 'down', /does not answer/],
  [{ kind: 'waiting', why: 'refused' }, 'down', /refuses this host/],
  [{ kind: 'waiting', why: 'lost' }, 'down', /was lost/],
])('a relay that is %o', (state, expected, detail) => {
  expect(relay(state)).toMatchObject({
    ...{ title: 'Relay relay.example', url: 'wss://relay.example', since: 5 },
    state: expected,
    detail: expect.stringMatching(detail),
  });
});

test('a relay of the command line says that the setting waits', () => {
  expect(relay(connected, { relaysAreFixed: true })?.detail).toMatch(/named when Outpost was started/);
  expect(relay(connected)?.detail).not.toMatch(/named when/);
});

test('a page where the owner can mend it stands in the remedy', () => {
  const page = 'https://login.tailscale.com/f/serve?node=n1';
  const state = { kind: 'failed', problem: { kind: 'notEnabled', page } } as const;
  expect(reachView(ways({ tailscale: { state, since: 1 } }))[0]).toMatchObject({
    state: 'attention',
    remedy: `Allow it here: ${page}`,
  });
});

test('every problem is told in sentences, and calls nobody out', () => {
  for (const words of [TAILSCALE_WORDS, TUNNEL_WORDS]) {
    for (const { detail, remedy } of Object.values(words.problems)) {
      expect(detail).toMatch(/^[A-Z“c].*\.$/);
      expect(`${detail} ${remedy}`).not.toMatch(/!|error|fail/i);
    }
  }
});

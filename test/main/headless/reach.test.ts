import { beforeEach, expect, test } from 'vitest';
import { INITIAL_SETTINGS } from '../../../main/contract/settings.ts';
import type { ReachView } from '../../../main/contract/state.ts';
import { servedEach } from './served-host.ts';

const served = servedEach();
beforeEach(() => {
  served.host.state.reach = [
    way('tailscale', {}),
    way('tunnel', {}),
    way('local', { state: 'up', url: 'ws://10.0.0.2:8722' }),
  ];
});

const way = (name: ReachView['way'], fields: Partial<ReachView>): ReachView => ({
  ...{ way: name, state: 'off', title: name, detail: `About ${name}.`, remedy: null, url: null, since: 1 },
  ...fields,
});
const outpost = (...args: string[]) => served.outpost('reach', ...args);
/** The host takes the setting, and the way goes through these states. */
function becomes(name: ReachView['way'], ...states: Partial<ReachView>[]) {
  served.host.handler = () => {
    for (const state of states) served.host.set('reach', [way(name, state)]);
    return { ok: true, value: {} };
  };
}

test('every way is listed with its state, and as JSON', async () => {
  const { code, out } = await outpost();
  expect(code).toBe(0);
  expect(out.split('\n')).toContain('local      works    ws://10.0.0.2:8722');
  expect(out).toMatch(/^tailscale +off +tailscale\n +About tailscale\.$/m);
  expect(JSON.parse((await outpost('--json')).out)).toHaveLength(3);
});

test('switched on, it is said whether it works', async () => {
  becomes('tailscale', { state: 'starting' }, { state: 'up', url: 'https://studio.tail1234.ts.net' });
  const { code, out } = await outpost('on', 'tailscale');
  expect(served.host.ran.at(-1)).toEqual({ name: 'settings/set', params: { key: 'tailscale', value: true } });
  expect([code, out.split('\n')[0]]).toEqual([0, 'tailscale  works    https://studio.tail1234.ts.net']);
});

test('one that does not work says what to do, and ends with 1', async () => {
  becomes('tunnel', { state: 'down', detail: 'It was not found.', remedy: 'Install it.' });
  const { code, out } = await outpost('on', 'tunnel');
  expect(served.host.ran.at(-1)).toEqual({
    name: 'settings/set',
    params: { key: 'quick_tunnel', value: true },
  });
  expect([code, out]).toEqual([
    1,
    'tunnel     down     tunnel\n                    It was not found.\n                    → Install it.\n',
  ]);
});

test('what a program said moves no cursor', async () => {
  served.host.state.reach = [way('tunnel', { state: 'down', detail: 'a\u001b[2Jb', remedy: 'c\u202ed' })];
  const { out } = await outpost();
  expect(out).toContain('a[2Jb');
  expect(['\u001b', '\u202e'].filter((character) => out.includes(character))).toEqual([]);
});

test('relays are added to those that are set, and taken out of them', async () => {
  served.host.state.settings = { ...INITIAL_SETTINGS, relays: ['wss://a.example'] };
  becomes('relay', { state: 'up', url: 'wss://b.example' });
  await outpost('on', 'relay', 'wss://b.example');
  expect(served.host.ran.at(-1)?.params).toEqual({
    key: 'relays',
    value: ['wss://a.example', 'wss://b.example'],
  });
  becomes('tailscale', {});
  expect(await outpost('off', 'relay', 'wss://a.example')).toMatchObject({
    code: 0,
    out: 'No relay of your own is used any more.\n',
  });
  expect(served.host.ran.at(-1)?.params).toEqual({ key: 'relays', value: [] });
});

test.each<[string[], RegExp]>([
  [['on', 'relay'], /Say which relay/],
  [['on', 'tailscale', 'wss://a.example'], /No address belongs/],
  [['off', 'relay', 'wss://other.example'], /not among the ones/],
])('%o is refused in words, and nothing is set', async (args, words) => {
  const { code, err } = await outpost(...args);
  expect([code, err]).toEqual([1, expect.stringMatching(words)]);
  expect(served.host.ran).toEqual([]);
});

test('a way that is none is not understood', async () => {
  expect((await outpost('on', 'pigeon')).code).toBe(2);
});

test('one that was mended is tried again', async () => {
  becomes('tailscale', { state: 'starting' }, { state: 'up' });
  expect((await outpost('retry', 'tailscale')).code).toBe(0);
  expect(served.host.ran.at(-1)).toEqual({ name: 'reach/retry', params: { way: 'tailscale' } });
});

import { expect, test } from 'vitest';
import type { HostApi } from '../../../main/contract/contract.ts';
import { trayActs } from '../../../main/desktop/tray-acts.ts';

/** Acts on a host that only writes down what it is asked; `refuse` names a command that it refuses. */
function written(refuse?: string, confirmed = true) {
  const lines: string[] = [];
  const run = async (name: string, params: object) => {
    lines.push(`${name} ${JSON.stringify(params)}`);
    return name === refuse || JSON.stringify(params).includes(`"${refuse}"`)
      ? { ok: false, refusal: { code: 'x', message: 'It cannot be done.' } }
      : { ok: true, value: name === 'ssh/connect' ? { environment: 'ssh:devbox' } : {} };
  };
  const perform = trayActs({
    api: { run } as unknown as HostApi,
    open: (view) => void lines.push(`open ${view ?? ''}`),
    quit: async () => void lines.push('quit'),
    confirmRevoke: async (name) => {
      lines.push(`revoke ${name}?`);
      return confirmed;
    },
    tellRefusal: async (message) => void lines.push(message),
    connecting: (environment) => void lines.push(`led to ${environment}`),
  });
  return { lines, perform };
}

test('keeping awake sets the reason before it turns it on', async () => {
  const { lines, perform } = written();
  await perform({ act: 'keepAwake', choice: 'working' });
  expect(lines).toEqual([
    'settings/set {"key":"keep_awake_while","value":"working"}',
    'settings/set {"key":"mobile_keep_awake","value":true}',
  ]);
});

test('off leaves the reason as it was', async () => {
  const { lines, perform } = written();
  await perform({ act: 'keepAwake', choice: 'off' });
  expect(lines).toEqual(['settings/set {"key":"mobile_keep_awake","value":false}']);
});

test('a choice that is made while another is being written comes whole behind it', async () => {
  const { lines, perform } = written();
  const first = perform({ act: 'keepAwake', choice: 'working' });
  await Promise.all([first, perform({ act: 'keepAwake', choice: 'off' })]);
  expect(lines.at(-1)).toBe('settings/set {"key":"mobile_keep_awake","value":false}');
});

test('a reason that is refused is said, and nothing is turned on', async () => {
  const { lines, perform } = written('keep_awake_while');
  await perform({ act: 'keepAwake', choice: 'always' });
  expect(lines.slice(1)).toEqual(['It cannot be done.']);
});

test('a phone is revoked after one question, and not without its yes', async () => {
  const act = { act: 'revoke', id: 'ada', name: 'Ada' } as const;
  const yes = written();
  await yes.perform(act);
  expect(yes.lines).toEqual(['revoke Ada?', 'device/revoke {"id":"ada"}']);
  const no = written(undefined, false);
  await no.perform(act);
  expect(no.lines).toEqual(['revoke Ada?']);
});

test('a host is connected, and whoever chose it is led to what it asks', async () => {
  const { lines, perform } = written();
  await perform({ act: 'connect', alias: 'devbox' });
  expect(lines).toEqual(['ssh/connect {"alias":"devbox"}', 'led to ssh:devbox']);
});

test('a host that cannot be connected says why', async () => {
  const { lines, perform } = written('ssh/connect');
  await perform({ act: 'connect', alias: 'devbox' });
  expect(lines).toEqual(['ssh/connect {"alias":"devbox"}', 'It cannot be done.']);
});

test('a host is disconnected without a question, and its server goes on', async () => {
  const { lines, perform } = written();
  await perform({ act: 'disconnect', environment: 'ssh:devbox' });
  expect(lines).toEqual(['ssh/disconnect {"environment":"ssh:devbox"}']);
});

test('the battery, the window and the end are told on as they are', async () => {
  const { lines, perform } = written();
  await perform({ act: 'sleepOnBattery', on: true });
  await perform({ act: 'open' });
  await perform({ act: 'open', view: 'pair' });
  await perform({ act: 'quit' });
  expect(lines).toEqual([
    'settings/set {"key":"sleep_on_battery","value":true}',
    'open ',
    'open pair',
    'quit',
  ]);
});

test('an update that has to wait says why', async () => {
  const now = written();
  await now.perform({ act: 'update' });
  expect(now.lines).toEqual(['update/restart {}']);
  const later = written('update/restart');
  await later.perform({ act: 'update' });
  expect(later.lines).toEqual(['update/restart {}', 'It cannot be done.']);
});

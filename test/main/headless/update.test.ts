import { expect, test } from 'vitest';
import { INITIAL_SETTINGS } from '../../../main/contract/settings.ts';
import { noUpdates } from '../../../main/host/no-updates.ts';
import { servedEach } from './served-host.ts';

const served = servedEach();
const outpost = (...args: string[]) => served.outpost(...args);
const refusing = (message: string) => () => ({ ok: false as const, refusal: { code: 'x', message } });

test('a host in a terminal says that it does not update itself', async () => {
  served.host.state.update = noUpdates.state();
  const { code, out } = await outpost('update');
  expect([code, out]).toEqual([
    0,
    'update   off         Outpost in a terminal does not update itself. Bring it up to date the way it was installed.\n',
  ]);
  expect((await outpost('status')).out).toContain('does not update itself');
});

test('what is known is said, also as JSON; nothing that a feed says moves the cursor', async () => {
  served.host.state.update = { state: 'ready', version: '1.1.0\u001b[2J' };
  expect((await outpost('update')).out).not.toContain('\u001b');
  served.terminal.out = '';
  expect(JSON.parse((await outpost('update', '--json')).out)).toMatchObject({ state: 'ready' });
});

test('check waits until it was looked', async () => {
  served.host.handler = () => {
    served.host.state.update = { state: 'checking' };
    // Once the command is answered and somebody watches.
    const told = setInterval(() => {
      if (served.host.listeners.size === 0) return;
      clearInterval(told);
      served.host.set('update', { state: 'downloading', version: '1.1.0' });
    }, 1);
    return { ok: true, value: {} };
  };
  const { code, out } = await outpost('update', 'check');
  expect([code, out]).toEqual([0, 'update   fetching    Version 1.1.0 is being fetched.\n']);
});

test('a restart that would cut off a turn is refused in words; settings are not touched', async () => {
  served.host.handler = refusing('The agent works on a turn.');
  const { code, err } = await outpost('update', 'restart');
  expect([code, err]).toEqual([1, 'The agent works on a turn.\n']);
  served.host.handler = () => ({ ok: true, value: {} });
  expect(await outpost('update', 'restart')).toMatchObject({
    code: 0,
    out: 'Outpost restarts into the new version.\n',
  });
  expect(served.host.ran.map(({ name }) => name)).toEqual(['update/restart', 'update/restart']);
  expect(served.host.state.settings).toEqual(INITIAL_SETTINGS);
});

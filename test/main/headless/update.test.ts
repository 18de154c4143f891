import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { INITIAL_SETTINGS } from '../../../main/contract/settings.ts';
import { runCommandLine } from '../../../main/headless/command-line.ts';
import { type LocalSocket, serveLocalSocket } from '../../../main/host/local-socket/server.ts';
import { noUpdates } from '../../../main/host/no-updates.ts';
import { HostDouble } from '../host/local-socket/host-double.ts';
import { TerminalDouble } from './terminal-double.ts';

let root: string;
let terminal: TerminalDouble;
let host: HostDouble;
let socket: LocalSocket;
beforeEach(async () => {
  root = await fs.mkdtemp(path.join(os.tmpdir(), 'outpost-cli-update-'));
  const folder = path.join(root, 'data');
  await fs.mkdir(folder, { mode: 0o700 });
  terminal = new TerminalDouble();
  host = new HostDouble();
  socket = await serveLocalSocket({ api: host, folder, version: '0.1.0' });
});
afterEach(async () => {
  await socket.close();
  await fs.rm(root, { recursive: true, force: true });
});

async function outpost(...args: string[]) {
  const code = await runCommandLine([...args, '--data', path.join(root, 'data')], terminal, {
    createHost: () => Promise.reject(new Error('not here')),
    openLog: () => Promise.reject(new Error('not here')),
    defaultFolder: '/nonexistent',
    clientFiles: undefined,
  });
  return { code, out: terminal.out, err: terminal.err };
}
const refusing = (message: string) => () => ({ ok: false as const, refusal: { code: 'x', message } });

test('a host in a terminal says that it does not update itself', async () => {
  host.state.update = noUpdates.state();
  const { code, out } = await outpost('update');
  expect([code, out]).toEqual([
    0,
    'update   off         Outpost in a terminal does not update itself. Bring it up to date the way it was installed.\n',
  ]);
  expect((await outpost('status')).out).toContain('does not update itself');
});

test('what is known is said, also as JSON; nothing that a feed says moves the cursor', async () => {
  host.state.update = { state: 'ready', version: '1.1.0\u001b[2J' };
  expect((await outpost('update')).out).not.toContain('\u001b');
  terminal.out = '';
  expect(JSON.parse((await outpost('update', '--json')).out)).toMatchObject({ state: 'ready' });
});

test('check waits until it was looked', async () => {
  host.handler = () => {
    host.state.update = { state: 'checking' };
    // Once the command is answered and somebody watches.
    const told = setInterval(() => {
      if (host.listeners.size === 0) return;
      clearInterval(told);
      host.set('update', { state: 'downloading', version: '1.1.0' });
    }, 1);
    return { ok: true, value: {} };
  };
  const { code, out } = await outpost('update', 'check');
  expect([code, out]).toEqual([0, 'update   fetching    Version 1.1.0 is being fetched.\n']);
});

test('a restart that would cut off a turn is refused in words; settings are not touched', async () => {
  host.handler = refusing('The agent works on a turn.');
  const { code, err } = await outpost('update', 'restart');
  expect([code, err]).toEqual([1, 'The agent works on a turn.\n']);
  host.handler = () => ({ ok: true, value: {} });
  expect(await outpost('update', 'restart')).toMatchObject({
    code: 0,
    out: 'Outpost restarts into the new version.\n',
  });
  expect(host.ran.map(({ name }) => name)).toEqual(['update/restart', 'update/restart']);
  expect(host.state.settings).toEqual(INITIAL_SETTINGS);
});

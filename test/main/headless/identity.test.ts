import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCommandLine } from '../../../main/headless/command-line.ts';
import { createHost } from '../../../main/host/host.ts';
import { type LocalSocket, serveLocalSocket } from '../../../main/host/local-socket/server.ts';
import type { Host, HostOptions, KeyBox } from '../../../main/host/options.ts';
import { TerminalDouble } from './terminal-double.ts';

const keyBox: KeyBox = {
  name: 'the test keychain',
  seal: (text) => Buffer.from([...text].reverse().join('')),
  open: (sealed) => [...Buffer.from(sealed).toString()].reverse().join(''),
};

let folder: string;
let terminal: TerminalDouble;
let running: { host: Host; socket: LocalSocket } | undefined;
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'outpost-cli-key-'));
  terminal = new TerminalDouble();
});
afterEach(async () => {
  await quit();
  await fs.rm(folder, { recursive: true, force: true });
});

const options = (): HostOptions => ({
  folder,
  version: '0.1.0',
  embedded: { port: 0, bind: '127.0.0.1', clientFiles: null },
  relays: [],
  clientOrigin: null,
  codex: null,
  demo: false,
});
async function run(box?: KeyBox): Promise<string> {
  const host = await createHost({ ...options(), ...(box && { keyBox: box }) });
  running = { host, socket: await serveLocalSocket({ api: host.api, folder, version: '0.1.0' }) };
  return (await host.api.snapshot()).host.id;
}
async function quit() {
  await running?.socket.close();
  await running?.host.close();
  running = undefined;
}
async function outpost(...args: string[]) {
  terminal.out = '';
  terminal.err = '';
  const code = await runCommandLine(args, terminal, {
    createHost,
    openLog: () => Promise.reject(new Error('no log in this test')),
    defaultFolder: folder,
    clientFiles: undefined,
  });
  return { code, out: terminal.out, err: terminal.err };
}

test('a terminal that meets a sealed key says how to go on; the running app moves it, and it is the same host', async () => {
  const id = await run(keyBox);
  await quit();
  const refused = await outpost('start');
  expect(refused.code).toBe(4);
  expect(refused.err).toContain('sealed by the test keychain');
  expect(refused.err).toContain('outpost identity move --to file');
  const alone = await outpost('identity', 'move', '--to', 'file', '--yes');
  expect(alone.code).toBe(3);
  expect(alone.err).toContain('Start it, then type this again');

  await run(keyBox);
  const moved = await outpost('identity', 'move', '--to', 'file', '--yes');
  expect(moved.code).toBe(0);
  expect(moved.out).toContain('It is the same key.');
  await quit();
  expect(await run()).toBe(id);
  expect(JSON.parse((await outpost('identity', '--json')).out)).toEqual({ kept: 'file' });
});

test('it asks once, and only y is a yes', async () => {
  await run(keyBox);
  expect((await outpost('identity', 'move', '--to', 'keychain')).out).toContain('already');
  const unasked = await outpost('identity', 'move', '--to', 'file');
  expect(unasked.code).toBe(1);
  expect(unasked.err).toContain('--yes');
  terminal = new TerminalDouble({ isTTY: true });
  for (const [key, kept] of [
    ['n', 'keychain'],
    ['\r', 'keychain'],
    ['\x03', 'keychain'],
    ['y', 'file'],
  ] as const) {
    const asked = outpost('identity', 'move', '--to', 'file');
    await expect.poll(() => terminal.out).toContain('Go on? (y/n)');
    terminal.press(key);
    expect((await asked).code).toBe(kept === 'file' ? 0 : 1);
    expect(JSON.parse((await outpost('identity', '--json')).out)).toEqual({ kept });
  }
});

test('a terminal cannot seal a key, and says who can', async () => {
  await run();
  const { code, err } = await outpost('identity', 'move', '--to', 'keychain', '--yes');
  expect(code).toBe(1);
  expect(err).toContain('start the Outpost app on this data folder');
  await quit();
  expect((await outpost('identity', 'move', '--to', 'attic')).code).toBe(2);
  await fs.rm(path.join(folder, 'identity.json'));
  expect((await outpost('identity')).code).toBe(1);
});

/** What `npm start` runs once everything is installed and built. */
import { spawn } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { removeFolder } from '../remove-folder.ts';
import { OutpostProcess } from './outpost-process.ts';

const START = join(import.meta.dirname, '../../scripts/start.mjs');
let folder: string;
let running: OutpostProcess | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outpost-npm-start-'));
});
afterEach(async () => {
  await running?.end();
  await removeFolder(folder);
});

function start(flags: readonly string[], env: NodeJS.ProcessEnv): OutpostProcess {
  const args = [
    START,
    ...flags,
    '--data',
    folder,
    '--bind',
    '127.0.0.1',
    '--port',
    '0',
    '--name',
    'passed-on',
  ];
  running = new OutpostProcess(spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env }));
  return running;
}

test.runIf(process.platform === 'linux')(
  'without a display it says so in a line and ends with a link',
  async () => {
    const { DISPLAY: _x, WAYLAND_DISPLAY: _wayland, ...env } = process.env;
    const host = start([], env);
    await host.shows(/^http:\S+#\S+$/m);
    const [first, second] = host.out.split('\n');
    expect(first).toMatch(
      /^There is no display here(, and Electron is not installed)?, so Outpost runs in this terminal\.$/,
    );
    expect(second).toMatch(/^Outpost .* on passed-on$/);
  },
);

test('--headless chooses the terminal, without a word', async () => {
  const host = start(['--headless'], process.env);
  await host.shows(/^http:\S+#\S+$/m);
  expect(host.out).toMatch(/^Outpost /);
});

test('a signal to it ends the host cleanly, and a running host is found in the folder until then', async () => {
  const host = start(['--headless'], process.env);
  await host.shows(/^power /m);
  expect((await OutpostProcess.result(['status', '--data', folder])).code).toBe(0);
  host.child.kill('SIGTERM');
  expect(await host.ended).toBe(0);
  expect((await OutpostProcess.result(['status', '--data', folder])).code).toBe(3);
});

/** Between two servers, each a stand-in on a real socket, with a program that says it is Codex and writes down what it is asked. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SharingView } from '../../../../main/contract/state.ts';
import type { Agent, Sharing } from '../../../../main/host/agents/agent.ts';
import { createCodex } from '../../../../main/host/agents/codex/codex.ts';
import { StandIn } from '../../../codex/stand-in.ts';
import { RecordingSink } from './sink.ts';

let root: string;
let own: StandIn;
let daemon: StandIn | null = null;
/** What our server would be: ended by a signal, and the stand-in with it. */
let server: ChildProcess;
let agent: Agent;
let sink: RecordingSink;
let sharing: Sharing;

const runFolder = () => join(root, 'run');
const commands = () => join(root, 'commands');
const asked = () => (existsSync(commands()) ? readFileSync(commands(), 'utf8').trim().split('\n') : []);

/**
 * @param start what `codex app-server daemon start` does, in the shell; read when it runs, as a program that may be running must
 * not be written
 */
function program(start: string): string {
  const command = join(root, 'codex');
  writeFileSync(join(root, 'start'), start);
  if (existsSync(command)) return command;
  const lines = [
    '#!/bin/sh',
    'if [ "$1" = --version ]; then echo "codex-cli 0.169.0"; exit; fi',
    `echo "$*" >> ${commands()}`,
    `. ${join(root, 'start')}`,
  ];
  writeFileSync(command, lines.join('\n'));
  chmodSync(command, 0o755);
  return command;
}
const report = (fields: object = {}) =>
  `echo '${JSON.stringify({ status: 'started', socketPath: join(root, 'daemon', 'codex.sock'), appServerVersion: '0.169.0', ...fields })}'`;

async function startOwn(): Promise<void> {
  own = await StandIn.start(runFolder());
  own.on('initialize', () => ({ result: { userAgent: 'outpost/0.169.0', codexHome: join(root, 'home') } }));
}
async function startDaemon(userAgent = 'codex-tui/0.169.0 (Debian 12.0.0; x86_64)'): Promise<void> {
  daemon = await StandIn.start(join(root, 'daemon'));
  daemon.on('initialize', () => ({ result: { userAgent, codexHome: join(root, 'home') } }));
}

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'outpost-servers-'));
  for (const name of ['run', 'daemon', 'home']) mkdirSync(join(root, name));
  await startOwn();
  server = spawn('sleep', ['60'], { stdio: 'ignore' });
  own.on('server/diagnostics', () => ({ result: { process: { id: server.pid } } }));
  server.once('exit', () => void own.close());
  sink = new RecordingSink();
});
afterEach(async () => {
  await agent.close();
  if (server.exitCode === null && server.signalCode === null) {
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
  }
  await daemon?.close();
  daemon = null;
  rmSync(root, { recursive: true });
});

async function connected(command: string): Promise<void> {
  agent = createCodex({
    command,
    runFolder: runFolder(),
    environment: 'local',
    version: '0.0.0',
    random: () => 0,
    env: { ...process.env, CODEX_HOME: join(root, 'home') },
  });
  sharing = agent.sharing!;
  agent.start(sink);
  await sink.until(() => agent.info().state === 'ready');
}
/** Resolves with the first state of sharing that fits, now or later. */
const until = (fits: SharingView['state'] | ((view: SharingView) => boolean)): Promise<SharingView> =>
  new Promise((resolve) => {
    const look = () => {
      const view = sharing.state();
      if (typeof fits === 'string' ? view.state === fits : fits(view)) resolve(view);
    };
    sharing.listen(look);
    look();
  });
const thread = (status: object) => ({
  thread: {
    id: 't-1',
    cwd: root,
    preview: 'a thread',
    createdAt: 1,
    updatedAt: 1,
    status,
    ephemeral: false,
    source: 'cli',
  },
});
const ACTIVE = { type: 'active', activeFlags: [] };

test('while it is off, nothing is asked of the daemon, and nothing of it is started', async () => {
  await connected(program(report()));
  expect(sharing.state()).toMatchObject({ state: 'off', needs: 'copy', stop: null });
  agent.retry();
  await agent.close();
  expect(asked()).toEqual([]);
});

test('turned on, the daemon is started first, then our server is ended, and threads are the daemon’s', async () => {
  await connected(program(report()));
  await startDaemon();
  sharing.choose(true);
  await until('on');
  expect(asked()).toEqual(['app-server daemon start']);
  expect(server.signalCode).toBe('SIGTERM');
  await daemon!.called('thread/list');
  expect(sink.infos.map(({ detail }) => detail)).not.toContain(
    'The connection to Codex was lost. Outpost is connecting again.',
  );
});

test('while a turn runs it waits, says so, and goes when the turn has ended', async () => {
  await connected(program(report()));
  await startDaemon();
  own.notify('thread/started', thread(ACTIVE));
  await sink.until(() => sink.seen('t-1').native?.status === 'working');
  sharing.choose(true);
  await until('waiting');
  expect(sharing.state().detail).toContain('so that it is not lost');
  // What was asked before this has arrived.
  await agent.open('t-1').catch(() => {});
  expect(own.calls.map(({ method }) => method)).not.toContain('server/diagnostics');
  own.notify('thread/status/changed', { threadId: 't-1', status: { type: 'idle' } });
  await until('on');
});

test('turned off, the daemon is left and goes on, and how to end it is told', async () => {
  await connected(program(report()));
  await startDaemon();
  sharing.choose(true);
  await until('on');
  await startOwn();
  mkdirSync(join(root, 'home', 'app-server-control'));
  const there = await StandIn.start(join(root, 'home', 'app-server-control'), 'app-server-control.sock');
  sharing.choose(false);
  await own.called('initialize');
  const { state, stop } = await until(({ needs }) => needs === 'nothing');
  expect([state, stop]).toEqual(['off', 'codex app-server daemon stop']);
  expect(asked()).toEqual(['app-server daemon start']);
  await there.close();
});

test.each([
  ['does not start', () => 'echo "Error: no space left on device" >&2; exit 1', 'no space left on device'],
  ['says nothing that can be read', () => 'echo hello', 'did not start'],
  ['is too old', () => report({ appServerVersion: '0.150.0' }), 'needs 0.169.0'],
])('a daemon that %s costs nothing: threads stay where they are, and it is told', async (_, start, words) => {
  await connected(program(start()));
  sharing.choose(true);
  await until('failed');
  expect(sharing.state().detail).toContain(words);
  expect(server.signalCode).toBeNull();
  expect(agent.info().state).toBe('ready');
  await startDaemon();
  program(report());
  agent.retry();
  await until('on');
});

test('a daemon that ends is started again; if that fails, threads are in our own server, and it is told', async () => {
  await connected(program(report()));
  await startDaemon();
  sharing.choose(true);
  await until('on');
  program('echo "Error: not this time" >&2; exit 1');
  appendFileSync(commands(), '--\n');
  await daemon!.close();
  await until('failed');
  expect(asked().slice(2)[0]).toBe('app-server daemon start');
  await startOwn();
  await sink.until(() => agent.info().state === 'ready');
  expect(sharing.state().detail).toContain('not this time');
});

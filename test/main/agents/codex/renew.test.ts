/** A server that is older than the installed Codex, with a stand-in for it and a process that can be told to end. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Agent } from '../../../../main/host/agents/agent.ts';
import { createCodex } from '../../../../main/host/agents/codex/codex.ts';
import type { Connection } from '../../../../main/host/agents/codex/connect.ts';
import { renewServer } from '../../../../main/host/agents/codex/renew.ts';
import { StandIn } from '../../../codex/stand-in.ts';
import { RecordingSink } from './sink.ts';

let folder: string;
let standIn: StandIn;
let server: ChildProcess;
let agent: Agent | null = null;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'outpost'));
  standIn = await StandIn.start(folder);
  server = spawn('sleep', ['60'], { stdio: 'ignore' });
  standIn.on('server/diagnostics', () => ({ result: { process: { id: server.pid } } }));
});
afterEach(async () => {
  await agent?.close();
  agent = null;
  await standIn.close();
  server.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

test('an older one in which nothing runs is told to end', async () => {
  const command = join(folder, 'codex');
  writeFileSync(command, '#!/bin/sh\necho "codex-cli 0.170.0"\n');
  chmodSync(command, 0o755);
  standIn.on('initialize', () => ({ result: { userAgent: 'outpost/0.169.0 (Debian 12.0.0; x86_64)' } }));
  agent = createCodex({ command, runFolder: folder, environment: 'local', version: '0.0.0' });
  const ended = once(server, 'exit');
  agent.start(new RecordingSink());
  expect(await ended).toEqual([null, 'SIGTERM']);
});

test.each([
  ['one of the same version', '0.170.0', true, [true, true]],
  ['a newer one', '0.171.0', true, [true, true]],
  ['one that does not say its version', null, true, [true, true]],
  ['an older one in which a turn runs', '0.169.0', true, [false]],
  ['an older one in which a turn began just now', '0.169.0', true, [true, false]],
  ['one that was started just now', '0.169.0', false, [true, true]],
])('%s goes on', async (_, version, joined, idle) => {
  const request = async () => ({ process: { id: server.pid } });
  const connection = { version, joined, rpc: { request } } as unknown as Connection;
  const program = { command: 'codex', version: '0.170.0' };
  const told = await renewServer({
    connection,
    find: async () => ({ state: 'found', program }),
    idle: () => idle.shift() ?? false,
  });
  expect(told).toBe(false);
  expect(server.killed || server.signalCode !== null).toBe(false);
});

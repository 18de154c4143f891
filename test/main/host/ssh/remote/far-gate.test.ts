/** The gate of an SSH host over a shell of this machine: what it makes there, what stands in its way, and who has gone. */
import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../../../../main/host/clock.ts';
import { nodeDisk } from '../../../../../main/host/files/disk.ts';
import { CallerCutOff, type GateCall } from '../../../../../main/host/gate/call.ts';
import type { Hook } from '../../../../../main/host/gate/gate.ts';
import { Guarded } from '../../../../../main/host/gate/guarded.ts';
import { type RemoteShell, SshError } from '../../../../../main/host/ssh/connection/connection.ts';
import { FarGate } from '../../../../../main/host/ssh/remote/far-gate.ts';
import { temporaryFolder } from '../../../../codex/codex.ts';
import { removeFolder } from '../../../../remove-folder.ts';
import { NearInlet } from '../../../../ssh/near-inlet.ts';
import { NearShell } from '../../../../ssh/near-shell.ts';

let root: string;
let home: string;
let gates: FarGate[];
let inlets: NearInlet[];
/** Whether each answer has arrived; the way may be gone before it is heard. */
let answered: Promise<boolean>[];
let children: { kill(signal: 'SIGKILL'): unknown }[];

beforeEach(() => {
  root = temporaryFolder('far-gate');
  home = join(root, 'home');
  mkdirSync(home);
  [gates, inlets, children, answered] = [[], [], [], []];
});
afterEach(async () => {
  await Promise.all(answered);
  for (const child of children) child.kill('SIGKILL');
  for (const gate of gates) {
    gate.forget();
    await gate.idle();
  }
  for (const inlet of inlets) await inlet.close();
  await removeFolder(root);
});

/** A connection, with the account's environment over there. */
function connection(env: NodeJS.ProcessEnv = {}, near = 'near'): NearShell & { inlet: NearInlet } {
  const inlet = new NearInlet(join(root, near));
  inlets.push(inlet);
  return Object.assign(new NearShell({ HOME: home, PATH: process.env.PATH, ...env }), { inlet });
}

function gateOf(owner = 'a1', more: { perl?: string } = {}): FarGate {
  const guarded = new Guarded({ folder: root, disk: nodeDisk, now: () => 0 });
  const gate = new FarGate({ owner, guarded, clock: systemClock, changed: () => {}, ...more });
  gates.push(gate);
  return gate;
}
const commandOf = (gate: FarGate): string => (gate.hook as Hook).command;
const state = (...path: string[]) => join(home, '.local/state/outpost', ...path);

/** The hook, as an agent over there runs it. */
function hook(command: string, input: string) {
  const child = spawn('/bin/sh', ['-c', command], { stdio: ['pipe', 'ignore', 'pipe'], detached: true });
  const kill = () => {
    try {
      process.kill(-child.pid!, 'SIGKILL');
    } catch {
      // ended meanwhile
    }
  };
  children.push({ kill });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  let words = '';
  child.stderr.on('data', (text) => {
    words += text;
  });
  const ended = new Promise<{ code: number | null; words: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, words })),
  );
  return { kill, ended };
}

test('what an agent over there asks arrives here, and what it is told there', async () => {
  const gate = gateOf();
  expect(gate.hook).toEqual({ problem: expect.stringContaining('not connected') });
  await gate.open(connection());
  gate.take({
    called: (call) => answered.push(call.answer(call.text === '{"yes":1}' ? 'go' : { no: 'Not today.' })),
    cut: () => {},
  });
  expect(gate.folder).toBe(state());
  expect(gate.openedAt).not.toBeNull();
  expect(statSync(state()).mode & 0o777).toBe(0o700);
  expect(statSync(state('gate-a1.sock')).mode & 0o777).toBe(0o600);
  expect(await hook(commandOf(gate), '{"yes":1}').ended).toMatchObject({ code: 0 });
  expect(await hook(commandOf(gate), '{}').ended).toMatchObject({
    code: 2,
    words: expect.stringMatching(/^Not today\./),
  });
  // No secret is in what everybody over there may see.
  expect(commandOf(gate)).not.toContain(join(root, 'near'));
});

test('a connection that comes back has the same hook, over whatever the one before left there', async () => {
  const gate = gateOf();
  const first = connection();
  await gate.open(first);
  const before = commandOf(gate);
  first.inlet.cut();
  gate.forget();
  await gate.idle();
  expect([gate.openedAt, existsSync(join(root, 'near')), existsSync(state('gate-a1.sock'))]).toEqual([
    null,
    false,
    true,
  ]);
  await gate.open(connection());
  expect(commandOf(gate)).toBe(before);
});

test('one whose files were taken away over there is made again by the next look', async () => {
  const gate = gateOf();
  const shell = connection();
  await gate.open(shell);
  const before = commandOf(gate);
  rmSync(state(), { recursive: true });
  await gate.open(shell);
  expect(commandOf(gate)).toBe(before);
  gate.take({ called: (call) => answered.push(call.answer('go')), cut: () => {} });
  expect(await hook(before, '{}').ended).toMatchObject({ code: 0 });
});

test('two computers on one account do not meet', async () => {
  const [one, other] = [gateOf('a1'), gateOf('b2')];
  await one.open(connection({}, 'near-1'));
  await other.open(connection({}, 'near-2'));
  one.take({ called: (call) => answered.push(call.answer({ no: 'One.' })), cut: () => {} });
  other.take({ called: (call) => answered.push(call.answer({ no: 'Other.' })), cut: () => {} });
  expect((await hook(commandOf(one), '{}').ended).words).toMatch(/^One\./);
  expect((await hook(commandOf(other), '{}').ended).words).toMatch(/^Other\./);
  await one.remove();
  expect(readdirSync(state())).toEqual(['gate-b2.sock']);
  await other.remove();
  expect(existsSync(state())).toBe(false);
});

const forbids = (code: 'failed' | 'cut') => {
  const shell = connection();
  shell.inlet.open = () => Promise.reject(new SshError(code, 'no'));
  return shell;
};
test('where the server forwards no sockets, threads are not gated; what may pass is tried again', async () => {
  const gate = gateOf();
  await gate.open(forbids('failed'));
  expect(gate.hook).toEqual({ absent: expect.stringMatching(/^Not gated: .*AllowStreamLocalForwarding/) });
  await expect(gate.open(forbids('cut'))).rejects.toMatchObject({ code: 'cut' });
  await gate.open(connection());
  expect(commandOf(gate)).toContain('gate-a1.sock');
});

test('where one connection carries everything, there is none', async () => {
  const gate = gateOf();
  await gate.open(new NearShell({ HOME: home }));
  expect(gate.hook).toEqual({ absent: expect.stringMatching(/^Not gated: .*share/) });
});

test.each<[string, () => NodeJS.ProcessEnv | string, string]>([
  ['no Perl', () => join(root, 'perl'), 'needs Perl'],
  ['a Perl that does nothing', () => '/bin/true', 'could not be found out'],
  ['a temporary folder', () => ({ XDG_STATE_HOME: `/tmp/${'x'.repeat(8)}` }), 'is a temporary one'],
  ['a temporary folder of the account', () => ({ TMPDIR: home }), 'is a temporary one'],
  ['a relative folder', () => ({ XDG_STATE_HOME: 'state' }), 'could not be made'],
  [
    'a file in its place',
    () => {
      writeFileSync(join(home, '.local'), '');
      return {};
    },
    'could not be made',
  ],
  ['a long path', () => ({ XDG_STATE_HOME: join(home, 'x'.repeat(100)) }), 'No socket can be made'],
  ['a path with a colon', () => ({ XDG_STATE_HOME: join(home, 'a:b') }), 'would misread'],
  ['a path with a quote', () => ({ XDG_STATE_HOME: join(home, "it's") }), 'would misread'],
  [
    'a folder that others may change',
    () => {
      chmodSync(home, 0o777);
      return {};
    },
    'Others over there can change',
  ],
])('%s: there is none, and it says why', async (_, given, words) => {
  const is = given();
  const gate = gateOf('a1', typeof is === 'string' ? { perl: is } : {});
  await gate.open(connection(typeof is === 'string' ? {} : is));
  expect(gate.hook).toEqual({ problem: expect.stringContaining(words) });
  expect(existsSync(join(root, 'near'))).toBe(false);
  rmSync(`/tmp/${'x'.repeat(8)}`, { recursive: true, force: true });
});

test('a way that ends at somebody who says yes to everything is none', async () => {
  const gate = gateOf();
  const shell = connection();
  const yes = createServer((caller) => caller.end('wait\ngo\n'));
  shell.inlet.open = (far) => new Promise((resolve) => yes.listen(far, () => resolve()));
  await gate.open(shell);
  expect(gate.hook).toEqual({ problem: expect.stringContaining('was tried and did not arrive') });
  yes.close();
});

async function waiting(shell: RemoteShell) {
  const gate = gateOf();
  await gate.open(shell);
  const calls: GateCall[] = [];
  const said: string[] = [];
  gate.take({
    called: (call) => {
      calls.push(call);
      call.whenGone(() => said.push('gone'));
    },
    cut: () => said.push('cut'),
  });
  const asking = hook(commandOf(gate), '{"wait":1}');
  await expect.poll(() => calls.length).toBe(1);
  return { gate, calls, said, asking };
}

test('a caller that ends while its way stands has gone', async () => {
  const { calls, said, asking } = await waiting(connection());
  asking.kill();
  await expect.poll(() => said).toEqual(['gone']);
  expect(await calls[0]!.answer('go')).toBe(false);
});

test('one whose way was cut has not: it calls again when that is back, with the same', async () => {
  const shell = connection();
  const { gate, calls, said, asking } = await waiting(shell);
  let looks = 0;
  shell.run = () => {
    looks += 1;
    return Promise.reject(new SshError('cut', 'lost'));
  };
  shell.inlet.cut();
  await expect.poll(() => looks).toBe(1);
  await expect(calls[0]!.answer('go')).rejects.toThrow(CallerCutOff);
  expect(said).toEqual([]);
  gate.forget();
  expect(said).toEqual(['cut']);
  await gate.open(connection());
  await expect.poll(() => calls.length).toBe(2);
  expect(calls[1]!.text).toBe(calls[0]!.text);
  expect(await calls[1]!.answer('go')).toBe(true);
  expect(await asking.ended).toMatchObject({ code: 0 });
});

test('what could reach it over there', async () => {
  const gate = gateOf();
  await gate.open(connection());
  mkdirSync(join(home, 'project'));
  symlinkSync(home, join(home, 'project', 'link'));
  const reach = (path: string) => gate.withinReach(path);
  const inside = [home, state(), join(home, 'project', 'link'), '/'];
  expect(await Promise.all(inside.map(reach))).not.toContain(false);
  const outside = [join(home, 'project'), state('below'), `${state()}-2`, '/nowhere'];
  expect(await Promise.all(outside.map(reach))).not.toContain(true);
  gate.forget();
  await expect(reach(home)).rejects.toMatchObject({ code: 'agentUnavailable' });
});

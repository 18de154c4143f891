/** The wrapper as a shell runs it, in front of the real listener, and of hosts that are none. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../../../main/host/clock.ts';
import type { GateCall } from '../../../../main/host/gate/call.ts';
import { Listener } from '../../../../main/host/gate/listener.ts';
import { PERL, wrapperCommand } from '../../../../main/host/gate/wrapper.ts';
import { removeFolder } from '../../../remove-folder.ts';

let folder: string;
let socket: string;
let hosts: { close(): unknown }[];

beforeEach(() => {
  folder = mkdtempSync('/tmp/outpost-gate-');
  socket = join(folder, 'ä b "$gate.sock');
  hosts = [];
});
afterEach(async () => {
  for (const host of hosts) await host.close();
  await removeFolder(folder);
});

async function listen(called: (call: GateCall) => void): Promise<Listener> {
  const listener = new Listener({ socket, clock: systemClock, called });
  await listener.open();
  hosts.push(listener);
  return listener;
}

/** A host that says what the test wants. */
async function pretend(each: (socket: Socket) => void): Promise<Server> {
  const server = createServer((connection) => {
    connection.on('error', () => {});
    each(connection);
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  hosts.push(server);
  return server;
}

interface Ended {
  code: number | null;
  out: string;
  words: string;
}
function run(
  input: string,
  more: { absence?: number; patience?: number; perl?: string; shell?: string } = {},
) {
  const { absence = 30, patience = 60, perl = PERL, shell = '/bin/sh' } = more;
  const child = spawn('/bin/sh', ['-c', wrapperCommand({ socket, absence, patience, perl, shell })], {
    cwd: folder,
    env: {
      ...process.env,
      LANG: 'xx_XX.UTF-8',
      PERL5OPT: '-MPlanted',
      PERL5LIB: '.',
      PERLLIB: '.',
      PERLIO: ':utf8',
      PERL_UNICODE: 'SDA',
      PERL5DB: 'BEGIN { print "go" }',
    },
  });
  const ended = new Promise<Ended>((resolve) => {
    let [out, words] = ['', ''];
    child.stdout.on('data', (text) => {
      out += text;
    });
    child.stderr.on('data', (text) => {
      words += text;
    });
    child.once('close', (code) => resolve({ code, out, words }));
  });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  return { child, ended };
}
const LAST = 'Outpost did not let this go ahead.\n';

test.each(['/bin/bash', '/usr/bin/fish', ''])(
  '%j: a yes lets it go, in silence; a no has words',
  async (shell) => {
    const texts: string[] = [];
    const arrived: boolean[] = [];
    await listen(async (call) => {
      texts.push(call.text);
      arrived.push(await call.answer(call.text.includes('yes') ? 'go' : { no: 'No:\nit’s €5 "too" $much.' }));
    });
    expect(await run('{"yes":"it’s"}', { shell }).ended).toEqual({ code: 0, out: '', words: '' });
    const { code, out, words } = await run('{"no":1}', { shell }).ended;
    expect([code, out, words]).toEqual([2, '', `No: it’s €5 "too" $much.\n${LAST}`]);
    expect(texts).toEqual(['{"yes":"it’s"}', '{"no":1}']);
    await expect.poll(() => arrived).toEqual([true, true]);
  },
);

test('modules that lie in the folder in which it runs are not loaded', async () => {
  for (const name of ['Planted', 'strict', 'warnings', 'utf8', 'sitecustomize'])
    writeFileSync(join(folder, `${name}.pm`), 'BEGIN { print "go"; exit 0 } 1;');
  await listen((call) => void call.answer({ no: 'no' }));
  expect(await run('{}').ended).toMatchObject({ code: 2 });
});

test('a command of a megabyte arrives whole', async () => {
  const input = JSON.stringify({ command: `${'ü\u0001'.repeat(256 * 1024)}` });
  let seen = '';
  await listen((call) => {
    seen = call.text;
    void call.answer('go');
  });
  expect(await run(input).ended).toMatchObject({ code: 0 });
  expect(seen === input).toBe(true);
});

test('what is too large, or no text, is refused', async () => {
  const calls: GateCall[] = [];
  await listen((call) => calls.push(call));
  expect(await run('x'.repeat(9 * 1024 * 1024)).ended).toMatchObject({
    code: 2,
    words: `This is too large for Outpost to look at, so it was not run.\n${LAST}`,
  });
  expect(calls).toEqual([]);
});

test('a host that restarts is called again, with the same', async () => {
  const first: GateCall[] = [];
  const listener = await listen((call) => first.push(call));
  const { ended } = run('{"again":1}');
  await expect.poll(() => first.length).toBe(1);
  await listener.close();
  await listen((call) => void call.answer(call.text === first[0]!.text ? 'go' : { no: 'another one' }));
  expect(await ended).toMatchObject({ code: 0 });
});

test('who waits calls the socket that lies there now, also where the one before never ends', async () => {
  let waits = 0;
  await pretend((connection) => {
    waits += 1;
    connection.write('wait\n');
  });
  const { ended } = run('{"again":1}');
  await expect.poll(() => waits).toBe(1);
  rmSync(socket);
  await listen((call) => void call.answer('go'));
  expect(await ended).toMatchObject({ code: 0 });
  expect(waits).toBe(1);
});

test.each(['waits for an answer', 'waits for a host'])(
  'an agent that dies while its hook %s takes it along',
  async (what) => {
    let waits = 0;
    if (what === 'waits for an answer')
      await listen(() => {
        waits += 1;
      });
    const { child, ended } = run('{}', { absence: 3600, patience: 3600 });
    if (what === 'waits for an answer') await expect.poll(() => waits).toBe(1);
    child.stdout.destroy();
    child.stderr.destroy();
    expect((await ended).code).not.toBe(0);
  },
);

test('nobody listens: after a while it is blocked', async () => {
  const { code, words } = await run('{}', { absence: 1 }).ended;
  expect([code, words]).toEqual([
    2,
    expect.stringContaining('Outpost does not run, or cannot be reached from here'),
  ]);
});

test('nobody answers: it gives up before the agent would', async () => {
  await listen(() => {});
  const { code, words } = await run('{}', { patience: 1 }).ended;
  expect([code, words]).toEqual([2, `Nobody answered in time, so this was not run.\n${LAST}`]);
});

test.each([
  ['an answer that is none', 'ok\n', 'an answer that is none'],
  ['another answer that is none', 'wait\ngoo\n', 'an answer that is none'],
  ['a yes with a blank', 'go \n', 'an answer that is none'],
  ['a no without a word', 'no \n', 'an answer that is none'],
  ['no line', 'g'.repeat(30_000), 'an answer without an end'],
])('a host that gives %s', async (_, says, words) => {
  await pretend((connection) => connection.write(says));
  expect(await run('{}').ended).toMatchObject({ code: 2, out: '', words: expect.stringContaining(words) });
});

test.each([
  ['cuts it off at once', (connection: Socket) => connection.destroy()],
  ['ends in the middle of a word', (connection: Socket) => connection.end('g')],
  ['ends before the line does', (connection: Socket) => connection.end('go')],
])('a host that %s, again and again', async (_, each) => {
  await pretend(each);
  expect(await run('{}', { absence: 1 }).ended).toMatchObject({ code: 2, out: '' });
});

test.each(['/nowhere/perl', '/bin/true', '/bin/echo'])('%s in the place of Perl', async (perl) => {
  await listen((call) => void call.answer('go'));
  expect(await run('{}', { perl }).ended).toMatchObject({ code: 2, words: expect.stringContaining(LAST) });
});

test('a path that shells read in different ways is refused', () => {
  const paths = ["/a'b", '/a\\\\b', '/a\\'];
  for (const path of paths)
    expect(() => wrapperCommand({ socket: path, patience: 1, absence: 1, perl: PERL, shell: '' })).toThrow(
      RangeError,
    );
});

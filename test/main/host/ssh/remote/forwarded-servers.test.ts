/** Who is told the token: nobody but the server that this host started. */
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ServersContext } from '../../../../../main/host/agents/codex/servers.ts';
import { openSocket } from '../../../../../main/host/agents/codex/socket.ts';
import { systemClock } from '../../../../../main/host/clock.ts';
import type { RemoteShell } from '../../../../../main/host/ssh/connection/connection.ts';
import {
  ForwardedServers,
  type KnownServer,
  type OwnServer,
} from '../../../../../main/host/ssh/remote/forwarded-servers.ts';
import type { Look } from '../../../../../main/host/ssh/remote/look.ts';

const TOKEN = 'the-token';
const LOOK: Look = {
  system: 'Linux',
  machine: 'x86_64',
  shell: '/bin/sh',
  home: '/home/ada',
  codex: { path: '/usr/bin/codex', version: '0.169.0' },
  daemon: { state: 'never' },
  free: null,
};
/** What stands at the near end of the way. */
let end: Server;
let heard: string;
let sockets: Socket[];
let said: string[];
let kept: KnownServer | null;
let ran: string[];

beforeEach(async () => {
  [heard, sockets, said, ran] = ['', [], [], []];
  kept = { port: 20_001, salt: 'aa' };
  end = createServer((socket) => {
    sockets.push(socket);
    socket.on('data', (bytes) => {
      heard += bytes;
      socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n');
    });
    socket.on('error', () => {});
  });
  await new Promise<void>((done) => end.listen(0, '127.0.0.1', done));
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise((done) => end.close(done));
});

function servers(stdout: string, far = 20_001): ForwardedServers {
  const { port } = end.address() as AddressInfo;
  const shell: RemoteShell = {
    ports: [{ near: port, far }],
    run: async (script) => {
      ran.push(script);
      // Whoever is there has been reached by now, and was told nothing yet.
      expect(heard).toBe('');
      return { code: 0, stdout, stderr: '' };
    },
    stream: () => {
      throw new Error('no streams');
    },
  };
  const own: OwnServer = {
    alias: 'devbox',
    keys: { owner: () => 'owner', token: () => TOKEN },
    known: () => kept,
    keep: (server) => {
      kept = server;
    },
  };
  const context: ServersContext = {
    clock: systemClock,
    log: { debug() {}, info() {}, warn() {}, error() {} },
    connect: async (address) => {
      await openSocket(address, { text() {}, closed() {} }, systemClock);
      return null;
    },
    say: (state, detail) => said.push(`${state}: ${detail}`),
    moving: () => {},
    lookNow: () => {},
    failed: () => {},
  };
  const options = {
    far: async () => ({ shell, look: LOOK, server: null }),
    away: () => '',
    started() {},
    roundTrip() {},
  };
  return new ForwardedServers(options, own, context);
}

test('the server that was found to be ours is', async () => {
  expect(await servers('server=running\n').join()).toEqual({ kind: 'failed' });
  expect(heard).toContain(`authorization: Bearer ${TOKEN}`);
  expect(ran.join()).not.toContain(TOKEN);
});

test('a program that took the port after ours had ended is not, nor one whose port is not seen to be ours', async () => {
  expect(await servers('server=gone\n').join()).toEqual({ kind: 'nobody' });
  expect(await servers('server=foreign\n').join()).toEqual({ kind: 'failed' });
  expect(await servers('').join()).toEqual({ kind: 'failed' });
  expect(heard).toBe('');
  expect(said[0]).toContain('Another program has the port of Codex’s server over there.');
});

test('where no port leads there, nothing is tried', async () => {
  expect(await servers('server=running\n', 20_002).join()).toEqual({ kind: 'failed' });
  expect(said[0]).toContain('Disconnect, and connect again.');
  kept = null;
  expect(await servers('server=running\n').join()).toEqual({ kind: 'nobody' });
  expect(ran).toEqual([]);
});

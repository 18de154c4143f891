import { EventEmitter } from 'node:events';
import { get } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, test } from 'vitest';
import { toBase64url, toHex } from '../../protocol/bytes.ts';
import { newCounters } from '../../relay/counters.ts';
import { relayMain } from '../../relay/main.ts';
import { type Metrics, metricsText, startMetrics } from '../../relay/metrics.ts';
import type { Relay } from '../../relay/server.ts';
import { identity, Peer, startTestRelay, TestDevice, TestHost } from './peers.ts';

const HOST = identity(1);
const PHONE = identity(2);
let relay: Relay | undefined;
let metrics: Metrics | undefined;
afterEach(async () => {
  await metrics?.close();
  await relay?.close();
  [relay, metrics] = [undefined, undefined];
});

/** `GET` as any client would make it, with headers of the test's own. */
function ask(port: number, path = '/metrics', options: { method?: string; host?: string } = {}) {
  const { method = 'GET', host = `127.0.0.1:${port}` } = options;
  return new Promise<{ status: number | undefined; type: string | undefined; text: string }>(
    (resolve, reject) => {
      const request = get(
        { host: '127.0.0.1', port, path, method, headers: { host }, agent: false },
        (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (piece: string) => {
            text += piece;
          });
          response.on('end', () =>
            resolve({ status: response.statusCode, type: response.headers['content-type'], text }),
          );
        },
      );
      request.on('error', reject);
    },
  );
}

const value = (text: string, name: string) =>
  Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.split(' ')[1],
  );

describe('the text', () => {
  const text = metricsText({ counters: newCounters(), present: { connections: 3, hosts: 1, channels: 2 } });

  test('is Prometheus’ format: a type before each metric, every line understood', () => {
    for (const line of text.trimEnd().split('\n'))
      expect(line).toMatch(/^(# TYPE [a-z_]+ (counter|gauge)|[a-z_]+(\{why="[A-Za-z]+"\})? \d+)$/);
    expect(text.endsWith('\n')).toBe(true);
    expect(value(text, 'outpost_relay_channels')).toBe(2);
  });

  test('has every counter, and each metric only once', () => {
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(lines).toHaveLength(Object.keys(newCounters()).length + 3);
    expect(new Set(lines.map((line) => line.split(' ')[0])).size).toBe(lines.length);
  });
});

test('tells what happened and what is there, and nobody’s id, key or address', async () => {
  relay = await startTestRelay();
  metrics = await startMetrics(relay, 0);
  const host = await TestHost.join(relay, HOST);
  await host.admits(PHONE);
  const phone = await TestDevice.join(relay, host, PHONE);
  phone.say(new Uint8Array(10));
  await host.expect('data');
  const stranger = new Peer(`ws://127.0.0.1:${relay.port}/v1/host`);
  await stranger.expect('challenge');
  stranger.send('not a frame');
  await stranger.closed;
  const { status, type, text } = await ask(metrics.port);
  expect([status, type]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
  expect(value(text, 'outpost_relay_hosts')).toBe(1);
  expect(value(text, 'outpost_relay_channels')).toBe(1);
  expect(value(text, 'outpost_relay_connections')).toBe(2);
  expect(value(text, 'outpost_relay_frames_to_hosts_total')).toBe(1);
  expect(value(text, 'outpost_relay_closed_total{why="badFrame"}')).toBe(1);
  for (const secret of [
    host.id,
    toHex(PHONE.publicKey),
    toBase64url(PHONE.publicKey),
    toHex(HOST.publicKey),
    toBase64url(HOST.publicKey),
    '127.0.0.1',
  ])
    expect(text).not.toContain(secret);
});

describe('is for this machine only', () => {
  test('and for no page whose name leads here', async () => {
    relay = await startTestRelay();
    metrics = await startMetrics(relay, 0);
    const { port } = metrics;
    expect((await ask(port, '/metrics', { host: `evil.example:${port}` })).status).toBe(403);
    expect((await ask(port, '/metrics', { host: `localhost:${port}` })).status).toBe(200);
    expect((await ask(port, '/')).status).toBe(404);
    expect((await ask(port, '/metrics', { method: 'POST' })).status).toBe(405);
  });

  test('not to be reached by its other addresses, also where the relay is', async () => {
    relay = await startTestRelay({ host: '0.0.0.0' });
    metrics = await startMetrics(relay, 0);
    const { port } = metrics;
    // All of 127/8 is this machine, and none of it but 127.0.0.1 is bound.
    const others = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
    const addresses = others.filter(({ family, internal }) => family === 'IPv4' && !internal);
    for (const address of ['127.0.0.2', ...addresses.map(({ address }) => address)]) {
      const refused = await new Promise((resolve) => {
        const socket = connect(port, address, () => resolve(false));
        socket.on('error', () => resolve(true));
        socket.on('close', () => resolve(true));
        socket.once('connect', () => socket.destroy());
      });
      expect(refused, address).toBe(true);
    }
  });

  test('not on the relay’s own port', async () => {
    relay = await startTestRelay();
    expect((await ask(relay.port)).status).toBe(404);
  });
});

describe('a relay on its own', () => {
  const options = { host: '127.0.0.1', port: 0, names: ['relay.example:443'] };

  test('serves them where it is told to, and ends with them', async () => {
    const signals = new EventEmitter();
    let port = 0;
    const ended = relayMain(
      options,
      (_, metricsPort) => {
        port = metricsPort!;
      },
      signals,
      0,
    );
    await expect.poll(() => port).toBeGreaterThan(0);
    expect((await ask(port)).status).toBe(200);
    signals.emit('SIGTERM');
    await ended;
    await expect(ask(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('does not run uncounted: a port that is taken ends it', async () => {
    relay = await startTestRelay();
    const signals = new EventEmitter();
    await expect(relayMain(options, () => {}, signals, relay.port)).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
    expect(signals.eventNames()).toEqual([]);
  });
});

test('a socket that is dropped unread is counted', async () => {
  relay = await startTestRelay({ limits: { connections: 1 } });
  const sockets = Array.from({ length: 258 }, () => connect(relay!.port, '127.0.0.1').on('error', () => {}));
  await expect.poll(() => relay!.counters.droppedSockets).toBe(1);
  for (const socket of sockets) socket.destroy();
});

import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { utf8 } from '../../protocol/bytes.ts';
import { hostIdOf } from '../../protocol/identity.ts';
import { relayMain } from '../../relay/main.ts';
import type { Relay } from '../../relay/server.ts';
import { FakeClock } from './fake-clock.ts';
import {
  deviceUrl,
  hostUrl,
  identity,
  NAME,
  Peer,
  rawRequest,
  refusal,
  startTestRelay,
  TestDevice,
  TestHost,
} from './peers.ts';

const HOST = identity(1);
const PHONE = identity(2);
const HOST_ID = hostIdOf(HOST.publicKey);

let relay: Relay;
afterEach(() => relay?.close());

describe('who may come to which door', () => {
  test('a host sends no Origin: whoever does is a web page', async () => {
    relay = await startTestRelay({ clientOrigins: ['https://outpost.example'] });
    expect(await refusal(new Peer(hostUrl(relay), { origin: 'https://outpost.example' }))).toBe(403);
    expect(relay.counters.refusedUpgrades).toBe(1);
  });

  test('a device’s page is of an allowed origin, or it is no page', async () => {
    relay = await startTestRelay({ clientOrigins: ['https://outpost.example'] });
    const url = deviceUrl(relay, HOST_ID);
    await new Peer(url).expect('challenge');
    await new Peer(url, { origin: 'https://outpost.example' }).expect('challenge');
    for (const origin of ['https://evil.example', 'http://outpost.example', 'null', `https://${NAME}`]) {
      expect(await refusal(new Peer(url, { origin }))).toBe(403);
    }
  });

  test('there are no other doors', async () => {
    relay = await startTestRelay();
    const base = `ws://127.0.0.1:${relay.port}`;
    const paths = ['/', '/v1', '/v1/device/', '/v1/device/short', `/v1/device/${HOST_ID}/x`, '/v1/host?x=1'];
    for (const path of [...paths, `/v1/device/${HOST_ID.toUpperCase()}`]) {
      expect(await refusal(new Peer(base + path))).toBe(404);
    }
  });
});

describe('a host in the same process', () => {
  const inside = () => ({ createConnection: () => relay.connect() as Socket });

  test('comes without the network, and is a host like any other', async () => {
    relay = await startTestRelay();
    const host = await TestHost.join(relay, HOST, inside());
    await host.admits(PHONE);
    const phone = await TestDevice.join(relay, host, PHONE);
    phone.say(utf8('up'));
    expect(await host.expect('data')).toMatchObject({ channel: phone.channel, bytes: utf8('up') });
    host.say(phone.channel, utf8('down'));
    expect(await phone.expect('data')).toMatchObject({ bytes: utf8('down') });
    await host.fence();
    host.leave();
    expect(await phone.closed).toBe('hostAbsent');
  });

  test('is authenticated, and held to the rules for origins', async () => {
    relay = await startTestRelay();
    const stranger = new TestHost(relay, HOST, inside());
    await stranger.authenticate('another.example:443');
    expect(await stranger.closed).toBe('badAuth');
    expect(await refusal(new Peer(hostUrl(relay), { ...inside(), origin: 'https://evil.example' }))).toBe(
      403,
    );
  });

  test('has its devices unread while it takes nothing, and loses nothing', async () => {
    relay = await startTestRelay();
    const host = await TestHost.join(relay, HOST, inside());
    const tablet = identity(3);
    await host.admits(PHONE, tablet);
    const phone = await TestDevice.join(relay, host, PHONE);
    const other = await TestDevice.join(relay, host, tablet);
    host.webSocket.pause();
    const piece = new Uint8Array(64 * 1024);
    let sent = 0;
    while (relay.counters.hostPaused === 0) {
      phone.say(piece.fill(sent));
      sent += 1;
      await other.fence();
    }
    host.webSocket.resume();
    for (let received = 0; received < sent; received++) {
      expect((await host.expect('data')).bytes).toEqual(new Uint8Array(64 * 1024).fill(received));
    }
  });

  test('is told when the relay stops', async () => {
    relay = await startTestRelay();
    const host = await TestHost.join(relay, HOST, inside());
    await Promise.all([relay.close(), expect(host.closed).resolves.toBe('stopping')]);
  });
});

describe('time', () => {
  test('a connection that does not authenticate is closed, host or device', async () => {
    const clock = new FakeClock();
    relay = await startTestRelay({ clock });
    const host = new Peer(hostUrl(relay));
    const device = new Peer(deviceUrl(relay, HOST_ID));
    await host.expect('challenge');
    await device.expect('challenge');
    clock.advance(9_999);
    await host.fence();
    clock.advance(1);
    expect(await host.closed).toBe('helloTimeout');
    expect(await device.closed).toBe('helloTimeout');
  });

  test('one that did is not', async () => {
    const clock = new FakeClock();
    relay = await startTestRelay({ clock });
    const host = await TestHost.join(relay, HOST);
    clock.advance(20_000);
    await host.fence();
  });

  test('each is pinged every 25 s and lives as long as it answers', async () => {
    const clock = new FakeClock();
    relay = await startTestRelay({ clock });
    const host = await TestHost.join(relay, HOST);
    for (let beat = 1; beat <= 6; beat++) {
      const pinged = new Promise((resolve) => host.webSocket.once('ping', resolve));
      clock.advance(25_000);
      await pinged;
      await host.fence();
      expect(relay.counters.pings).toBe(beat);
    }
  });

  test('one that is silent for 60 s is closed, and its channel with it', async () => {
    const clock = new FakeClock();
    relay = await startTestRelay({ clock });
    const host = await TestHost.join(relay, HOST);
    await host.admits(PHONE);
    const phone = await TestDevice.join(relay, host, PHONE);
    phone.socket!.pause();
    for (const wait of [25_000, 25_000, 9_999]) {
      clock.advance(wait);
      await host.fence();
    }
    expect(host.queued).toBe(0);
    clock.advance(1);
    expect(await host.expect('closed')).toMatchObject({ channel: phone.channel, reason: 'misbehaved' });
    expect(relay.counters['closed.silent']).toBe(1);
    phone.vanish();
  });

  test('nothing is left ticking when nobody is connected', async () => {
    const clock = new FakeClock();
    relay = await startTestRelay({ clock });
    const host = await TestHost.join(relay, HOST);
    await host.admits({ key: PHONE.publicKey, secondsLeft: 60, channels: 1 });
    const phone = await TestDevice.join(relay, host, PHONE);
    expect(clock.armed).toBe(2);
    host.leave();
    await phone.closed;
    await host.closed;
    expect(clock.armed).toBe(0);
  });
});

describe('size', () => {
  test('a frame above the limit ends the connection that sent it', async () => {
    relay = await startTestRelay();
    const host = await TestHost.join(relay, HOST);
    await host.admits(PHONE);
    const phone = await TestDevice.join(relay, host, PHONE);
    phone.say(new Uint8Array(1024 * 1024 - 4));
    expect(await phone.closed).toBe('frameTooBig');
    expect(await host.expect('closed')).toMatchObject({ channel: phone.channel, reason: 'misbehaved' });
    expect(relay.counters['closed.frameTooBig']).toBe(1);
  });

  test('a stranger gets no more than 4 KiB read, in one message, in many, or in a part of one', async () => {
    relay = await startTestRelay();
    const floods = [
      (peer: Peer) => peer.send(new Uint8Array(8 * 1024)),
      (peer: Peer) => peer.webSocket.send(new Uint8Array(8 * 1024), { fin: false }),
      (peer: Peer) => {
        for (let sent = 0; sent < 100; sent++) peer.webSocket.ping(new Uint8Array(100));
      },
    ];
    const ends = floods.map(async (flood) => {
      const peer = new Peer(hostUrl(relay));
      await peer.expect('challenge');
      flood(peer);
      await peer.closed;
    });
    await Promise.all(ends);
    // Unread bytes may turn a close into a reset, so the relay's own count is what says why.
    expect(relay.counters['closed.earlyBytes']).toBe(3);
  });

  test('an admission set above the limit is refused', async () => {
    relay = await startTestRelay({ limits: { admissions: 2 } });
    const host = await TestHost.join(relay, HOST);
    host.announce(identity(10), identity(11), identity(12));
    expect(await host.closed).toBe('admissions');
  });
});

describe('limits per address', () => {
  test('connections', async () => {
    relay = await startTestRelay({ limits: { addressConnections: 2 } });
    const first = new Peer(hostUrl(relay));
    await first.expect('challenge');
    await new Peer(deviceUrl(relay, HOST_ID)).expect('challenge');
    expect(await new Peer(hostUrl(relay)).closed).toBe('addressConnections');
    first.leave();
    await first.closed;
    await new Peer(hostUrl(relay)).expect('challenge');
  });

  test('connections in all', async () => {
    relay = await startTestRelay({ limits: { connections: 1 } });
    await new Peer(hostUrl(relay)).expect('challenge');
    expect(await new Peer(hostUrl(relay)).closed).toBe('connections');
  });

  test('hosts', async () => {
    relay = await startTestRelay({ limits: { addressHosts: 1 } });
    const first = await TestHost.join(relay, HOST);
    const second = new TestHost(relay, PHONE);
    await second.authenticate();
    expect(await second.closed).toBe('addressHosts');
    first.leave();
    await first.closed;
    await TestHost.join(relay, PHONE);
  });

  test('refusals, forgotten after a minute', async () => {
    const clock = new FakeClock();
    relay = await startTestRelay({ clock, limits: { addressRefusals: 2 } });
    const refused = async () => {
      const device = new TestDevice(relay, HOST_ID, PHONE);
      await device.authenticate().catch(() => {});
      return device.closed;
    };
    expect(await refused()).toBe('hostAbsent');
    expect(await refusal(new Peer(hostUrl(relay), { origin: 'https://evil.example' }))).toBe(403);
    expect(await refused()).toBe('addressRefusals');
    clock.advance(60_000);
    expect(await refused()).toBe('hostAbsent');
  });

  test('count for the client behind a trusted proxy, and only there', async () => {
    const limits = { addressConnections: 1 };
    const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });
    relay = await startTestRelay({ limits, trustedProxies: ['127.0.0.1'] });
    await new Peer(hostUrl(relay), from('203.0.113.1')).expect('challenge');
    await new Peer(hostUrl(relay), from('203.0.113.2')).expect('challenge');
    expect(await new Peer(hostUrl(relay), from('203.0.113.9, 203.0.113.2')).closed).toBe(
      'addressConnections',
    );
    await relay.close();
    relay = await startTestRelay({ limits });
    await new Peer(hostUrl(relay), from('203.0.113.1')).expect('challenge');
    expect(await new Peer(hostUrl(relay), from('203.0.113.2')).closed).toBe('addressConnections');
  });
});

describe('over HTTP', () => {
  test('it says that it is well, and serves nothing that it was not told to', async () => {
    relay = await startTestRelay();
    const base = `http://127.0.0.1:${relay.port}`;
    expect(await fetch(`${base}/healthz`).then(async (r) => [r.status, await r.text()])).toEqual([
      200,
      'ok\n',
    ]);
    expect((await fetch(`${base}/`)).status).toBe(404);
    expect((await fetch(`${base}/v1/host`)).status).toBe(426);
    expect((await fetch(`${base}/healthz`, { method: 'POST', body: 'x' })).status).toBe(405);
  });

  test('a malformed request gets an answer and leaves the relay well', async () => {
    relay = await startTestRelay();
    for (const text of [
      'GET\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
      `GET / HTTP/1.1\r\nx: ${'y'.repeat(9_000)}\r\n\r\n`,
    ]) {
      expect(await rawRequest(relay.port, text)).toMatch(/^HTTP\/1\.1 4\d\d /);
    }
    expect((await fetch(`http://127.0.0.1:${relay.port}/healthz`)).status).toBe(200);
  });
});

describe('the end', () => {
  test('everybody is told, and nobody new is let in', async () => {
    relay = await startTestRelay();
    const host = await TestHost.join(relay, HOST);
    await host.admits(PHONE);
    const phone = await TestDevice.join(relay, host, PHONE);
    const { port } = relay;
    const ended = relay.close();
    expect(relay.close()).toBe(ended);
    expect(await host.closed).toBe('stopping');
    expect(await phone.closed).toBe('stopping');
    await ended;
    await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
  });

  test('a peer that does not answer the close cannot hold it up', async () => {
    relay = await startTestRelay();
    const host = await TestHost.join(relay, HOST);
    host.socket!.pause();
    await relay.close();
    host.vanish();
  });

  test('as a command: a signal drains it', async () => {
    const signals = new EventEmitter();
    let ended: Promise<void> | undefined;
    relay = await new Promise<Relay>((resolve) => {
      ended = relayMain({ host: '127.0.0.1', port: 0, names: [NAME] }, resolve, signals);
    });
    const host = await TestHost.join(relay, HOST);
    signals.emit('SIGTERM');
    expect(await host.closed).toBe('stopping');
    await ended;
    expect(signals.eventNames()).toEqual([]);
  });

  test('a port that is taken is an error at the start', async () => {
    relay = await startTestRelay();
    await expect(startTestRelay({ port: relay.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

test('what it logs holds numbers and names of events, and nothing of anybody', async () => {
  const lines: string[] = [];
  relay = await startTestRelay({ log: (event, numbers) => lines.push(JSON.stringify({ event, numbers })) });
  const host = await TestHost.join(relay, HOST);
  await host.admits(PHONE);
  const phone = await TestDevice.join(relay, host, PHONE);
  phone.say(utf8('very secret'));
  await host.expect('data');
  host.send('garbage');
  await host.closed;
  await relay.close();
  expect(lines.join('\n')).toMatch(
    /^(\{"event":"[a-z]+","numbers":\{("[a-z]+":\d+(,"[a-z]+":\d+)*)?\}\}(\n|$))+$/,
  );
  for (const [name, value] of Object.entries(relay.counters)) {
    expect(name).toMatch(/^(closed\.)?[a-zA-Z]+$/);
    expect(value).toBeTypeOf('number');
  }
});

test('options that cannot work are refused at the start', async () => {
  for (const options of [
    { names: ['Relay.Example:443'] },
    { names: ['relay.example'] },
    { clientOrigins: ['https://outpost.example/'] },
    { clientOrigins: ['*'] },
    { limits: { pauseBytes: 1 } },
    { limits: { heldBytes: 65_536 } },
    { limits: { channels: 0 } },
    { limits: { silenceSeconds: 20 } },
  ]) {
    await expect(startTestRelay(options)).rejects.toThrow(RangeError);
  }
  await expect(startTestRelay({ allowedHosts: ['nobody'] })).rejects.toThrow();
});

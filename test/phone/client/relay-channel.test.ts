import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { DIAL_TIMEOUT_MS, type Leg, RelayChannel } from '../../../phone/client/relay-channel.ts';
import { toHex, utf8 } from '../../../protocol/bytes.ts';
import { nodeSuite } from '../../../protocol/node/suite.ts';
import {
  admitMessage,
  CloseCode,
  type CloseName,
  decodeFromDevice,
  encodeAdmitted,
  encodeChallenge,
  encodeData,
  encodeHostReady,
} from '../../../protocol/relay-frames.ts';
import { Phone } from './world.ts';

const seed = new Uint8Array(32).fill(1);
const publicKey = nodeSuite.ed25519.publicKey(seed);
const hostId = 'a'.repeat(26);
const nonce = new Uint8Array(32).fill(2);

/** A relay that does what a test tells it, and a channel to it. */
async function start() {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  await once(server, 'listening');
  const authority = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const environment = new Phone();
  const received: string[] = [];
  let told: (leg: Leg) => void = () => {};
  const ended = new Promise<Leg>((resolve) => {
    told = resolve;
  });
  const connection = once(server, 'connection') as Promise<[WebSocket, { url: string }]>;
  const channel = new RelayChannel({
    environment,
    relayUrl: `ws://${authority}`,
    hostId,
    admission: { publicKey, sign: (message) => nodeSuite.ed25519.sign(seed, message) },
    first: utf8('hello'),
    receive: (bytes) => received.push(toHex(bytes)),
    ended: told,
  });
  const [relay, request] = await connection;
  const frames: ReturnType<typeof decodeFromDevice>[] = [];
  relay.on('message', (data: Buffer) => frames.push(decodeFromDevice(data)));
  const sent = async (count: number) => {
    while (frames.length < count) await once(relay, 'message');
    return frames;
  };
  return { environment, channel, relay, request, authority, frames, sent, received, ended };
}

describe('a channel', () => {
  it('signs for the authority that it dialled, and says hello right behind', async () => {
    const { channel, relay, request, authority, sent } = await start();
    expect(request.url).toBe(`/v1/device/${hostId}`);
    relay.send(encodeChallenge(nonce));
    const [admit, hello] = await sent(2);
    if (admit?.type !== 'admit' || hello?.type !== 'data') throw new Error('not admit, hello');
    const message = admitMessage(hostId, nonce, authority);
    expect(nodeSuite.ed25519.verify(admit.admissionKey, message, admit.signature)).toBe(true);
    expect(toHex(hello.bytes)).toBe(toHex(utf8('hello')));
    channel.close();
  });

  it('signs once, whatever the relay sends', async () => {
    const { relay, frames, ended } = await start();
    relay.send(encodeChallenge(nonce));
    relay.send(encodeChallenge(new Uint8Array(32)));
    expect(await ended).toBe('relay');
    expect(frames.filter(({ type }) => type === 'admit').length).toBeLessThanOrEqual(1);
  });

  it('is over when no challenge comes', async () => {
    const { environment, ended } = await start();
    environment.pass(DIAL_TIMEOUT_MS);
    expect(await ended).toBe('relay');
  });

  it.each([
    ['a text', 'hello'],
    ['no frame', Uint8Array.of(0xff)],
    [
      'a frame for hosts',
      encodeHostReady({
        frameBytes: 0,
        pauseBytes: 0,
        heldBytes: 0,
        pausedSeconds: 0,
        admissions: 0,
        channels: 0,
      }),
    ],
  ])('is over after %s', async (_what, message) => {
    const { relay, ended, received } = await start();
    relay.send(message);
    expect(await ended).toBe('relay');
    expect(received).toEqual([]);
  });

  it.each<[CloseName, Leg]>([
    ['hostAbsent', 'host'],
    ['shutRefused', 'host'],
    ['withdrawn', 'host'],
    ['stopping', 'relay'],
    ['addressRefusals', 'relay'],
    ['badAuth', 'relay'],
  ])('closed with %s names the %s', async (name, leg) => {
    const { relay, ended } = await start();
    relay.close(CloseCode[name]);
    expect(await ended).toBe(leg);
  });

  it('that we closed says nothing any more', async () => {
    const { channel, relay, received, environment, ended } = await start();
    channel.close();
    relay.send(encodeAdmitted());
    relay.send(encodeData(0, utf8('late')));
    environment.pass(60_000);
    await once(relay, 'close');
    expect(received).toEqual([]);
    expect(await Promise.race([ended, Promise.resolve('nothing')])).toBe('nothing');
  });
});

describe('a URL that the page may not open', () => {
  it('is a relay that cannot be reached from here', async () => {
    const environment = new Phone();
    environment.openSocket = () => {
      throw new DOMException('mixed content', 'SecurityError');
    };
    const leg = await new Promise<Leg>((ended) => {
      new RelayChannel({
        environment,
        relayUrl: 'ws://10.0.0.1',
        hostId,
        admission: { publicKey, sign: () => new Uint8Array(64) },
        first: utf8('hello'),
        receive: () => {},
        ended,
      });
    });
    expect(leg).toBe('relay');
    expect(environment.waits).toEqual([]);
  });
});

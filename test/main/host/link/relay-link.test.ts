/** The host's link against relays that do not keep to what a relay promises. */
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { systemClock } from '../../../../main/host/clock.ts';
import type { HostIdentity } from '../../../../main/host/identity.ts';
import { type ChannelPort, RelayLink, type RelayState } from '../../../../main/host/link/relay-link.ts';
import { hostIdOf, hostPublicKey } from '../../../../protocol/identity.ts';
import { nodeSuite as suite } from '../../../../protocol/node/suite.ts';
import {
  decodeFromHost,
  encodeAdmitting,
  encodeChallenge,
  encodeHostReady,
  encodeOpened,
} from '../../../../protocol/relay-frames.ts';

const seed = suite.randomBytes(32);
const publicKey = hostPublicKey(suite.ed25519.publicKey(seed));
const identity: HostIdentity = {
  id: hostIdOf(publicKey),
  publicKey,
  seed,
  sign: (message) => suite.ed25519.sign(seed, message),
};
const silent = { debug() {}, info() {}, warn() {}, error() {} };
const limits = {
  frameBytes: 2 ** 20,
  pauseBytes: 2 ** 18,
  heldBytes: 2 ** 19,
  pausedSeconds: 30,
  admissions: 100,
  channels: 100,
};

let relay: WebSocketServer;
let link: RelayLink | undefined;
beforeEach(async () => {
  relay = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  await new Promise((resolve) => relay.once('listening', resolve));
});
afterEach(async () => {
  await link?.close();
  for (const client of relay.clients) client.terminate();
  await new Promise((resolve) => relay.close(resolve));
});

function start(opened: (port: ChannelPort) => void = () => {}, closed: () => void = () => {}) {
  const states: RelayState[] = [];
  link = new RelayLink({
    url: `ws://127.0.0.1:${(relay.address() as AddressInfo).port}`,
    identity,
    clock: systemClock,
    random: () => 0,
    log: silent,
    admissions: () => [],
    changed: (state) => states.push(state),
    opened: (port) => {
      opened(port);
      return { receive() {}, unblocked() {}, closed };
    },
  });
  link.start();
  return { link, states };
}
/** Plays the relay up to the host's admissions, and hands over what comes then. */
function greet(admissions: (socket: WebSocket, revision: number) => void): void {
  relay.on('connection', (socket) => {
    socket.on('message', (data: Buffer) => {
      const frame = decodeFromHost(data);
      if (frame.type === 'hostAuth') socket.send(encodeHostReady(limits));
      if (frame.type === 'admissions') admissions(socket, frame.revision);
    });
    socket.send(encodeChallenge(suite.randomBytes(32)));
  });
}

test('a relay that goes before it has admitted anybody was never connected', async () => {
  let dials = 0;
  greet((socket) => {
    dials++;
    socket.close();
  });
  const { states } = start();
  await expect.poll(() => dials, { timeout: 5000 }).toBe(2);
  expect(states.map(({ kind }) => kind)).not.toContain('connected');
});

test('a link that is closed opens no channel any more, ends those that it has, and says when it is at rest', async () => {
  let socket: WebSocket | undefined;
  greet((from, revision) => {
    socket = from;
    from.send(encodeAdmitting(revision));
    from.send(encodeOpened(1, suite.randomBytes(32)));
  });
  let open = 0;
  let ended = 0;
  const { link: own } = start(
    () => open++,
    () => ended++,
  );
  await expect.poll(() => open).toBe(1);
  // The relay has not read the goodbye when it opens one more.
  socket!.pause();
  const closed = own.close();
  expect(ended).toBe(1);
  socket!.send(encodeOpened(2, suite.randomBytes(32)));
  socket!.resume();
  await closed;
  expect(open).toBe(1);
  await expect.poll(() => relay.clients.size).toBe(0);
});

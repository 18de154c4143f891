import { afterEach, describe, expect, test } from 'vitest';
import { utf8 } from '../../protocol/bytes.ts';
import { hostIdOf } from '../../protocol/identity.ts';
import { nodeSuite } from '../../protocol/node/suite.ts';
import {
  admitMessage,
  encodeAdmit,
  encodeData,
  encodeHostAuth,
  encodeShut,
  hostAuthMessage,
} from '../../protocol/relay-frames.ts';
import type { Relay, RelayOptions } from '../../relay/server.ts';
import { FakeClock } from './fake-clock.ts';
import { identity, NAME, startTestRelay, TestDevice, TestHost } from './peers.ts';

const HOST = identity(1);
const PHONE = identity(2);
const TABLET = identity(3);
const KIB = 1024;

let relay: Relay;
afterEach(() => relay?.close());

/** A relay, a host on it that admits phone and tablet, and a channel for each. */
async function together(options: Partial<RelayOptions> = {}) {
  relay = await startTestRelay(options);
  const host = await TestHost.join(relay, HOST);
  await host.admits(PHONE, TABLET);
  const phone = await TestDevice.join(relay, host, PHONE);
  const tablet = await TestDevice.join(relay, host, TABLET);
  return { host, phone, tablet };
}

describe('who may speak as a host', () => {
  test('the holder of the key, for one of the relay’s own names', async () => {
    relay = await startTestRelay({ names: () => ['other.example:443', NAME] });
    await TestHost.join(relay, HOST);
    expect(relay.counters.hostsJoined).toBe(1);
  });

  test('not with a signature for another relay', async () => {
    relay = await startTestRelay();
    const host = new TestHost(relay, HOST);
    await host.authenticate('evil.example:443');
    expect(await host.closed).toBe('badAuth');
  });

  test('not by naming the relay in the Host header', async () => {
    relay = await startTestRelay();
    const host = new TestHost(relay, HOST);
    await host.authenticate(`127.0.0.1:${relay.port}`);
    expect(await host.closed).toBe('badAuth');
  });

  test('not with a signature of another key, and not with one over a device’s message', async () => {
    relay = await startTestRelay();
    for (const message of [
      hostAuthMessage,
      (nonce: Uint8Array, name: string) => admitMessage(hostIdOf(HOST.publicKey), nonce, name),
    ]) {
      const host = new TestHost(relay, HOST);
      const { nonce } = await host.expect('challenge');
      const signer = message === hostAuthMessage ? TABLET : HOST;
      host.send(encodeHostAuth(HOST.publicKey, nodeSuite.ed25519.sign(signer.seed, message(nonce, NAME))));
      expect(await host.closed).toBe('badAuth');
    }
  });

  test('not with what another connection sent', async () => {
    relay = await startTestRelay();
    const first = new TestHost(relay, HOST);
    const { nonce } = await first.expect('challenge');
    const auth = encodeHostAuth(
      HOST.publicKey,
      nodeSuite.ed25519.sign(HOST.seed, hostAuthMessage(nonce, NAME)),
    );
    first.send(auth);
    await first.expect('hostReady');
    const replay = new TestHost(relay, HOST);
    await replay.expect('challenge');
    replay.send(auth);
    expect(await replay.closed).toBe('badAuth');
    await first.fence();
  });

  test('not when the relay serves other hosts only', async () => {
    relay = await startTestRelay({ allowedHosts: [hostIdOf(TABLET.publicKey)] });
    const host = new TestHost(relay, HOST);
    await host.authenticate();
    expect(await host.closed).toBe('hostNotAllowed');
  });
});

describe('who may open a channel', () => {
  test('the holder of an admission key; not with another relay’s name, host id or nonce', async () => {
    relay = await startTestRelay();
    const host = await TestHost.join(relay, HOST);
    await host.admits(PHONE);
    const wrong = [
      (nonce: Uint8Array) => admitMessage(host.id, nonce, 'evil.example:443'),
      (nonce: Uint8Array) => admitMessage(hostIdOf(TABLET.publicKey), nonce, NAME),
      () => admitMessage(host.id, new Uint8Array(32), NAME),
    ];
    for (const message of wrong) {
      const device = new TestDevice(relay, host.id, PHONE);
      const { nonce } = await device.expect('challenge');
      device.send(encodeAdmit(PHONE.publicKey, nodeSuite.ed25519.sign(PHONE.seed, message(nonce))));
      expect(await device.closed).toBe('badAuth');
    }
    await TestDevice.join(relay, host, PHONE);
  });

  test('an unknown host and an unknown key are answered alike', async () => {
    relay = await startTestRelay();
    const host = await TestHost.join(relay, HOST);
    await host.admits(PHONE);
    const seen = async (hostId: string, who: typeof PHONE) => {
      const device = new TestDevice(relay, hostId, who);
      await device.authenticate();
      return { how: await device.closed, framesBefore: device.queued };
    };
    const here = await seen(host.id, TABLET);
    expect(here).toEqual({ how: 'hostAbsent', framesBefore: 0 });
    expect(await seen(hostIdOf(TABLET.publicKey), PHONE)).toEqual(here);
    // A bad signature, too, gets the same whether or not there is such a host.
    const forged = async (hostId: string) => {
      const device = new TestDevice(relay, hostId, PHONE);
      await device.expect('challenge');
      device.send(encodeAdmit(PHONE.publicKey, new Uint8Array(64)));
      return device.closed;
    };
    expect(await forged(host.id)).toBe('badAuth');
    expect(await forged(hostIdOf(TABLET.publicKey))).toBe('badAuth');
    expect(host.queued).toBe(0);
  });

  test('a device that sends data before it is admitted is refused', async () => {
    relay = await startTestRelay();
    const host = await TestHost.join(relay, HOST);
    await host.admits(PHONE);
    const device = new TestDevice(relay, host.id, PHONE);
    await device.expect('challenge');
    device.say(utf8('early'));
    expect(await device.closed).toBe('badFrame');
    await host.fence();
    expect(host.queued).toBe(0);
  });

  test('data right behind Admit reaches the host', async () => {
    relay = await startTestRelay();
    const host = await TestHost.join(relay, HOST);
    await host.admits(PHONE);
    const device = new TestDevice(relay, host.id, PHONE);
    await device.authenticate();
    device.say(utf8('hello'));
    const { channel } = await host.expect('opened');
    expect(await host.expect('data')).toMatchObject({ channel, bytes: utf8('hello') });
  });
});

describe('data', () => {
  test('goes to its channel and to no other, both ways, unchanged', async () => {
    const { host, phone, tablet } = await together();
    expect(phone.channel).not.toBe(tablet.channel);
    phone.say(utf8('from the phone'));
    expect(await host.raw()).toEqual(Buffer.from(encodeData(phone.channel, utf8('from the phone'))));
    host.say(tablet.channel, utf8('to the tablet'));
    host.say(phone.channel, utf8('to the phone'));
    expect(await tablet.raw()).toEqual(Buffer.from(encodeData(0, utf8('to the tablet'))));
    expect(await phone.raw()).toEqual(Buffer.from(encodeData(0, utf8('to the phone'))));
  });

  test('a channel number that a device writes itself counts for nothing', async () => {
    const { host, phone, tablet } = await together();
    phone.send(encodeData(tablet.channel, utf8('whose?')));
    expect((await host.expect('data')).channel).toBe(phone.channel);
  });

  test('for a closed channel it is dropped', async () => {
    const { host, phone, tablet } = await together();
    host.send(encodeShut(phone.channel, 'ended'));
    host.say(phone.channel, utf8('too late'));
    host.say(tablet.channel, utf8('in time'));
    expect(await phone.closed).toBe('shutEnded');
    expect(phone.queued).toBe(0);
    await tablet.expect('data');
    expect(relay.counters.framesDropped).toBe(1);
  });

  test('of the greatest allowed size passes whole, also to a device that takes its time', async () => {
    const { host, phone } = await together();
    const most = new Uint8Array(1024 * KIB - 5).map((_, at) => at % 251);
    host.say(phone.channel, most);
    expect(Buffer.from(most).equals((await phone.raw()).subarray(5))).toBe(true);
  });
});

test('a burst above the limit reaches a device that takes it as it comes', async () => {
  const { host, phone } = await together({ limits: { pauseBytes: 16 * KIB, heldBytes: 20 * KIB } });
  // Far more than may wait, but the system takes it at once; so nothing waits.
  for (let sent = 0; sent < 8; sent++) host.say(phone.channel, new Uint8Array(6 * KIB));
  for (let received = 0; received < 8; received++) await phone.expect('data');
  expect(relay.counters['closed.overrun']).toBe(0);
});

describe('what ends a channel', () => {
  test('taking back its admission, at once, and no other channel notices', async () => {
    const { host, phone, tablet } = await together();
    host.announce(TABLET);
    expect(await phone.closed).toBe('withdrawn');
    expect(await host.expect('closed')).toMatchObject({ channel: phone.channel, reason: 'withdrawn' });
    await host.expect('admitting');
    const again = new TestDevice(relay, host.id, PHONE);
    await again.authenticate();
    expect(await again.closed).toBe('hostAbsent');
    tablet.say(utf8('still here'));
    expect(await host.expect('data')).toMatchObject({ channel: tablet.channel });
  });

  test('its admission’s last second', async () => {
    const clock = new FakeClock();
    const { host, phone } = await together({ clock });
    await host.admits({ key: PHONE.publicKey, secondsLeft: 5, channels: 1 }, TABLET);
    clock.advance(5_000);
    expect(await phone.closed).toBe('withdrawn');
  });

  test('the end of the device’s connection, however it ends', async () => {
    const { host, phone, tablet } = await together();
    phone.leave();
    expect(await host.expect('closed')).toMatchObject({ channel: phone.channel, reason: 'deviceLeft' });
    tablet.vanish();
    expect(await host.expect('closed')).toMatchObject({ channel: tablet.channel, reason: 'deviceLeft' });
  });

  test('the end of the host’s connection', async () => {
    const { host, phone, tablet } = await together();
    host.vanish();
    expect(await phone.closed).toBe('hostAbsent');
    expect(await tablet.closed).toBe('hostAbsent');
  });

  test('a second host connection with the same key; the first is told', async () => {
    const { host, phone } = await together();
    const second = await TestHost.join(relay, HOST);
    expect(await host.closed).toBe('replaced');
    expect(await phone.closed).toBe('hostAbsent');
    await second.admits(PHONE);
    expect((await TestDevice.join(relay, second, PHONE)).channel).toBe(1);
  });
});

describe('garbage', () => {
  const garbage: readonly [string, Uint8Array | string][] = [
    ['an empty message', new Uint8Array(0)],
    ['an unknown type', Uint8Array.of(0xff, 1, 2, 3)],
    ['a frame of the relay’s own', Uint8Array.of(0x0c, 0, 0, 0, 1)],
    ['half a header', Uint8Array.of(0x0a, 0, 0)],
    ['a text message', 'hello'],
    ['a second authentication', Uint8Array.of(0x06, ...new Uint8Array(96))],
  ];

  test.each(garbage)('%s ends the device that sent it, and only that', async (_, bytes) => {
    const { host, phone, tablet } = await together();
    phone.send(bytes);
    expect(await phone.closed).toBe('badFrame');
    expect(await host.expect('closed')).toMatchObject({ channel: phone.channel, reason: 'misbehaved' });
    tablet.say(utf8('fine'));
    await host.expect('data');
  });

  test.each(garbage)('%s ends the host that sent it', async (_, bytes) => {
    const { host, phone } = await together();
    host.send(bytes);
    expect(await host.closed).toBe('badFrame');
    expect(await phone.closed).toBe('hostAbsent');
  });

  test.each(garbage)('%s from a stranger', async (_, bytes) => {
    relay = await startTestRelay();
    const stranger = new TestHost(relay, HOST);
    await stranger.expect('challenge');
    stranger.send(bytes);
    expect(await stranger.closed).toBe('badFrame');
    expect(relay.counters['closed.badFrame']).toBe(1);
  });
});

describe('back-pressure', () => {
  /** Sends to a device that does not read until the relay says Pause. */
  async function untilPaused(host: TestHost, device: TestDevice): Promise<number> {
    device.socket!.pause();
    const piece = new Uint8Array(32 * KIB);
    let sent = 0;
    while (host.queued === 0) {
      host.say(device.channel, piece);
      sent += 1;
      await host.fence();
    }
    expect(await host.expect('pause')).toMatchObject({ channel: device.channel });
    return sent;
  }

  test('a slow device gets its host paused, others go on, and it resumes when it has caught up', async () => {
    const { host, phone, tablet } = await together();
    const sent = await untilPaused(host, phone);
    host.say(tablet.channel, utf8('no waiting'));
    expect((await tablet.expect('data')).bytes).toEqual(utf8('no waiting'));
    phone.socket!.resume();
    expect(await host.expect('resume')).toMatchObject({ channel: phone.channel });
    for (let received = 0; received < sent; received++) await phone.expect('data');
    expect(relay.counters).toMatchObject({ paused: 1, resumed: 1 });
  });

  test('a host that goes on regardless loses that channel, with a reason, and no other', async () => {
    const { host, phone, tablet } = await together();
    await untilPaused(host, phone);
    while (host.queued === 0) {
      host.say(phone.channel, new Uint8Array(32 * KIB));
      await host.fence();
    }
    expect(await host.expect('closed')).toMatchObject({ channel: phone.channel, reason: 'overrun' });
    expect(relay.counters['closed.overrun']).toBe(1);
    host.say(tablet.channel, utf8('unhurt'));
    await tablet.expect('data');
    phone.vanish();
  });

  test('what waits for one device stays within the limit', async () => {
    const { host, phone } = await together();
    await untilPaused(host, phone);
    // From Pause to the end: what the limit leaves, whatever the kernel took before.
    let more = 0;
    while (host.queued === 0) {
      host.say(phone.channel, new Uint8Array(32 * KIB));
      more += 1;
      await host.fence();
    }
    expect(more * 32).toBeLessThanOrEqual(512 - 256 + 32);
    phone.vanish();
  });

  test('a channel that stays paused is closed in time', async () => {
    const clock = new FakeClock();
    const { host, phone, tablet } = await together({ clock });
    await untilPaused(host, phone);
    clock.advance(30_000);
    expect(await host.expect('closed')).toMatchObject({ channel: phone.channel, reason: 'stalled' });
    tablet.say(utf8('unhurt'));
    await host.expect('data');
    phone.vanish();
  });

  test('a slow host has its devices unread instead of the relay’s memory filled', async () => {
    const { host, phone, tablet } = await together();
    host.socket!.pause();
    const piece = new Uint8Array(64 * KIB);
    let sent = 0;
    while (relay.counters.hostPaused === 0) {
      phone.say(piece);
      sent += 1;
      await tablet.fence();
    }
    for (let more = 0; more < 64; more++) phone.say(piece);
    await tablet.fence();
    expect(relay.counters['closed.hostOverrun']).toBe(0);
    host.socket!.resume();
    for (let received = 0; received < sent + 64; received++) await host.expect('data');
  });

  test('a host for which too much waits all the same is closed, and its devices are told', async () => {
    const limits = { hostPauseBytes: 16 * KIB, hostHeldBytes: 64 * KIB };
    const { host, phone, tablet } = await together({ limits });
    host.socket!.pause();
    while (relay.counters.hostPaused === 0) {
      phone.say(new Uint8Array(16 * KIB));
      await tablet.fence();
    }
    // A device that was not held back yet, with a frame that alone is above the limit.
    tablet.say(new Uint8Array(128 * KIB));
    expect(await tablet.closed).toBe('hostAbsent');
    expect(relay.counters['closed.hostOverrun']).toBe(1);
    host.vanish();
    phone.vanish();
  });
});

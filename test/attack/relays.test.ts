/** What a hostile relay does with other relays, with strangers, and with its own word about channels. */
import { once } from 'node:events';
import { describe, expect, onTestFinished, test } from 'vitest';
import { HANDSHAKE_TIMEOUT_MS } from '../../protocol/handshake.ts';
import { hostIdOf, hostPublicKey } from '../../protocol/identity.ts';
import { nodeSuite } from '../../protocol/node/suite.ts';
import { admitMessage, encodeAdmit, encodeHostAuth } from '../../protocol/relay-frames.ts';
import type { SyncSuite } from '../../protocol/suite.ts';
import { type Relay, startRelay as startRealRelay } from '../../relay/server.ts';
import { startHost } from '../main/host/host-fixture.ts';
import { pairedDevice, until } from '../main/host/node-device.ts';
import { deviceUrl, hostUrl, Peer } from '../relay/peers.ts';
import { ownKeys } from './adversary.ts';
import { LeapClock } from './leap-clock.ts';
import {
  begin,
  environment,
  eventually,
  hostAt,
  keep,
  lastLine,
  prompts,
  recovers,
  scene,
  startRelay,
} from './scene.ts';
import { sameEphemeral } from './weakened.ts';

/** Another relay. `alsoNamed`: it answers to that name as if it were its own. */
async function otherRelay(alsoNamed: readonly string[] = []): Promise<Relay> {
  let relay: Relay | undefined;
  relay = await startRealRelay({
    host: '127.0.0.1',
    port: 0,
    names: () => [`127.0.0.1:${relay?.port}`, ...alsoNamed],
  });
  const running = relay;
  onTestFinished(() => running.close());
  return running;
}

describe('a signature that was made for this relay', () => {
  /** It asks the host to sign the nonce of another relay, and goes there as the host. */
  async function hostAuth(bound: boolean) {
    const hostile = await startRelay();
    const other = await otherRelay(bound ? [] : [hostile.authority]);
    const asHost = new Peer(hostUrl(other));
    const { nonce } = await asHost.expect('challenge');
    hostile.nonce = () => nonce;
    await hostAt(hostile.url);
    await hostile.until(() => hostile.seats.size > 0);
    const [seat] = hostile.seats.values();
    asHost.send(encodeHostAuth(seat!.auth.hostPublicKey, seat!.auth.signature));
    return Promise.race([asHost.closed, asHost.next().then(({ type }) => type)]).finally(() =>
      asHost.vanish(),
    );
  }

  test('by a host makes nobody the host at another relay', async () => {
    expect(await hostAuth(true)).toBe('badAuth');
    expect(await hostAuth(false), 'at a relay that answers to any name').toBe('hostReady');
  });

  /** The same with a device’s. */
  async function admit(bound: boolean) {
    const hostile = await startRelay();
    const other = await otherRelay(bound ? [] : [hostile.authority]);
    const relays = [hostile.url, `ws://127.0.0.1:${other.port}`];
    const there = await hostAt(hostile.url, { relays });
    const ada = keep(await pairedDevice(await there.pair(), 'Ada'));
    const hostId = ada.connection.facts.id;
    await eventually(() => other.counters.hostsJoined).toBe(1);
    const asDevice = new Peer(deviceUrl(other, hostId));
    const { nonce } = await asDevice.expect('challenge');
    hostile.nonce = () => nonce;
    hostile.cutDevices();
    const before = hostile.admits.length;
    await hostile.until(() => hostile.admits.length > before);
    const { frame } = hostile.admits.at(-1)!;
    asDevice.send(encodeAdmit(frame.admissionKey, frame.signature));
    return Promise.race([asDevice.closed, asDevice.next().then(({ type }) => type)]).finally(() =>
      asDevice.vanish(),
    );
  }

  test('by a device lets nobody through another relay', async () => {
    expect(await admit(true)).toBe('badAuth');
    expect(await admit(false), 'at a relay that answers to any name').toBe('admitted');
  });
});

describe('a stranger who knows the host’s id', () => {
  /** How many channels the host has begun. */
  class Counting extends LeapClock {
    channels = 0;
    override after(ms: number, run: () => void) {
      if (ms === HANDSHAKE_TIMEOUT_MS) this.channels++;
      return super.after(ms, run);
    }
  }

  async function knock(url: string, authority: string, hostId: string) {
    const { seed, publicKey } = ownKeys();
    const stranger = new Peer(`${url}/v1/device/${hostId}`);
    const { nonce } = await stranger.expect('challenge');
    stranger.send(
      encodeAdmit(publicKey, nodeSuite.ed25519.sign(seed, admitMessage(hostId, nonce, authority))),
    );
    const answer = await Promise.race([stranger.closed, stranger.next().then(({ type }) => type)]);
    stranger.vanish();
    return answer;
  }

  test('hears the same as of a host that does not exist, and the host hears nothing', async () => {
    const clock = new Counting();
    const fixture = await startHost({}, { clock });
    onTestFinished(() => fixture.close());
    await fixture.pair();
    const { host, relay } = await fixture.host.api.snapshot();
    const [url] = relay.routes;
    const authority = new URL(url!).host;
    const before = clock.channels;
    const nobody = hostIdOf(hostPublicKey(ownKeys().publicKey));
    const heard = [host.id, nobody, host.id, nobody].map((id) => knock(url!, authority, id));
    expect(await Promise.all(heard)).toEqual(Array(4).fill('hostAbsent'));
    expect(clock.channels - before).toBe(0);
  });

  test('would otherwise have a channel, and cost the host one', async () => {
    const clock = new Counting();
    const { host, relay } = await scene({ clock });
    await host.pair();
    relay.asksAdmission = false;
    const before = clock.channels;
    const [seat] = relay.seats.values();
    expect(await knock(relay.url, relay.authority, seat!.id), 'without admissions').toBe('admitted');
    await eventually(() => clock.channels - before).toBe(1);
  });
});

describe('lies about channels', () => {
  /** `Closed` for a channel that is open, `Opened` for it once more, and all that was said on it again. */
  async function liesOf(suite?: SyncSuite) {
    const build = await scene(suite && { suite });
    const ada = await build.phone('Ada', environment());
    await begin(build.host, ada, 'once');
    const line = lastLine(build);
    const said = [...line.seen.toHost];
    const heard = line.seen.toDevice.length;
    build.relay.meddle = () => [];
    build.relay.lieClosed(line, 'deviceLeft');
    build.relay.lieOpened(line, line.key);
    for (const bytes of said) build.relay.toHost(line, bytes);
    await build.relay.until(() => line.shut || line.seen.toDevice.length >= heard + 2);
    const outcome = { words: line.seen.toDevice.length - heard, prompts: prompts(build.host) };
    if (!suite) {
      await recovers(build, ada);
      expect(prompts(build.host)).toEqual(['once', 'I am back']);
    }
    return outcome;
  }

  test('bring nothing back: what was said is not done again', async () => {
    // One word: the HostHello that anybody gets who says hello.
    expect(await liesOf()).toEqual({ words: 1, prompts: ['once'] });
    const weak = await liesOf(sameEphemeral());
    expect(weak.words, 'without a fresh key of the host').toBeGreaterThan(1);
  });

  test('about every channel, in every order, cost the host nothing but those', async () => {
    const build = await scene();
    const ada = await build.phone('Ada');
    const line = lastLine(build);
    for (const id of [line.id, 7, 4_294_967_295]) {
      const made = { ...line, id };
      build.relay.lieOpened(made, new Uint8Array(32));
      build.relay.lieOpened(made, line.key);
    }
    await begin(build.host, ada, 'still here');
    for (const id of [4_294_967_295, 7, 99]) build.relay.lieClosed({ ...line, id }, 'withdrawn');
    await ada.connection.call('session/ping', {});
    build.relay.lieClosed(line, 'misbehaved');
    await recovers(build, ada);
    expect(prompts(build.host)).toEqual(['still here', 'I am back']);
  });

  test('frames that are none end its own connection; the host and its phones come back', async () => {
    const build = await scene();
    const ada = await build.phone('Ada');
    const { seat } = lastLine(build);
    seat.socket.send(Uint8Array.of(0x0a, 0));
    await once(seat.socket, 'close');
    await until(ada, ({ kind }) => kind !== 'connected');
    await build.relay.until(() => build.relay.seats.get(seat.id)?.admitting === true);
    ada.connection.wake();
    await until(ada, ({ kind }) => kind === 'connected');
    await begin(build.host, ada, 'still here');
    expect(prompts(build.host)).toEqual(['still here']);
  });
});

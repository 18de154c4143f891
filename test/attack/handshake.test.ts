/** What a hostile relay tries with the handshake. Each attack succeeds against a build without the one defence. */
import { describe, expect, test } from 'vitest';
import { Door } from '../../main/host/session/door.ts';
import { type DeviceRecord, memoryStore } from '../../phone/client/device-store.ts';
import type { Bytes } from '../../protocol/bytes.ts';
import { hostIdOf, hostPublicKey } from '../../protocol/identity.ts';
import { parseLink } from '../../protocol/link.ts';
import { nodeSuite } from '../../protocol/node/suite.ts';
import type { SyncSuite } from '../../protocol/suite.ts';
import { connected, eventsOf, pairOnly, started, until } from '../main/host/node-device.ts';
import { comeAsDevice, inHostsPlace, ownKeys, readRecorded } from './adversary.ts';
import {
  begin,
  environment,
  hostAt,
  keep,
  lastLine,
  names,
  prompts,
  recovers,
  scene,
  startRelay,
} from './scene.ts';
import { anyHost, anyKey, anySigner, looseHello, noSecret, sameEphemeral } from './weakened.ts';

const unreadable = (bytes: number): Bytes => nodeSuite.randomBytes(bytes);

describe('a device of the relay’s own', () => {
  /** While the code shows, the relay says hello with all that it has: a line, and a secret that it guesses. */
  async function pairItself(suite?: SyncSuite): Promise<string[]> {
    const { host, relay } = await scene(suite && { suite });
    const link = await host.pair();
    const [seat] = relay.seats.values();
    const { key } = seat!.admissions[0]!;
    for (const psk of [unreadable(32), new Uint8Array(32), key, seat!.auth.hostPublicKey]) {
      await comeAsDevice(relay, relay.openOwn(seat!.id, key), { mode: 'pair', psk, ...(suite && { suite }) });
    }
    const devices = await names(host);
    if (!suite) {
      // Four failures cost the link nothing.
      relay.behave();
      expect(await pairOnly(link, 'Ada')).toMatchObject({ kind: 'paired' });
      expect(await names(host)).toEqual(['Ada']);
    }
    return devices;
  }

  test('is not paired, also while the code shows, and the link stays good', async () => {
    expect(await pairItself()).toEqual([]);
    expect(await pairItself(noSecret), 'without the link’s secret').toEqual(['Mallory']);
  });

  /** All that a phone said is said again on a line of the relay's own. */
  async function replay(suite?: SyncSuite) {
    const build = await scene(suite && { suite });
    const ada = await build.phone('Ada', environment());
    await begin(build.host, ada, 'once');
    const recorded = lastLine(build);
    const line = build.relay.openOwn(recorded.seat.id, recorded.key);
    for (const bytes of recorded.seen.toHost.slice(0, 2)) build.relay.toHost(line, bytes);
    await build.relay.until(() => line.shut || line.seen.toDevice.length > 1);
    if (line.seen.toDevice.length > 1) await until(ada, ({ kind }) => kind !== 'connected');
    const outcome = {
      answers: line.seen.toDevice.length,
      adaIsOut: eventsOf(ada, 'session/bye').length > 0,
    };
    if (!suite) await recovers(build, ada);
    return outcome;
  }

  test('does not come of a handshake that is said again', async () => {
    expect(await replay()).toEqual({ answers: 1, adaIsOut: false });
    const without = await replay(sameEphemeral());
    expect(without.answers, 'without a fresh key of the host').toBeGreaterThan(1);
    expect(without.adaIsOut).toBe(true);
  });
});

describe('another host', () => {
  /** The relay has photographed the code, too, and answers in the host's place. */
  async function swapKeys(suite?: SyncSuite) {
    const { host, relay } = await scene();
    const link = await host.pair();
    const mallory = inHostsPlace(relay, parseLink(link).pairingSecret, ownKeys(), suite);
    relay.meddle = (passing) => mallory.meddle(passing);
    const store = memoryStore();
    const result = await pairOnly(link, 'Ada', store, environment(suite && { suite }));
    const outcome = { kind: result.kind, stored: (await store.list()).length, taken: mallory.taken };
    if (!suite) {
      relay.behave();
      expect(await pairOnly(link, 'Ada', store)).toMatchObject({ kind: 'paired' });
      expect(await names(host)).toEqual(['Ada']);
    }
    return outcome;
  }

  test('with a key of its own is not taken for the host, even by the secret of the link', async () => {
    expect(await swapKeys()).toEqual({ kind: 'unreached', stored: 0, taken: 0 });
    // Signature and transcript each are enough.
    expect(await swapKeys(anySigner)).toEqual({ kind: 'unreached', stored: 0, taken: 0 });
    expect(await swapKeys(anyKey), 'without anything that names the host’s key').toMatchObject({
      stored: 1,
      taken: 1,
    });
  });

  /** Who scans the code of one host is led to another. */
  async function cross(suite?: SyncSuite) {
    const build = await scene(suite && { suite });
    const other = await hostAt(build.relay.url, {}, suite && { suite });
    const link = await build.host.pair();
    await other.pair();
    const asked = hostIdOf(parseLink(link).hostPublicKey);
    build.relay.wires = (hostId) =>
      hostId === asked ? [...build.relay.seats.keys()].find((id) => id !== asked)! : hostId;
    build.relay.asksAdmission = false;
    const store = memoryStore();
    const result = await pairOnly(link, 'Ada', store, environment(suite && { suite }));
    const outcome = { kind: result.kind, here: await names(build.host), there: await names(other) };
    if (!suite) {
      expect(await store.list()).toEqual([]);
      build.relay.behave();
      expect(await pairOnly(link, 'Ada', store)).toMatchObject({ kind: 'paired' });
      expect([await names(build.host), await names(other)]).toEqual([['Ada'], []]);
    }
    return outcome;
  }

  test('whose wires are crossed with the host’s pairs nobody', async () => {
    expect(await cross()).toEqual({ kind: 'unreached', here: [], there: [] });
    expect(await cross(anyHost), 'without anything that names the host').toEqual({
      kind: 'paired',
      here: [],
      there: ['Ada'],
    });
  });
});

describe('downgrade', () => {
  /** Version and mode are altered in each Hello; `door`: also a host that takes either mode for a secret. */
  async function alter(at: 1 | 2, to: number, weak: boolean) {
    const modes: string[] = [];
    let careless = false;
    class AnyMode extends Door {
      override lookup(id: Bytes) {
        const known = super.lookup(id);
        return known && careless ? ({ ...known, mode: 'pair' } as typeof known) : known;
      }
      override enter(peer: Parameters<Door['enter']>[0]) {
        modes.push(peer.mode);
        return super.enter(peer);
      }
    }
    const suite = weak ? { suite: looseHello } : {};
    const build = await scene({ ...suite, door: (options) => new AnyMode(options) });
    const ada = await build.phone('Ada', environment(suite));
    const before = await ada.store.list();
    modes.length = 0;
    careless = weak;
    build.relay.meddle = ({ way, number, bytes }) =>
      way === 'toHost' && number === 0 ? [bytes.with(at, to)] : [bytes];
    build.relay.cutDevices();
    await until(ada, ({ kind }) => kind !== 'connected');
    ada.connection.wake();
    await until(ada, ({ kind }) => kind === 'broken' || kind === 'connected');
    if (!weak) {
      expect(await ada.store.list()).toEqual(before);
      build.relay.behave();
      ada.connection.wake();
      await until(ada, ({ kind }) => kind === 'connected');
      expect(modes.splice(0)).toEqual(['resume']);
    }
    return modes;
  }

  test('of the mode ends the handshake, and nothing that is stored changes', async () => {
    expect(await alter(2, 0, false)).toEqual([]);
    expect(await alter(2, 0, true), 'where nothing covers the mode').toEqual(['pair']);
  });

  test('of the version ends the handshake, and nothing that is stored changes', async () => {
    expect(await alter(1, 0, false)).toEqual([]);
    expect(await alter(1, 2, false)).toEqual([]);
  });

  /** The phone has spoken version 2 with this host, and is led back to what it now is. */
  async function backToOne(remembers: boolean) {
    const { host, phone } = await scene();
    const ada = await phone('Ada');
    ada.close();
    const [record] = await ada.store.list();
    const store = memoryStore();
    const kept: DeviceRecord = remembers ? { ...record!, version: 2 } : record!;
    await store.change(kept.hostId, () => kept);
    const again = keep(await started(store, kept.hostId));
    await until(again, ({ kind }) => kind === 'broken' || kind === 'connected');
    if (remembers) expect(await store.list()).toEqual([kept]);
    expect(await names(host)).toEqual(['Ada']);
    return again.connection.state().kind;
  }

  test('below a version that was used with this host is refused by the phone', async () => {
    expect(await backToOne(true)).toBe('broken');
    expect(await backToOne(false), 'with a store that does not remember it').toBe('connected');
  });
});

describe('who records all traffic and breaks X25519 and Ed25519 later', () => {
  async function record(suite?: SyncSuite) {
    const broken: Bytes[] = [];
    const base = suite ?? nodeSuite;
    const spied: SyncSuite = {
      ...base,
      x25519: {
        ...base.x25519,
        generate() {
          const pair = base.x25519.generate();
          broken.push(pair.secret);
          return pair;
        },
      },
    };
    const build = await scene(suite && { suite });
    const link = await build.host.pair();
    const result = await pairOnly(link, 'Ada', memoryStore(), environment({ suite: spied }));
    expect(result.kind).toBe('paired');
    const [line] = build.relay.lines;
    const read = (psk: Bytes) =>
      readRecorded(line!, { ephemeral: broken[0]!, psk, ...(suite && { suite }) }).join();
    const { hostPublicKey: publicKey } = line!.seat.auth;
    const guesses = [new Uint8Array(32), hostPublicKey(publicKey), line!.key, unreadable(32)];
    return { guessed: guesses.map(read).join(''), withCode: read(parseLink(link).pairingSecret) };
  }

  test('reads nothing without the code, and with it reads what it paired', async () => {
    expect(await record()).toEqual({ guessed: '', withCode: expect.stringContaining('session/ping') });
    expect((await record(noSecret)).guessed, 'without the secret').toContain('session/ping');
  });
});

test('a phone that is connected is as it was after all of it', async () => {
  const relay = await startRelay();
  const build = await scene({}, relay);
  const ada = await build.phone('Ada');
  const [seat] = relay.seats.values();
  for (const bytes of [1, 66, 67, 68, 113, 1171, 4096].map(unreadable)) {
    relay.toHost(relay.openOwn(seat!.id), bytes);
  }
  await relay.until(() => relay.lines.filter(({ shut }) => shut).length === 7);
  await begin(build.host, ada, 'still here');
  expect(prompts(build.host)).toEqual(['still here']);
  const second = keep(await connected(ada.store, seat!.id));
  expect(second.connection.state().kind).toBe('connected');
});

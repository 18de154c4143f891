import { wordlist } from '@scure/bip39/wordlists/english.js';
import { describe, expect, it } from 'vitest';
import { type Bytes, equal, fromHex, toHex } from '../../protocol/bytes.ts';
import { checkWords } from '../../protocol/check-words.ts';
import { secretId } from '../../protocol/handshake.ts';
import {
  type DeviceHandshakeEffect,
  type DeviceHandshakeOptions,
  deviceHandshake,
  startDeviceHandshake,
} from '../../protocol/handshake-device.ts';
import {
  type AuthenticatedDevice,
  type HostHandshakeEffect,
  hostHandshake,
  hostHandshakeStart,
  type KnownSecret,
} from '../../protocol/handshake-host.ts';
import { admissionKey, hostPublicKey, identityKey } from '../../protocol/identity.ts';
import { nodeSuite } from '../../protocol/node/suite.ts';
import type { Suite, SyncSuite } from '../../protocol/suite.ts';
import { nobleSuite } from '../../protocol/suite-noble.ts';
import { webSuite } from '../../protocol/suite-web.ts';
import * as independent from './independent.ts';
import { type DeviceVector, type HostVector, handshakeVectors, type SecretVector } from './vectors.ts';

const vectors = handshakeVectors();
const hostVectors = vectors.filter((vector): vector is HostVector => vector.role === 'host');
const deviceVectors = vectors.filter((vector): vector is DeviceVector => vector.role === 'device');

/** A suite whose next X25519 key pair is known. */
function withEphemeral<S extends Suite>(suite: S, secret: Bytes): S {
  const publicKey = new Uint8Array(independent.publicOf('x25519', Buffer.from(secret)));
  return { ...suite, x25519: { ...suite.x25519, generate: () => ({ secret, publicKey }) } };
}

// ---- The host over a list of messages

function knownSecret(vector: SecretVector): KnownSecret<string> {
  const secret = fromHex(vector.secret);
  if (vector.mode === 'pair') return { mode: 'pair', secret, ref: 'link' };
  return {
    mode: 'resume',
    secret,
    identityKey: identityKey(fromHex(vector.identityKey as string)),
    admissionKey: admissionKey(fromHex(vector.admissionKey as string)),
    ref: 'device',
  };
}

interface HostSetup {
  suite: SyncSuite;
  hostSeed: Bytes;
  known: SecretVector[];
  knownAfterHello?: SecretVector[];
}

function runHost({ suite, hostSeed, known, knownAfterHello = known }: HostSetup, receives: Bytes[]) {
  let state = hostHandshakeStart;
  const effects: HostHandshakeEffect<string>[] = [];
  for (const message of receives) {
    const secrets = (state.name === 'awaitingHello' ? known : knownAfterHello).map(knownSecret);
    const step = hostHandshake(
      {
        suite,
        hostPublicKey: hostPublicKey(suite.ed25519.publicKey(hostSeed)),
        signingSeed: hostSeed,
        lookup: (id) => secrets.find(({ secret }) => equal(secretId(suite, secret), id)),
      },
      state,
      message,
    );
    state = step.state;
    effects.push(...step.effects);
  }
  return { state, effects };
}

type Effect = HostHandshakeEffect<string> | DeviceHandshakeEffect;

const sentBy = (effects: readonly Effect[]) =>
  effects.flatMap((effect) => (effect.type === 'send' ? [toHex(effect.message)] : []));

const failuresOf = (effects: readonly Effect[]) =>
  effects.flatMap((effect) => (effect.type === 'close' ? [effect.failure] : []));

function describeDevice({ device }: { device: AuthenticatedDevice<string> }) {
  return {
    mode: device.mode,
    identityKey: toHex(device.identityKey),
    admissionKey: toHex(device.admissionKey),
    info: device.info,
    sh2d: toHex(device.keys.sh2d),
    sd2h: toHex(device.keys.sd2h),
    nextSecret: toHex(device.nextSecret),
    words: device.checkWords,
  };
}

/** The outcome of a vector, its check mac as words. */
function withWords({ check, ...outcome }: NonNullable<HostVector['outcome']>) {
  const bits = BigInt(`0x${check.slice(0, 12)}`) >> 4n;
  const words = [33n, 22n, 11n, 0n].map((shift) => wordlist[Number((bits >> shift) & 0x7ffn)]);
  return { ...outcome, words };
}

describe.each([
  { name: 'noble', suite: nobleSuite },
  { name: 'node', suite: nodeSuite },
])('the host with $name', ({ suite }) => {
  it.each(hostVectors)('$name', (vector) => {
    const setup = {
      ...vector,
      suite: withEphemeral(suite, fromHex(vector.ephemeral)),
      hostSeed: fromHex(vector.hostSeed),
    };
    const { state, effects } = runHost(setup, vector.receives.map(fromHex));
    expect(sentBy(effects)).toEqual(vector.sends ?? []);
    expect(failuresOf(effects)).toEqual(vector.failure ? [vector.failure] : []);
    const authenticated = effects.filter((effect) => effect.type === 'authenticated');
    if (!vector.outcome) {
      expect(authenticated).toHaveLength(vector.failure === 'over' ? 1 : 0);
      expect(state).toEqual({ name: 'failed', failure: vector.failure });
      return;
    }
    const described = describeDevice(authenticated[0] as { device: AuthenticatedDevice<string> });
    expect(described).toEqual(withWords(vector.outcome));
  });

  it('does the same work for an id that nobody knows', () => {
    const macs: number[] = [];
    const counting = {
      ...suite,
      hmac: (key: Bytes, data: Bytes) => {
        macs.push(data.length);
        return suite.hmac(key, data);
      },
    };
    const options = {
      suite: counting,
      hostPublicKey: hostPublicKey(new Uint8Array(32)),
      signingSeed: new Uint8Array(32),
    };
    const unknown = hostVectors.find(({ failure }) => failure === 'unknownSecret') as HostVector;
    const wrong = hostVectors.find(({ failure }) => failure === 'mac') as HostVector;
    const known = knownSecret(wrong.known[0] as SecretVector);
    hostHandshake(
      { ...options, lookup: () => undefined },
      hostHandshakeStart,
      fromHex(unknown.receives[0] as string),
    );
    const first = macs.splice(0);
    hostHandshake(
      { ...options, lookup: () => known },
      hostHandshakeStart,
      fromHex(wrong.receives[0] as string),
    );
    expect(macs).toEqual(first);
  });
});

// ---- The device over a list of messages

async function deviceOptions(suite: Suite, vector: DeviceVector): Promise<DeviceHandshakeOptions> {
  const secret = fromHex(vector.secret);
  const seed = fromHex(vector.identitySeed);
  return {
    suite: withEphemeral(suite, fromHex(vector.ephemeral)),
    hostPublicKey: hostPublicKey(fromHex(vector.hostPublicKey)),
    mode: vector.mode,
    psk: { mac: async (data) => suite.hmac(secret, data) },
    identity: {
      publicKey: identityKey(await suite.ed25519.publicKey(seed)),
      sign: async (message) => suite.ed25519.sign(seed, message),
    },
    admissionKey: admissionKey(fromHex(vector.admissionKey)),
    info: vector.info,
  };
}

async function runDevice(options: DeviceHandshakeOptions, receives: Bytes[]) {
  let { state, effects } = await startDeviceHandshake(options);
  const all: DeviceHandshakeEffect[] = [...effects];
  for (const message of receives) {
    ({ state, effects } = await deviceHandshake(options, state, message));
    all.push(...effects);
  }
  return { state, effects: all };
}

describe.each([
  { name: 'noble', suite: nobleSuite },
  { name: 'node', suite: nodeSuite },
  { name: 'web', suite: await webSuite() },
])('the device with $name', ({ suite }) => {
  it.each(deviceVectors)('$name', async (vector) => {
    const { state, effects } = await runDevice(
      await deviceOptions(suite, vector),
      vector.receives.map(fromHex),
    );
    expect(sentBy(effects)).toEqual(vector.sends ?? []);
    expect(failuresOf(effects)).toEqual(vector.failure ? [vector.failure] : []);
    const established = effects.find((effect) => effect.type === 'established');
    if (!vector.outcome) {
      expect(established).toBeUndefined();
      expect(effects.filter((effect) => effect.type === 'store')).toEqual([]);
      expect(state).toEqual({ name: 'failed', failure: vector.failure });
      return;
    }
    expect(toHex(established?.keys.sh2d as Bytes)).toBe(vector.outcome.sh2d);
    expect(toHex(established?.keys.sd2h as Bytes)).toBe(vector.outcome.sd2h);
    expect(toHex(established?.nextSecret as Bytes)).toBe(vector.outcome.nextSecret);
  });
});

const pairing = deviceVectors.find(({ outcome }) => outcome?.mode === 'pair') as DeviceVector;
const resuming = deviceVectors.find(({ outcome }) => outcome?.mode === 'resume') as DeviceVector;
const pairingAtHost = hostVectors.find(({ outcome }) => outcome?.mode === 'pair') as HostVector;

describe('the device', () => {
  it('stores the next secret before DeviceAuth leaves when pairing', async () => {
    const { effects } = await runDevice(
      await deviceOptions(nobleSuite, pairing),
      pairing.receives.map(fromHex),
    );
    expect(effects.map(({ type }) => type)).toEqual(['send', 'store', 'send', 'established']);
  });

  it('leaves storing to the shell, after Ready, when resuming', async () => {
    const { effects } = await runDevice(
      await deviceOptions(nobleSuite, resuming),
      resuming.receives.map(fromHex),
    );
    expect(effects.map(({ type }) => type)).toEqual(['send', 'send', 'established']);
  });

  it('takes one message', async () => {
    const message = fromHex(pairing.receives[0] as string);
    const { state, effects } = await runDevice(await deviceOptions(nobleSuite, pairing), [message, message]);
    expect(state).toEqual({ name: 'failed', failure: 'over' });
    expect(effects.at(-1)).toEqual({ type: 'close', failure: 'over' });
  });

  it('takes at most 1 KiB of info', async () => {
    const options = { ...(await deviceOptions(nobleSuite, pairing)), info: 'ä'.repeat(513) };
    await expect(startDeviceHandshake(options)).rejects.toThrow(RangeError);
  });

  it('says so when its own keys cannot be used, instead of blaming the host', async () => {
    const options = await deviceOptions(nobleSuite, pairing);
    const locked = { ...options.identity, sign: () => Promise.reject(new Error('key store is locked')) };
    const run = runDevice({ ...options, identity: locked }, pairing.receives.map(fromHex));
    await expect(run).rejects.toThrow('key store is locked');
  });

  it('needs no more of its secret than macs that a key nobody can read can make', async () => {
    const { subtle } = globalThis.crypto;
    const hmac = { name: 'HMAC', hash: 'SHA-256' };
    const key = await subtle.importKey('raw', Buffer.from(pairing.secret, 'hex'), hmac, false, ['sign']);
    const psk = {
      mac: async (data: Bytes) => new Uint8Array(await subtle.sign('HMAC', key, Buffer.from(data))),
    };
    const { effects } = await runDevice(
      { ...(await deviceOptions(await webSuite(), pairing)), psk },
      pairing.receives.map(fromHex),
    );
    expect(sentBy(effects)).toEqual(pairing.sends);
  });
});

// ---- Every byte altered in turn

describe('a message with any byte altered', () => {
  const host = {
    ...pairingAtHost,
    suite: withEphemeral(nodeSuite, fromHex(pairingAtHost.ephemeral)),
    hostSeed: fromHex(pairingAtHost.hostSeed),
  };
  const alterations = (message: Bytes) =>
    [...message].flatMap((_, at) =>
      [0x01, 0x80].map((bit) => {
        const altered = message.slice();
        altered[at] = (altered[at] as number) ^ bit;
        return altered;
      }),
    );

  it('Hello: the host stays silent', () => {
    for (const hello of alterations(fromHex(pairingAtHost.receives[0] as string))) {
      const { state, effects } = runHost(host, [hello]);
      expect(state.name).toBe('failed');
      expect(effects.map(({ type }) => type)).toEqual(['close']);
    }
  });

  it('DeviceAuth: the host lets nobody in', () => {
    const [hello, auth] = pairingAtHost.receives.map(fromHex) as [Bytes, Bytes];
    for (const altered of alterations(auth)) {
      const { state, effects } = runHost(host, [hello, altered]);
      expect(state.name).toBe('failed');
      expect(effects.map(({ type }) => type)).toEqual(['send', 'close']);
    }
  });

  it('HostHello: the device sends nothing, stores nothing, has no key', async () => {
    const options = await deviceOptions(nodeSuite, pairing);
    for (const altered of alterations(fromHex(pairing.receives[0] as string))) {
      const { state, effects } = await runDevice(options, [altered]);
      expect(state.name).toBe('failed');
      expect(effects.map(({ type }) => type)).toEqual(['send', 'close']);
    }
  });
});

// ---- Against the second implementation, with fresh keys

describe.each(['pair', 'resume'] as const)('with the second implementation, %s', (mode) => {
  const psk = Buffer.from(nodeSuite.randomBytes(32));
  const hostSeed = Buffer.from(nodeSuite.randomBytes(32));
  const hostKey = independent.publicOf('ed25519', hostSeed);
  const identitySeed = Buffer.from(nodeSuite.randomBytes(32));
  const device: independent.DeviceFields = {
    identitySeed,
    identityKey: independent.publicOf('ed25519', identitySeed),
    admissionKey: independent.publicOf('ed25519', Buffer.from(nodeSuite.randomBytes(32))),
    info: Buffer.from('{"name":"second"}'),
  };

  it('as the device', () => {
    const known: SecretVector[] = [
      {
        mode,
        secret: psk.toString('hex'),
        identityKey: device.identityKey.toString('hex'),
        admissionKey: device.admissionKey.toString('hex'),
      },
    ];
    const setup = { suite: nodeSuite, hostSeed, known };
    const ephemeral = Buffer.from(nodeSuite.randomBytes(32));
    const hello = independent.makeHello({ psk, mode: mode === 'pair' ? 0 : 1, ephemeral });
    // The machine is pure, but its key is fresh each time: keep the state between the two messages.
    const options = {
      suite: nodeSuite,
      hostPublicKey: hostPublicKey(hostKey),
      signingSeed: setup.hostSeed,
      lookup: () => knownSecret(known[0] as SecretVector),
    };
    const first = hostHandshake(options, hostHandshakeStart, hello);
    const [hostHelloHex] = sentBy(first.effects);
    const hostHello = Buffer.from(hostHelloHex as string, 'hex');
    const he = hostHello.subarray(1, 33);
    const agreed = independent.agree(psk, independent.DH(ephemeral, he), hostKey, hello, he);
    independent.readHostHello(agreed, hostKey, hostHello);
    const th2 = independent.secondTranscript(agreed, hostHello);
    const auth = independent.makeDeviceAuth(agreed, th2, independent.devicePlaintext(th2, device));
    const second = hostHandshake(options, first.state, auth);
    const session = independent.sessionOf(agreed, th2, auth);
    const [effect] = second.effects;
    if (effect?.type !== 'authenticated') throw new Error('the host refused');
    expect(toHex(effect.device.keys.sh2d)).toBe(session.sh2d.toString('hex'));
    expect(toHex(effect.device.keys.sd2h)).toBe(session.sd2h.toString('hex'));
    expect(toHex(effect.device.nextSecret)).toBe(session.nextSecret.toString('hex'));
    expect(effect.device.info).toBe(device.info.toString());
    expect(effect.device.ref).toBe(mode === 'pair' ? 'link' : 'device');
  });

  it('as the host', async () => {
    const options: DeviceHandshakeOptions = {
      suite: await webSuite(),
      hostPublicKey: hostPublicKey(new Uint8Array(hostKey)),
      mode,
      psk: { mac: (data) => new Uint8Array(independent.MAC(psk, Buffer.from(data))) },
      identity: {
        publicKey: identityKey(new Uint8Array(device.identityKey)),
        sign: (message) => new Uint8Array(independent.SIG(identitySeed, Buffer.from(message))),
      },
      admissionKey: admissionKey(new Uint8Array(device.admissionKey)),
      info: device.info.toString(),
    };
    const first = await startDeviceHandshake(options);
    const hello = Buffer.from(sentBy(first.effects)[0] as string, 'hex');
    expect(hello.subarray(3, 19)).toEqual(
      independent.MAC(psk, independent.label('outpost/1 id')).subarray(0, 16),
    );
    const ephemeral = Buffer.from(nodeSuite.randomBytes(32));
    const he = independent.publicOf('x25519', ephemeral);
    const agreed = independent.agree(
      psk,
      independent.DH(ephemeral, hello.subarray(19, 51)),
      hostKey,
      hello,
      he,
    );
    const hostHello = independent.makeHostHello(agreed, he, hostSeed);
    const second = await deviceHandshake(options, first.state, hostHello);
    const auth = Buffer.from(sentBy(second.effects)[0] as string, 'hex');
    const th2 = independent.secondTranscript(agreed, hostHello);
    const read = independent.readDeviceAuth(agreed, th2, auth);
    expect(read.identityKey).toEqual(device.identityKey);
    expect(read.admissionKey).toEqual(device.admissionKey);
    const session = independent.sessionOf(agreed, th2, auth);
    const established = second.effects.find((effect) => effect.type === 'established');
    expect(toHex(established?.keys.sh2d as Bytes)).toBe(session.sh2d.toString('hex'));
    expect(toHex(established?.keys.sd2h as Bytes)).toBe(session.sd2h.toString('hex'));
    expect(toHex(established?.nextSecret as Bytes)).toBe(session.nextSecret.toString('hex'));
  });
});

describe('both machines', () => {
  it('show the same four words', async () => {
    const options = await deviceOptions(nobleSuite, pairing);
    const device = await runDevice(options, pairing.receives.map(fromHex));
    const established = device.effects.find((effect) => effect.type === 'established');
    const setup = { ...pairingAtHost, suite: withEphemeral(nodeSuite, fromHex(pairingAtHost.ephemeral)) };
    const host = runHost(
      { ...setup, hostSeed: fromHex(setup.hostSeed) },
      pairingAtHost.receives.map(fromHex),
    );
    const authenticated = host.effects.find((effect) => effect.type === 'authenticated');
    const words = checkWords(established?.check as Bytes);
    expect(words).toEqual(authenticated?.device.checkWords);
    expect(words).toHaveLength(4);
  });
});

describe('checkWords', () => {
  const words = (firstBytes: string) => checkWords(fromHex(firstBytes.padEnd(64, '0')));

  it('are the first 44 bits, eleven for each', () => {
    expect(words('000000000000')).toEqual(['abandon', 'abandon', 'abandon', 'abandon']);
    expect(words('ffffffffffff')).toEqual(['zoo', 'zoo', 'zoo', 'zoo']);
    expect(words('00000000001f')).toEqual(['abandon', 'abandon', 'abandon', 'ability']);
    expect(words('002004008010')).toEqual(['ability', 'ability', 'ability', 'ability']);
  });
});

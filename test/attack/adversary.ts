/** The two ends of a handshake as an adversary plays them, over whatever line it has. */
import type { Bytes } from '../../protocol/bytes.ts';
import { Opener } from '../../protocol/frames.ts';
import {
  firstTranscript,
  type Mode,
  nextTranscript,
  parseHello,
  parseHostHello,
  type SessionKeys,
  sessionSecrets,
} from '../../protocol/handshake.ts';
import {
  type DeviceHandshakeOptions,
  deviceHandshake,
  startDeviceHandshake,
} from '../../protocol/handshake-device.ts';
import {
  type HostHandshakeOptions,
  type HostHandshakeState,
  hostHandshake,
  hostHandshakeStart,
} from '../../protocol/handshake-host.ts';
import { admissionKey, hostPublicKey, identityKey } from '../../protocol/identity.ts';
import { nodeSuite } from '../../protocol/node/suite.ts';
import type { SyncSuite } from '../../protocol/suite.ts';
import type { HostileRelay, Line } from './hostile-relay.ts';

export interface OwnKeys {
  readonly seed: Bytes;
  readonly publicKey: Bytes;
}

export function ownKeys(): OwnKeys {
  const seed = nodeSuite.randomBytes(32);
  return { seed, publicKey: nodeSuite.ed25519.publicKey(seed) };
}

export interface Claim {
  readonly mode: Mode;
  readonly psk: Bytes;
  readonly suite?: SyncSuite;
  readonly identity?: OwnKeys;
  readonly admission?: OwnKeys;
}

/**
 * Says hello to a host as a device, over a line that the relay made up.
 * @returns the host's first word, or `null` where the host answers nothing that opens.
 */
export async function comeAsDevice(relay: HostileRelay, line: Line, claim: Claim): Promise<string | null> {
  const { suite = nodeSuite, identity = ownKeys(), admission = ownKeys(), mode, psk } = claim;
  const options: DeviceHandshakeOptions = {
    suite,
    hostPublicKey: hostPublicKey(line.seat.auth.hostPublicKey),
    mode,
    psk: { mac: (data) => suite.hmac(psk, data) },
    identity: {
      publicKey: identityKey(identity.publicKey),
      sign: (message) => suite.ed25519.sign(identity.seed, message),
    },
    admissionKey: admissionKey(admission.publicKey),
    info: JSON.stringify({ name: 'Mallory', platform: '' }),
  };
  const { state, effects } = await startDeviceHandshake(options);
  for (const effect of effects) if (effect.type === 'send') relay.toHost(line, effect.message);
  const answer = await next(relay, line, 0);
  if (answer === null) return null;
  const step = await deviceHandshake(options, state, answer);
  let opener: Opener<Bytes> | undefined;
  for (const effect of step.effects) {
    if (effect.type === 'send') relay.toHost(line, effect.message);
    if (effect.type === 'established') opener = new Opener(suite, effect.keys.sh2d);
  }
  const first = opener && (await next(relay, line, 1));
  return first ? (opener!.open(first) ?? null) : null;
}

/** The host's payload of this number on the line, or `null` when the host ends the line instead. */
async function next(relay: HostileRelay, line: Line, number: number): Promise<Bytes | null> {
  await relay.until(() => line.shut || line.seen.toDevice.length > number);
  return line.seen.toDevice[number] ?? null;
}

/** Answers devices in a host's place, with an identity of its own: a `Mischief` that lets nothing through. */
export function inHostsPlace(relay: HostileRelay, psk: Bytes, keys: OwnKeys, suite: SyncSuite = nodeSuite) {
  const options: HostHandshakeOptions<null> = {
    suite,
    hostPublicKey: hostPublicKey(keys.publicKey),
    signingSeed: keys.seed,
    lookup: () => ({ mode: 'pair', secret: psk, ref: null }),
  };
  const states = new Map<Line, HostHandshakeState>();
  return {
    /** Devices that it is in a session with. */
    taken: 0,
    meddle({ line, way, bytes }: { line: Line; way: string; bytes: Bytes }): readonly Bytes[] {
      if (way === 'toDevice') return [];
      const step = hostHandshake(options, states.get(line) ?? hostHandshakeStart, bytes);
      states.set(line, step.state);
      for (const effect of step.effects) {
        if (effect.type === 'send') relay.toDevice(line, effect.message);
        if (effect.type === 'authenticated') this.taken++;
        if (effect.type !== 'send') line.device?.terminate();
      }
      return [];
    },
  };
}

export interface Broken {
  readonly suite?: SyncSuite;
  /** The private half of the device's X25519 key, as somebody has it who breaks X25519. */
  readonly ephemeral: Bytes;
  readonly psk: Bytes;
}

/** What somebody reads of a recorded line who can take apart X25519: everything that the device said under seal. */
export function readRecorded(line: Line, { suite = nodeSuite, ephemeral, psk }: Broken): string[] {
  const [hello, auth, ...sealed] = line.seen.toHost as [Bytes, Bytes, ...Bytes[]];
  const [answer] = line.seen.toDevice as [Bytes];
  parseHello(hello);
  const { he } = parseHostHello(answer);
  const th1 = firstTranscript(suite, hostPublicKey(line.seat.auth.hostPublicKey), hello, he);
  const th3 = nextTranscript(suite, nextTranscript(suite, th1, answer), auth);
  const prk = suite.hmac(psk, suite.x25519.shared(ephemeral, he));
  return openAll(suite, sessionSecrets(suite, prk, th3).keys, sealed);
}

function openAll(suite: SyncSuite, { sd2h }: SessionKeys, sealed: readonly Bytes[]): string[] {
  const opener = new Opener(suite, sd2h);
  try {
    return sealed.map((frame) => opener.open(frame) ?? '');
  } catch {
    return [];
  }
}

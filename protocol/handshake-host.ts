/**
 * The host's half of the handshake: a pure machine, one for each channel.
 *
 * ```
 * awaitingHello --Hello--> awaitingDeviceAuth --DeviceAuth--> authenticated
 *       \________________________\____ anything else ____> failed (silence)
 * ```
 *
 * A valid `DeviceAuth` says who is there, not that they may stay: the shell then stores what there is to store and
 * answers, as its first sealed frame, `Ready` or `Refused`.
 */
import { type Bytes, concat, equal } from './bytes.ts';
import { checkWords } from './check-words.ts';
import {
  type DeviceKeys,
  deviceAuthKey,
  deviceSigned,
  encodeHostHello,
  firstTranscript,
  HANDSHAKE_NONCE,
  HandshakeError,
  type HandshakeFailure,
  type Hello,
  helloMacInput,
  hostHelloKey,
  hostSigned,
  type Mode,
  nextTranscript,
  parseDeviceAuth,
  parseDeviceKeys,
  parseHello,
  type SessionSecrets,
  sessionSecrets,
} from './handshake.ts';
import type { AdmissionKey, HostPublicKey, IdentityKey } from './identity.ts';
import { isSmallOrder } from './small-order.ts';
import type { SyncSuite } from './suite.ts';

/** A secret that a device may use now, or one that only earns it a `Refused`. `ref` is the shell's own. */
export type KnownSecret<Ref> =
  | { readonly mode: 'pair'; readonly secret: Bytes; readonly ref: Ref }
  | {
      readonly mode: 'resume';
      readonly secret: Bytes;
      readonly identityKey: IdentityKey;
      readonly admissionKey: AdmissionKey;
      readonly ref: Ref;
    };

export interface HostHandshakeOptions<Ref> {
  readonly suite: SyncSuite;
  readonly hostPublicKey: HostPublicKey;
  /** Seed of the host's Ed25519 key, 32 bytes. */
  readonly signingSeed: Bytes;
  /**
   * The secret whose `secretId` this is. Asked at Hello and again at DeviceAuth, so that what was revoked in
   * between is not let in.
   */
  lookup(id: Bytes): KnownSecret<Ref> | undefined;
}

/** What a valid handshake proved, and what came out of it. */
export interface AuthenticatedDevice<Ref> extends DeviceKeys, Omit<SessionSecrets, 'check'> {
  /** Four words that desk and phone both show. */
  readonly checkWords: readonly string[];
  readonly mode: Mode;
  readonly ref: Ref;
}

export type HostHandshakeState =
  | { readonly name: 'awaitingHello' }
  | {
      readonly name: 'awaitingDeviceAuth';
      readonly mode: Mode;
      readonly id: Bytes;
      readonly secret: Bytes;
      readonly prk: Bytes;
      readonly th2: Bytes;
    }
  | { readonly name: 'authenticated' }
  | { readonly name: 'failed'; readonly failure: HandshakeFailure };

export type HostHandshakeEffect<Ref> =
  | { readonly type: 'send'; readonly message: Bytes }
  | { readonly type: 'authenticated'; readonly device: AuthenticatedDevice<Ref> }
  /** End the channel without a word. */
  | { readonly type: 'close'; readonly failure: HandshakeFailure };

export interface HostHandshakeStep<Ref> {
  readonly state: HostHandshakeState;
  readonly effects: readonly HostHandshakeEffect<Ref>[];
}

export const hostHandshakeStart: HostHandshakeState = { name: 'awaitingHello' };

/** Takes one message. Never throws for what a peer sent. */
export function hostHandshake<Ref>(
  options: HostHandshakeOptions<Ref>,
  state: HostHandshakeState,
  message: Bytes,
): HostHandshakeStep<Ref> {
  try {
    switch (state.name) {
      case 'awaitingHello':
        return receiveHello(options, message);
      case 'awaitingDeviceAuth':
        return receiveDeviceAuth(options, state, message);
      case 'authenticated':
      case 'failed':
        throw new HandshakeError('over');
    }
  } catch (error) {
    if (!(error instanceof HandshakeError)) throw error;
    const { failure } = error;
    return { state: { name: 'failed', failure }, effects: [{ type: 'close', failure }] };
  }
}

function receiveHello<Ref>(options: HostHandshakeOptions<Ref>, message: Bytes): HostHandshakeStep<Ref> {
  const { suite, hostPublicKey, signingSeed } = options;
  const hello = parseHello(message);
  const known = authenticateHello(options, hello, message);

  const { secret: own, publicKey: he } = suite.x25519.generate();
  const prk = suite.hmac(known.secret, sharedSecret(suite, own, hello.de));
  const th1 = firstTranscript(suite, hostPublicKey, message, he);
  const signature = suite.ed25519.sign(signingSeed, hostSigned(th1));
  const sealed = suite.aead(hostHelloKey(suite, prk, th1)).seal(HANDSHAKE_NONCE, signature, th1);
  const answer = encodeHostHello({ he, sealed });
  const th2 = nextTranscript(suite, th1, answer);
  return {
    state: {
      name: 'awaitingDeviceAuth',
      mode: known.mode,
      id: hello.id,
      secret: known.secret,
      prk,
      th2,
    },
    effects: [{ type: 'send', message: answer }],
  };
}

/** Before any other work: does the peer hold the secret that it names? An unknown id costs as much as a known one. */
function authenticateHello<Ref>(
  { suite, lookup }: HostHandshakeOptions<Ref>,
  { id, mode, mac }: Hello,
  message: Bytes,
): KnownSecret<Ref> {
  const known = lookup(id);
  const secret = known?.secret ?? suite.randomBytes(32);
  const expected = suite.hmac(secret, helloMacInput(message.subarray(0, -mac.length)));
  const valid = equal(expected.subarray(0, mac.length), mac);
  if (!known) throw new HandshakeError('unknownSecret');
  if (!valid) throw new HandshakeError('mac');
  if (known.mode !== mode) throw new HandshakeError('mode');
  return known;
}

function receiveDeviceAuth<Ref>(
  { suite, lookup }: HostHandshakeOptions<Ref>,
  { mode, id, secret, prk, th2 }: Extract<HostHandshakeState, { name: 'awaitingDeviceAuth' }>,
  message: Bytes,
): HostHandshakeStep<Ref> {
  const sealed = parseDeviceAuth(message);
  const { device, signature } = parseDeviceKeys(unseal(suite, deviceAuthKey(suite, prk, th2), sealed, th2));
  if (!suite.ed25519.verify(device.identityKey, deviceSigned(suite, th2, device), signature)) {
    throw new HandshakeError('signature');
  }

  const known = lookup(id);
  if (!known || known.mode !== mode || !equal(known.secret, secret)) throw new HandshakeError('withdrawn');
  requireKeysOf(known, device);

  const th3 = nextTranscript(suite, th2, message);
  const { check, ...secrets } = sessionSecrets(suite, prk, th3);
  return {
    state: { name: 'authenticated' },
    effects: [
      {
        type: 'authenticated',
        device: { mode, ref: known.ref, ...device, ...secrets, checkWords: checkWords(check) },
      },
    ],
  };
}

function requireKeysOf<Ref>(known: KnownSecret<Ref>, device: DeviceKeys): void {
  // The identity key has just verified a signature; the admission key verifies its first one at a relay.
  if (isSmallOrder(device.admissionKey)) throw new HandshakeError('keys');
  if (known.mode === 'pair') return;
  const both = (keys: { identityKey: Bytes; admissionKey: Bytes }) =>
    concat(keys.identityKey, keys.admissionKey);
  if (!equal(both(known), both(device))) throw new HandshakeError('keys');
}

function sharedSecret(suite: SyncSuite, secret: Bytes, peer: Bytes): Bytes {
  try {
    return suite.x25519.shared(secret, peer);
  } catch {
    throw new HandshakeError('sharedSecret');
  }
}

function unseal(suite: SyncSuite, key: Bytes, sealed: Bytes, aad: Bytes): Bytes {
  try {
    return suite.aead(key).open(HANDSHAKE_NONCE, sealed, aad);
  } catch {
    throw new HandshakeError('unsealed');
  }
}

/**
 * The device's half of the handshake: a pure machine, one for each channel. It is asynchronous, because a browser
 * keeps keys that cannot be read and answers with promises. The caller hands in one message at a time.
 *
 * ```
 * start --> awaitingHostHello --HostHello--> established
 *                  \______ anything else ______> failed
 * ```
 *
 * `established` means that the host is who it should be. Whether the host lets this device in says its first sealed
 * frame, `Ready` or `Refused`.
 */
import { type Bytes, concat, utf8 } from './bytes.ts';
import {
  deviceAuthKey,
  deviceSigned,
  encodeDeviceAuth,
  encodeDeviceKeys,
  firstTranscript,
  HANDSHAKE_NONCE,
  HandshakeError,
  type HandshakeFailure,
  helloBeforeMac,
  helloMacInput,
  hostHelloKey,
  hostSigned,
  ID_LABEL,
  MAX_INFO_BYTES,
  type Mode,
  type NextSecret,
  nextTranscript,
  parseHostHello,
  type SessionSecrets,
  sessionSecrets,
} from './handshake.ts';
import type { AdmissionKey, HostPublicKey, IdentityKey } from './identity.ts';
import type { Result, Suite } from './suite.ts';

/** The secret of this handshake, as HMAC-SHA-256 under it. Everything that is asked of it is a mac. */
export interface Psk {
  mac(data: Bytes): Result;
}

/** An Ed25519 key that signs, wherever its private half lies. */
export interface Signer<Key extends Bytes = Bytes> {
  readonly publicKey: Key;
  sign(message: Bytes): Result;
}

export interface DeviceHandshakeOptions {
  readonly suite: Suite;
  readonly hostPublicKey: HostPublicKey;
  readonly mode: Mode;
  readonly psk: Psk;
  readonly identity: Signer<IdentityKey>;
  readonly admissionKey: AdmissionKey;
  /** JSON text about this device, at most 1 KiB as UTF-8. */
  readonly info: string;
}

export type DeviceHandshakeState =
  | {
      readonly name: 'awaitingHostHello';
      /** Private half of `de`. */
      readonly ephemeral: Bytes;
      readonly hello: Bytes;
    }
  | { readonly name: 'established' }
  | { readonly name: 'failed'; readonly failure: HandshakeFailure };

/** To be carried out in order; when one fails, the channel ends and the rest is not done. */
export type DeviceHandshakeEffect =
  /** Pairing only: to be on disk before DeviceAuth leaves, so that a lost `Ready` is resumed, not paired again. */
  | { readonly type: 'store'; readonly nextSecret: NextSecret; readonly check: Bytes }
  | { readonly type: 'send'; readonly message: Bytes }
  | ({ readonly type: 'established' } & SessionSecrets)
  | { readonly type: 'close'; readonly failure: HandshakeFailure };

export interface DeviceHandshakeStep {
  readonly state: DeviceHandshakeState;
  readonly effects: readonly DeviceHandshakeEffect[];
}

/** Makes `Hello`. Throws a `RangeError` when `info` is too long. */
export async function startDeviceHandshake(options: DeviceHandshakeOptions): Promise<DeviceHandshakeStep> {
  const { suite, mode, psk } = options;
  if (utf8(options.info).length > MAX_INFO_BYTES) throw new RangeError('info is too long');
  const { secret: ephemeral, publicKey: de } = await suite.x25519.generate();
  const id = (await psk.mac(ID_LABEL)).subarray(0, 16);
  const beforeMac = helloBeforeMac(mode, id, de);
  const mac = (await psk.mac(helloMacInput(beforeMac))).subarray(0, 16);
  const hello = concat(beforeMac, mac);
  return {
    state: { name: 'awaitingHostHello', ephemeral, hello },
    effects: [{ type: 'send', message: hello }],
  };
}

/** Takes one message. Rejects only when a key of the device itself cannot be used, never for what a peer sent. */
export async function deviceHandshake(
  options: DeviceHandshakeOptions,
  state: DeviceHandshakeState,
  message: Bytes,
): Promise<DeviceHandshakeStep> {
  try {
    if (state.name !== 'awaitingHostHello') throw new HandshakeError('over');
    return await receiveHostHello(options, state, message);
  } catch (error) {
    if (!(error instanceof HandshakeError)) throw error;
    const { failure } = error;
    return { state: { name: 'failed', failure }, effects: [{ type: 'close', failure }] };
  }
}

async function receiveHostHello(
  { suite, hostPublicKey, mode, psk, identity, admissionKey, info }: DeviceHandshakeOptions,
  { ephemeral, hello }: Extract<DeviceHandshakeState, { name: 'awaitingHostHello' }>,
  message: Bytes,
): Promise<DeviceHandshakeStep> {
  const { he, sealed } = parseHostHello(message);
  const prk = await psk.mac(await sharedSecret(suite, ephemeral, he));
  const th1 = firstTranscript(suite, hostPublicKey, hello, he);
  const hostSignature = await unseal(suite, hostHelloKey(suite, prk, th1), sealed, th1);
  if (!(await suite.ed25519.verify(hostPublicKey, hostSigned(th1), hostSignature))) {
    throw new HandshakeError('signature');
  }

  const th2 = nextTranscript(suite, th1, message);
  const device = { identityKey: identity.publicKey, admissionKey, info };
  const signature = await identity.sign(deviceSigned(suite, th2, device));
  const cipher = suite.aead(deviceAuthKey(suite, prk, th2));
  const auth = encodeDeviceAuth(await cipher.seal(HANDSHAKE_NONCE, encodeDeviceKeys(device, signature), th2));
  const secrets = sessionSecrets(suite, prk, nextTranscript(suite, th2, auth));
  const { nextSecret, check } = secrets;
  return {
    state: { name: 'established' },
    effects: [
      ...(mode === 'pair' ? [{ type: 'store', nextSecret, check } as const] : []),
      { type: 'send', message: auth },
      { type: 'established', ...secrets },
    ],
  };
}

async function sharedSecret(suite: Suite, secret: Bytes, peer: Bytes): Promise<Bytes> {
  try {
    return await suite.x25519.shared(secret, peer);
  } catch {
    throw new HandshakeError('sharedSecret');
  }
}

async function unseal(suite: Suite, key: Bytes, sealed: Bytes, aad: Bytes): Promise<Bytes> {
  try {
    return await suite.aead(key).open(HANDSHAKE_NONCE, sealed, aad);
  } catch {
    throw new HandshakeError('unsealed');
  }
}

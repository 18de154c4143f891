/**
 * The handshake's messages and key schedule, shared by the two machines (`handshake-host.ts`,
 * `handshake-device.ts`). Nothing here knows a state.
 *
 * ```
 * Hello       01 · version u8 · mode u8 · id 16 · de 32 · mac 16                          67 bytes
 * HostHello   02 · he 32 · AEAD(kh, 0, aad = th1, signature 64)                          113 bytes
 * DeviceAuth  03 · AEAD(kd, 0, aad = th2, identity key 32 · admission key 32 ·
 *                       signature 64 · info (u16 length))                         147 to 1171 bytes
 * ```
 */
import { type Bytes, concat, fromUtf8, lengthPrefixed, Reader, u8, utf8 } from './bytes.ts';
import { type AdmissionKey, admissionKey, type IdentityKey, identityKey } from './identity.ts';
import type { Suite } from './suite.ts';

export const HANDSHAKE_VERSION = 1;

/** How long a peer may take from the open channel to the last message of its handshake. */
export const HANDSHAKE_TIMEOUT_MS = 10_000;

/** What a device may say of itself, as JSON text. */
export const MAX_INFO_BYTES = 1024;

/** `pair`: with the secret of a link. `resume`: with a device secret, made in an earlier handshake. */
export type Mode = 'pair' | 'resume';
const MODES: readonly Mode[] = ['pair', 'resume'];

const MessageType = { hello: 1, hostHello: 2, deviceAuth: 3 } as const;

/**
 * Why a handshake ended; for counters and logs, never for the peer, which gets silence.
 * `malformed`: not the message that this state takes · `version` · `mode`: not that of the secret · `unknownSecret`
 * and `mac`: the peer does not hold the secret · `sharedSecret`: a DH key of small order · `unsealed`: does not open ·
 * `signature` · `keys`: not the keys of the device's record · `withdrawn`: the secret went away in between ·
 * `over`: a message after the end.
 */
export type HandshakeFailure =
  | 'malformed'
  | 'version'
  | 'mode'
  | 'unknownSecret'
  | 'mac'
  | 'sharedSecret'
  | 'unsealed'
  | 'signature'
  | 'keys'
  | 'withdrawn'
  | 'over';

/** Thrown inside the machines only; they turn it into their `failed` state. */
export class HandshakeError extends Error {
  override readonly name = 'HandshakeError';
  readonly failure: HandshakeFailure;

  constructor(failure: HandshakeFailure) {
    super(`handshake: ${failure}`);
    this.failure = failure;
  }
}

declare const nextSecret: unique symbol;
/** The 32-byte secret of the device's next session, which both sides made and nobody sent. */
export type NextSecret = Bytes & { readonly [nextSecret]: true };

/** Keys of the sealed frames, 32 bytes each: host to device, device to host. */
export interface SessionKeys {
  readonly sh2d: Bytes;
  readonly sd2h: Bytes;
}

// ---- Messages. Parsers throw HandshakeError('malformed').

export interface Hello {
  readonly version: number;
  readonly mode: Mode;
  readonly id: Bytes;
  readonly de: Bytes;
  readonly mac: Bytes;
}

/** Everything of `Hello` that its mac covers. */
export function helloBeforeMac(mode: Mode, id: Bytes, de: Bytes): Bytes {
  return concat(u8(MessageType.hello), u8(HANDSHAKE_VERSION), u8(MODES.indexOf(mode)), id, de);
}

export function parseHello(message: Bytes): Hello {
  const reader = body(message, MessageType.hello, 67);
  const version = reader.u8();
  if (version !== HANDSHAKE_VERSION) throw new HandshakeError('version');
  const mode = MODES[reader.u8()];
  if (!mode) throw new HandshakeError('malformed');
  return { version, mode, id: reader.bytes(16), de: reader.bytes(32), mac: reader.bytes(16) };
}

export interface HostHello {
  readonly he: Bytes;
  readonly sealed: Bytes;
}

export function encodeHostHello({ he, sealed }: HostHello): Bytes {
  return concat(u8(MessageType.hostHello), he, sealed);
}

export function parseHostHello(message: Bytes): HostHello {
  const reader = body(message, MessageType.hostHello, 113);
  return { he: reader.bytes(32), sealed: reader.rest() };
}

export function encodeDeviceAuth(sealed: Bytes): Bytes {
  return concat(u8(MessageType.deviceAuth), sealed);
}

/** Gives the sealed bytes. */
export function parseDeviceAuth(message: Bytes): Bytes {
  const shortest = 1 + 32 + 32 + 64 + 2 + 16;
  if (message.length > shortest + MAX_INFO_BYTES) throw new HandshakeError('malformed');
  return body(message, MessageType.deviceAuth, Math.max(message.length, shortest)).rest();
}

export interface DeviceKeys {
  readonly identityKey: IdentityKey;
  readonly admissionKey: AdmissionKey;
  /** JSON text about the device, not parsed here. */
  readonly info: string;
}

/** The plaintext of `DeviceAuth`. */
export function encodeDeviceKeys(device: DeviceKeys, signature: Bytes): Bytes {
  return concat(device.identityKey, device.admissionKey, signature, lengthPrefixed(utf8(device.info)));
}

export function parseDeviceKeys(plaintext: Bytes): { device: DeviceKeys; signature: Bytes } {
  return orMalformed(() => {
    const reader = new Reader(plaintext);
    const identity = identityKey(reader.bytes(32));
    const admission = admissionKey(reader.bytes(32));
    const signature = reader.bytes(64);
    const info = fromUtf8(reader.lengthPrefixed());
    reader.end();
    return { device: { identityKey: identity, admissionKey: admission, info }, signature };
  });
}

function body(message: Bytes, type: number, length: number): Reader {
  if (message.length !== length || message[0] !== type) throw new HandshakeError('malformed');
  return new Reader(message.subarray(1));
}

function orMalformed<T>(parse: () => T): T {
  try {
    return parse();
  } catch {
    throw new HandshakeError('malformed');
  }
}

// ---- Key schedule

/** `id = MAC(psk, this)[0..16]` */
export const ID_LABEL = utf8('outpost/1 id');

/** What the mac of `Hello` covers. */
export function helloMacInput(beforeMac: Bytes): Bytes {
  return concat(utf8('outpost/1 hello'), beforeMac);
}

/** By which the host finds a secret: `MAC(psk, "outpost/1 id")[0..16]`. */
export function secretId(suite: Suite, psk: Bytes): Bytes {
  return suite.hmac(psk, ID_LABEL).subarray(0, 16);
}

export function firstTranscript(suite: Suite, hostPublicKey: Bytes, hello: Bytes, he: Bytes): Bytes {
  return suite.sha256(concat(utf8('outpost/1'), hostPublicKey, hello, he));
}

/** `th2 = H(th1 || HostHello)`, `th3 = H(th2 || DeviceAuth)` */
export function nextTranscript(suite: Suite, transcript: Bytes, message: Bytes): Bytes {
  return suite.sha256(concat(transcript, message));
}

export function hostHelloKey(suite: Suite, prk: Bytes, th1: Bytes): Bytes {
  return expand(suite, prk, concat(utf8('outpost/1 host hello'), th1), 32);
}

export function deviceAuthKey(suite: Suite, prk: Bytes, th2: Bytes): Bytes {
  return expand(suite, prk, concat(utf8('outpost/1 device auth'), th2), 32);
}

export function hostSigned(th1: Bytes): Bytes {
  return concat(utf8('outpost/1 host'), th1);
}

export function deviceSigned(suite: Suite, th2: Bytes, device: DeviceKeys): Bytes {
  const { identityKey: identity, admissionKey: admission, info } = device;
  const digest = suite.sha256(concat(th2, identity, admission, lengthPrefixed(utf8(info))));
  return concat(utf8('outpost/1 device'), digest);
}

export interface SessionSecrets {
  readonly keys: SessionKeys;
  readonly nextSecret: NextSecret;
  /** What the words are made of that desk and phone both show (`check-words.ts`). */
  readonly check: Bytes;
}

export function sessionSecrets(suite: Suite, prk: Bytes, th3: Bytes): SessionSecrets {
  const secrets = new Reader(expand(suite, prk, concat(utf8('outpost/1 session'), th3), 96));
  const keys = { sh2d: secrets.bytes(32), sd2h: secrets.bytes(32) };
  const exporter = secrets.bytes(32);
  return {
    keys,
    nextSecret: suite.hmac(exporter, utf8('outpost/1 device secret')) as NextSecret,
    check: suite.hmac(exporter, utf8('outpost/1 check')),
  };
}

/**
 * HKDF-Expand of RFC 5869, section 2.3. The extracting half is `MAC(psk, ss)`: together with `Hello`'s two macs
 * that is all a handshake asks of its psk, so a browser may hold it as an HMAC key that cannot be read.
 */
function expand(suite: Suite, prk: Bytes, info: Bytes, length: number): Bytes {
  let block: Bytes = new Uint8Array();
  let output: Bytes = block;
  for (let count = 1; output.length < length; count++) {
    block = suite.hmac(prk, concat(block, info, u8(count)));
    output = concat(output, block);
  }
  return output.subarray(0, length);
}

/** Each key of a handshake seals one message, so its nonce may be zero. */
export const HANDSHAKE_NONCE = new Uint8Array(12);

/**
 * The primitives that the protocol is built from, as one value that is handed in.
 *
 * There are three suites with the same results, byte for byte: {@link nobleSuite} (anywhere), `nodeSuite`
 * (OpenSSL, for host and relay) and `webSuite` (noble with the browser's own AES). A page served by plain
 * http on a LAN has no `crypto.subtle`, so noble must be able to do everything.
 */
import { gcm } from '@noble/ciphers/aes.js';
import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { randomBytes } from '@noble/hashes/utils.js';
import { type Bytes, concat, equal } from './bytes.ts';
import { isSmallOrder } from './small-order.ts';

/** What a cipher gives: at once (noble, Node) or later (`crypto.subtle`). */
export type Result = Bytes | Promise<Bytes>;

/** AES-256-GCM under one key: nonce 12 bytes, tag 16 bytes at the end of the sealed bytes. */
export interface Aead<R extends Result = Result> {
  seal(nonce: Bytes, plaintext: Bytes, aad: Bytes): R;
  /** Throws or rejects when the bytes were not sealed under this key, nonce and `aad`. */
  open(nonce: Bytes, sealed: Bytes, aad: Bytes): R;
}

export interface KeyPair {
  readonly secret: Bytes;
  readonly publicKey: Bytes;
}

export interface Suite<R extends Result = Result> {
  sha256(data: Bytes): Bytes;
  /** HMAC-SHA-256, 32 bytes. */
  hmac(key: Bytes, data: Bytes): Bytes;
  /** RFC 5869 with SHA-256; an empty salt is the RFC's salt of 32 zeros. */
  hkdf(ikm: Bytes, salt: Bytes, info: Bytes, length: number): Bytes;
  randomBytes(length: number): Bytes;
  readonly x25519: {
    generate(): KeyPair;
    /** RFC 7748. Throws when the result is all zero, so for each public key of small order. */
    shared(secret: Bytes, peer: Bytes): Bytes;
  };
  readonly ed25519: {
    publicKey(seed: Bytes): Bytes;
    sign(seed: Bytes, message: Bytes): Bytes;
    /**
     * RFC 8032, section 5.1.7, without cofactor; false for every public key of small order and for
     * anything of the wrong length. Never throws.
     */
    verify(publicKey: Bytes, message: Bytes, signature: Bytes): boolean;
  };
  /** Throws a `RangeError` unless the key has 32 bytes. */
  aead(key: Bytes): Aead<R>;
}

/** A suite whose ciphers answer at once, as the host needs it. */
export type SyncSuite = Suite<Bytes>;

export function requireKey(key: Bytes): Bytes {
  if (key.length !== 32) throw new RangeError('a key has 32 bytes');
  return key;
}

/** An all-zero shared secret is one that the peer chose alone. */
export function refuseZero(shared: Bytes): Bytes {
  if (equal(shared, new Uint8Array(shared.length))) throw new RangeError('all-zero shared secret');
  return shared;
}

export const nobleSuite: SyncSuite = {
  sha256: (data) => sha256(data),
  hmac: (key, data) => hmac(sha256, key, data),
  hkdf: (ikm, salt, info, length) => hkdf(sha256, ikm, salt, info, length),
  randomBytes: (length) => randomBytes(length),
  x25519: {
    generate() {
      const { secretKey, publicKey } = x25519.keygen();
      return { secret: secretKey, publicKey };
    },
    shared: (secret, peer) => refuseZero(x25519.getSharedSecret(secret, peer)),
  },
  ed25519: {
    publicKey: (seed) => ed25519.getPublicKey(seed),
    sign: (seed, message) => ed25519.sign(message, seed),
    verify: verifyEd25519,
  },
  aead(key) {
    requireKey(key);
    return {
      seal: (nonce, plaintext, aad) => gcm(key, nonce, aad).encrypt(plaintext),
      open: (nonce, sealed, aad) => gcm(key, nonce, aad).decrypt(sealed),
    };
  },
};

/**
 * noble's verification multiplies the equation by the cofactor also when `zip215` is false; OpenSSL's does not.
 * A signer can craft a signature on which the two disagree, and then a decision that the host obeyed would
 * fail its audit elsewhere. So what noble accepts must hold without the cofactor too: `S·B − k·A` is R itself.
 */
function verifyEd25519(publicKey: Bytes, message: Bytes, signature: Bytes): boolean {
  if (publicKey.length !== 32 || signature.length !== 64 || isSmallOrder(publicKey)) return false;
  if (!ed25519.verify(signature, message, publicKey, { zip215: false })) return false;
  const { Point } = ed25519;
  const r = signature.subarray(0, 32);
  const s = littleEndian(signature.subarray(32));
  const k = littleEndian(sha512(concat(r, publicKey, message))) % Point.Fn.ORDER;
  const kA = Point.fromBytes(publicKey).multiplyUnsafe(k);
  return equal(Point.BASE.multiplyUnsafe(s).subtract(kA).toBytes(), r);
}

function littleEndian(bytes: Bytes): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

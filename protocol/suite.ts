/**
 * The primitives that the protocol is built from, as one value that is handed in.
 *
 * There are three suites with the same results, byte for byte: `nobleSuite` (anywhere), `nodeSuite` (OpenSSL, for
 * host and relay) and `webSuite` (the browser's own, as far as it has them). A page served by plain http on a LAN has no
 * `crypto.subtle`, so noble must be able to do everything.
 */
import { type Bytes, equal } from './bytes.ts';

/** What a cipher gives: at once (noble, Node) or later (`crypto.subtle`). */
export type Result = Bytes | Promise<Bytes>;

/** At once from a suite whose ciphers answer at once, else perhaps later. */
export type Answer<R extends Result, T> = R extends Bytes ? T : T | Promise<T>;

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
    generate(): Answer<R, KeyPair>;
    /** RFC 7748. Throws or rejects when the result is all zero, so for each public key of small order. */
    shared(secret: Bytes, peer: Bytes): Answer<R, Bytes>;
  };
  readonly ed25519: {
    publicKey(seed: Bytes): Answer<R, Bytes>;
    sign(seed: Bytes, message: Bytes): Answer<R, Bytes>;
    /**
     * RFC 8032, section 5.1.7, without cofactor; false for every public key of small order and for
     * anything of the wrong length. Never throws, and never rejects.
     */
    verify(publicKey: Bytes, message: Bytes, signature: Bytes): Answer<R, boolean>;
  };
  /** Throws a `RangeError` unless the key has 32 bytes. */
  aead(key: Bytes): Aead<R>;
}

/** A suite that answers at once, as the host needs it. */
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

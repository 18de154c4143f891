/** The primitives of the protocol in JavaScript, for where a platform lacks them. 20 KB packed, so a page loads it last. */
import { gcm } from '@noble/ciphers/aes.js';
import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { type Bytes, concat, equal } from './bytes.ts';
import { nobleHashes } from './noble-hashes.ts';
import { isSmallOrder } from './small-order.ts';
import { refuseZero, requireKey, type SyncSuite } from './suite.ts';

export const nobleSuite: SyncSuite = {
  ...nobleHashes,
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

/** The primitives of the protocol by OpenSSL, through `node:crypto`: ten to forty times as fast as noble. */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  diffieHellman,
  hkdfSync,
  type KeyObject,
  randomBytes,
  sign,
  verify,
} from 'node:crypto';
import { type Bytes, concat, fromHex } from '../bytes.ts';
import { isSmallOrder } from '../small-order.ts';
import { refuseZero, requireKey, type SyncSuite } from '../suite.ts';

const TAG = 16;
const CIPHER = 'aes-256-gcm';

// DER around a raw key (RFC 8410); OpenSSL has no raw import.
const PKCS8_ED25519 = fromHex('302e020100300506032b657004220420');
const PKCS8_X25519 = fromHex('302e020100300506032b656e04220420');
const SPKI_ED25519 = fromHex('302a300506032b6570032100');
const SPKI_X25519 = fromHex('302a300506032b656e032100');

function privateKey(prefix: Bytes, raw: Bytes): KeyObject {
  return createPrivateKey({
    key: Buffer.from(concat(prefix, requireKey(raw))),
    format: 'der',
    type: 'pkcs8',
  });
}

function publicKey(prefix: Bytes, raw: Bytes): KeyObject {
  return createPublicKey({ key: Buffer.from(concat(prefix, requireKey(raw))), format: 'der', type: 'spki' });
}

function rawPublicKey(key: KeyObject): Bytes {
  return new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32));
}

export const nodeSuite: SyncSuite = {
  sha256: (data) => new Uint8Array(createHash('sha256').update(data).digest()),
  hmac: (key, data) => new Uint8Array(createHmac('sha256', key).update(data).digest()),
  hkdf: (ikm, salt, info, length) => new Uint8Array(hkdfSync('sha256', ikm, salt, info, length)),
  randomBytes: (length) => new Uint8Array(randomBytes(length)),
  x25519: {
    generate() {
      const secret = new Uint8Array(randomBytes(32));
      return { secret, publicKey: rawPublicKey(privateKey(PKCS8_X25519, secret)) };
    },
    shared(secret, peer) {
      const keys = { privateKey: privateKey(PKCS8_X25519, secret), publicKey: publicKey(SPKI_X25519, peer) };
      return refuseZero(new Uint8Array(diffieHellman(keys)));
    },
  },
  ed25519: {
    publicKey: (seed) => rawPublicKey(privateKey(PKCS8_ED25519, seed)),
    sign: (seed, message) => new Uint8Array(sign(null, message, privateKey(PKCS8_ED25519, seed))),
    verify(key, message, signature) {
      if (key.length !== 32 || signature.length !== 64 || isSmallOrder(key)) return false;
      return verify(null, message, publicKey(SPKI_ED25519, key), signature);
    },
  },
  aead(key) {
    // As a KeyObject it is taken over once, and not for every frame.
    const secret = createSecretKey(requireKey(key));
    return {
      seal(nonce, plaintext, aad) {
        const cipher = createCipheriv(CIPHER, secret, nonce, { authTagLength: TAG });
        cipher.setAAD(aad);
        const sealed = new Uint8Array(plaintext.length + TAG);
        sealed.set(cipher.update(plaintext));
        cipher.final(); // GCM is a stream: nothing is left
        sealed.set(cipher.getAuthTag(), plaintext.length);
        return sealed;
      },
      open(nonce, sealed, aad) {
        if (sealed.length < TAG) throw new RangeError('shorter than its tag');
        const decipher = createDecipheriv(CIPHER, secret, nonce, { authTagLength: TAG });
        decipher.setAAD(aad);
        decipher.setAuthTag(sealed.subarray(-TAG));
        const plaintext = new Uint8Array(decipher.update(sealed.subarray(0, -TAG)));
        decipher.final(); // throws unless the tag is right
        return plaintext;
      },
    };
  },
};

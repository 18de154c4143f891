/**
 * The primitives of the protocol in a browser: its own curves and AES where it has them, noble where it has not. Chromium's
 * AES is four to thirteen times as fast as noble's (200 B to 1 MiB), and what a browser has need not be loaded.
 */
import { type Bytes, concat, equal, fromBase64url, fromHex } from './bytes.ts';
import { nobleHashes } from './noble-hashes.ts';
import { isSmallOrder } from './small-order.ts';
import { type Aead, type KeyPair, refuseZero, requireKey, type Suite } from './suite.ts';

/** AES-256-GCM by WebCrypto. The key is imported once, not extractable; results are promises. */
export function subtleAead(subtle: SubtleCrypto, key: Bytes): Aead<Promise<Bytes>> {
  const imported = subtle.importKey('raw', source(requireKey(key)), 'AES-GCM', false, ['encrypt', 'decrypt']);
  const algorithm = (nonce: Bytes, aad: Bytes): AesGcmParams => ({
    name: 'AES-GCM',
    iv: source(nonce),
    additionalData: source(aad),
    tagLength: 128,
  });
  return {
    seal: async (nonce, plaintext, aad) =>
      new Uint8Array(await subtle.encrypt(algorithm(nonce, aad), await imported, source(plaintext))),
    open: async (nonce, sealed, aad) =>
      new Uint8Array(await subtle.decrypt(algorithm(nonce, aad), await imported, source(sealed))),
  };
}

/** WebCrypto's types exclude shared memory; nothing here ever lies in shared memory. */
function source(bytes: Bytes): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>;
}

// DER around a raw private key (RFC 8410); WebCrypto has no raw import of one.
const PKCS8_ED25519 = fromHex('302e020100300506032b657004220420');
const PKCS8_X25519 = fromHex('302e020100300506032b656e04220420');
/** RFC 7748, section 4.1. */
const BASE_POINT = fromHex(`09${'00'.repeat(31)}`);

type Curves = Pick<Suite<Promise<Bytes>>, 'x25519' | 'ed25519'>;

/**
 * X25519 and Ed25519 by WebCrypto. Platforms differ in whether they verify with the cofactor; a signature on which they
 * disagree takes its signer to make, and what a device verifies is its own host's proof.
 */
export function subtleCurves(subtle: SubtleCrypto): Curves {
  const privateKey = (prefix: Bytes, raw: Bytes, name: string, extractable: boolean, use: KeyUsage) =>
    subtle.importKey('pkcs8', source(concat(prefix, requireKey(raw))), name, extractable, [use]);
  const agree = async (secret: Bytes, peer: Bytes): Promise<Bytes> => {
    const [own, other] = await Promise.all([
      privateKey(PKCS8_X25519, secret, 'X25519', false, 'deriveBits'),
      subtle.importKey('raw', source(requireKey(peer)), 'X25519', false, []),
    ]);
    const shared = await subtle.deriveBits({ name: 'X25519', public: other }, own, 256);
    return refuseZero(new Uint8Array(shared));
  };
  return {
    x25519: {
      async generate(): Promise<KeyPair> {
        const secret = nobleHashes.randomBytes(32);
        return { secret, publicKey: await agree(secret, BASE_POINT) };
      },
      shared: agree,
    },
    ed25519: {
      async publicKey(seed) {
        const key = await privateKey(PKCS8_ED25519, seed, 'Ed25519', true, 'sign');
        return fromBase64url((await subtle.exportKey('jwk', key)).x ?? '');
      },
      async sign(seed, message) {
        const key = await privateKey(PKCS8_ED25519, seed, 'Ed25519', false, 'sign');
        return new Uint8Array(await subtle.sign('Ed25519', key, source(message)));
      },
      async verify(publicKey, message, signature) {
        if (publicKey.length !== 32 || signature.length !== 64 || isSmallOrder(publicKey)) return false;
        try {
          const key = await subtle.importKey('raw', source(publicKey), 'Ed25519', false, ['verify']);
          return await subtle.verify('Ed25519', key, source(signature), source(message));
        } catch {
          // Bytes that are no point of the curve are no key.
          return false;
        }
      },
    },
  };
}

/** RFC 8032, section 7.1, test 2; the same seed as an X25519 secret, by OpenSSL. */
const KNOWN = {
  seed: fromHex('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb'),
  message: fromHex('72'),
  ed25519: fromHex('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c'),
  signature: fromHex(
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da' +
      '085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  ),
  x25519: fromHex('b6c6192e66300f4bbb4e3d870bfd02e416154ebb06661a70a84ea376244b3c20'),
};

/**
 * Whether the curves are there and compute what they should: browsers before 2025 lack one or both, and a name that is known
 * says little. Signatures are verified, not compared: Apple's are made with randomness.
 */
async function areSound({ x25519, ed25519 }: Curves): Promise<boolean> {
  const { seed, message, signature, ...known } = KNOWN;
  try {
    const agreed = await x25519.shared(seed, BASE_POINT);
    const publicKey = await ed25519.publicKey(seed);
    const own = await ed25519.sign(seed, message);
    return (
      equal(agreed, known.x25519) &&
      equal(publicKey, known.ed25519) &&
      (await ed25519.verify(publicKey, message, signature)) &&
      (await ed25519.verify(publicKey, message, own)) &&
      !(await ed25519.verify(publicKey, BASE_POINT, own))
    );
  } catch {
    return false;
  }
}

/**
 * @param crypto the page's own; its `subtle` is absent on a page served by plain http.
 * Rejects when noble is needed and cannot be loaded.
 */
export async function webSuite(
  crypto: { readonly subtle?: SubtleCrypto } = globalThis.crypto,
): Promise<Suite> {
  const { subtle } = crypto;
  const curves = subtle && subtleCurves(subtle);
  const sound = curves !== undefined && (await areSound(curves));
  const suite = sound ? { ...nobleHashes, ...curves } : (await import('./suite-noble.ts')).nobleSuite;
  return subtle ? { ...suite, aead: (key) => subtleAead(subtle, key) } : (suite as Suite);
}

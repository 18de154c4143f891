import { createPublicKey, verify as opensslVerify } from 'node:crypto';
import { ED25519_TORSION_SUBGROUP, ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bytes, concat, fromHex, toHex, utf8 } from '../../protocol/bytes.ts';
import { nodeSuite } from '../../protocol/node/suite.ts';
import { isSmallOrder } from '../../protocol/small-order.ts';
import type { Suite } from '../../protocol/suite.ts';
import { nobleSuite } from '../../protocol/suite-noble.ts';
import { subtleAead, webSuite } from '../../protocol/suite-web.ts';

const suites: { name: string; suite: Suite }[] = [
  { name: 'noble', suite: nobleSuite },
  { name: 'node', suite: nodeSuite },
  { name: 'web with subtle', suite: await webSuite() },
  { name: 'web without subtle', suite: await webSuite({}) },
];

/** What each call of WebCrypto might answer where it is there and wrong. */
const wrong = {
  importKey: async () => ({}),
  deriveBits: async () => new ArrayBuffer(32),
  exportKey: async () => ({ x: 'AAAA' }),
  sign: async () => new ArrayBuffer(64),
  verify: async () => true,
};

const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
const nonce = fc.uint8Array({ minLength: 12, maxLength: 12 });
const data = fc.uint8Array({ maxLength: 200 });

/** What a suite makes of the same input, all primitives at once. */
async function results(suite: Suite, secret: Bytes, salt: Bytes, iv: Bytes, message: Bytes) {
  const { ed25519: signing, x25519 } = suite;
  return {
    sha256: toHex(suite.sha256(message)),
    hmac: toHex(suite.hmac(secret, message)),
    hkdf: toHex(suite.hkdf(secret, salt, message, 96)),
    shared: toHex(await x25519.shared(secret, fromHex(`09${'00'.repeat(31)}`))),
    publicKey: toHex(await signing.publicKey(secret)),
    signature: toHex(await signing.sign(secret, message)),
    sealed: toHex(await suite.aead(secret).seal(iv, message, salt)),
  };
}

describe('the suites', () => {
  it('give the same bytes', async () => {
    await fc.assert(
      fc.asyncProperty(key, data, nonce, data, async (secret, salt, iv, message) => {
        const all = await Promise.all(suites.map(({ suite }) => results(suite, secret, salt, iv, message)));
        for (const other of all) expect(other).toEqual(all[0]);
      }),
      { numRuns: 20 },
    );
  });

  it('open what another has sealed', async () => {
    const [secret, iv, aad, message] = [
      utf8('k'.repeat(32)),
      utf8('n'.repeat(12)),
      utf8('aad'),
      utf8('hello'),
    ];
    for (const from of suites) {
      const sealed = await from.suite.aead(secret).seal(iv, message, aad);
      for (const to of suites) expect(await to.suite.aead(secret).open(iv, sealed, aad)).toEqual(message);
    }
  });

  it('agree on a shared secret with each other', async () => {
    for (const a of suites) {
      for (const b of suites) {
        const [mine, theirs] = [await a.suite.x25519.generate(), await b.suite.x25519.generate()];
        expect(await a.suite.x25519.shared(mine.secret, theirs.publicKey)).toEqual(
          await b.suite.x25519.shared(theirs.secret, mine.publicKey),
        );
      }
    }
  });

  it('use what the browser has', async () => {
    const web = await webSuite();
    expect(web.aead(new Uint8Array(32)).seal(new Uint8Array(12), utf8(''), utf8(''))).toBeInstanceOf(Promise);
    expect(web.x25519.generate()).toBeInstanceOf(Promise);
    expect(await webSuite({})).toBe(nobleSuite);
  });

  it.each(['importKey', 'deriveBits', 'exportKey', 'sign', 'verify'] as const)(
    'use noble’s curves where the browser’s cannot be trusted: %s',
    async (broken) => {
      const real = globalThis.crypto.subtle;
      for (const answer of [() => Promise.reject(new DOMException('', 'NotSupportedError')), wrong[broken]]) {
        const subtle = new Proxy(real, {
          get: (_, name: keyof SubtleCrypto) => (name === broken ? answer : real[name].bind(real)),
        });
        const { x25519, ed25519: signing } = await webSuite({ subtle });
        expect({ x25519, ed25519: signing }).toEqual({
          x25519: nobleSuite.x25519,
          ed25519: nobleSuite.ed25519,
        });
      }
    },
  );
});

describe.each(suites)('$name', ({ suite }) => {
  const secret = suite.randomBytes(32);
  const message = utf8('message');

  it('refuses whatever was altered, cut or bound to other data', async () => {
    const aead = suite.aead(secret);
    const iv = new Uint8Array(12);
    const sealed = await aead.seal(iv, message, utf8('aad'));
    const refused = async (open: () => Bytes | Promise<Bytes>) => {
      await expect((async () => open())()).rejects.toThrow();
    };
    await refused(() => aead.open(iv, sealed, utf8('other')));
    await refused(() => aead.open(utf8('n'.repeat(12)), sealed, utf8('aad')));
    await refused(() => suite.aead(suite.randomBytes(32)).open(iv, sealed, utf8('aad')));
    for (let length = 0; length < sealed.length; length++) {
      await refused(() => aead.open(iv, sealed.subarray(0, length), utf8('aad')));
    }
    for (let at = 0; at < sealed.length; at++) {
      const altered = sealed.slice();
      altered[at] = (altered[at] as number) ^ 0x80;
      await refused(() => aead.open(iv, altered, utf8('aad')));
    }
  });

  it('takes a key of 32 bytes and no other', () => {
    expect(() => suite.aead(new Uint8Array(16))).toThrow(RangeError);
  });

  it('throws for X25519 keys of small order', async () => {
    for (const u of ['00', '01'].map((low) => `${low}${'00'.repeat(31)}`)) {
      await expect((async () => suite.x25519.shared(secret, fromHex(u)))()).rejects.toThrow();
    }
  });

  it('verifies its own signatures and refuses everything beside them', async () => {
    const publicKey = await suite.ed25519.publicKey(secret);
    const signature = await suite.ed25519.sign(secret, message);
    expect(await suite.ed25519.verify(publicKey, message, signature)).toBe(true);
    expect(await suite.ed25519.verify(publicKey, utf8('other'), signature)).toBe(false);
    expect(await suite.ed25519.verify(publicKey, message, signature.subarray(0, 63))).toBe(false);
    expect(await suite.ed25519.verify(publicKey.subarray(0, 31), message, signature)).toBe(false);
    for (let at = 0; at < signature.length; at++) {
      const altered = signature.slice();
      altered[at] = (altered[at] as number) ^ 1;
      expect(await suite.ed25519.verify(publicKey, message, altered)).toBe(false);
    }
  });

  it('refuses a signature with S + L, a second spelling', async () => {
    const signature = await suite.ed25519.sign(secret, message);
    const s = littleEndian(signature.subarray(32)) + ed25519.Point.Fn.ORDER;
    const second = concat(signature.subarray(0, 32), bytesOf(s));
    expect(await suite.ed25519.verify(await suite.ed25519.publicKey(secret), message, second)).toBe(false);
  });

  it('refuses keys of small order, also with a signature that fits', async () => {
    for (const { encoded, signature } of smallOrderForgeries()) {
      expect(await suite.ed25519.verify(encoded, message, signature)).toBe(false);
    }
  });

  it('refuses a signature that holds only times the cofactor', async () => {
    const { publicKey, signature } = torsionSignature(message);
    expect(await suite.ed25519.verify(publicKey, message, signature)).toBe(false);
  });

  it('verifies RFC 8032, section 7.1, test 2', async () => {
    const publicKey = fromHex('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c');
    const signature = fromHex(
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da' +
        '085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    );
    expect(await suite.ed25519.verify(publicKey, fromHex('72'), signature)).toBe(true);
  });
});

describe('what the rules are there for', () => {
  it('OpenSSL by itself takes a key of small order', () => {
    const taken = smallOrderForgeries().filter(({ encoded, signature }) => {
      const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), encoded]);
      const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' });
      return opensslVerify(null, utf8('message'), publicKey, signature);
    });
    expect(taken.length).toBeGreaterThan(0);
  });

  it('noble by itself takes a signature that holds only times the cofactor', () => {
    const { publicKey, signature } = torsionSignature(utf8('message'));
    expect(ed25519.verify(signature, utf8('message'), publicKey, { zip215: false })).toBe(true);
  });

  it('the list has every point of small order, and no other point', () => {
    for (const encoded of ED25519_TORSION_SUBGROUP) expect(isSmallOrder(fromHex(encoded))).toBe(true);
    expect(isSmallOrder(ed25519.Point.BASE.toBytes())).toBe(false);
  });
});

/** Every encoding of a point of small order, with R = the neutral element and S = 0. */
function smallOrderForgeries() {
  const neutral = `01${'00'.repeat(31)}`;
  const second = ['ed', 'ee'].flatMap((low) => [`${low}${'ff'.repeat(30)}7f`, `${low}${'ff'.repeat(31)}`]);
  const negativeZero = [`01${'00'.repeat(30)}80`, `ec${'ff'.repeat(31)}`];
  return [...ED25519_TORSION_SUBGROUP, ...second, ...negativeZero].map((encoded) => ({
    encoded: fromHex(encoded),
    signature: concat(fromHex(neutral), new Uint8Array(32)),
  }));
}

/** A signature by an honest key whose R was shifted by a point of order 8. */
function torsionSignature(message: Bytes) {
  const { Point } = ed25519;
  const order = Point.Fn.ORDER;
  const [a, r] = [1234567n, 7654321n];
  const publicKey = Point.BASE.multiply(a).toBytes();
  const torsion = ED25519_TORSION_SUBGROUP.map((encoded) => Point.fromHex(encoded)).find(
    (point) => !point.multiplyUnsafe(4n).is0(),
  );
  const shifted = Point.BASE.multiply(r)
    .add(torsion as typeof Point.BASE)
    .toBytes();
  const k = littleEndian(sha512(concat(shifted, publicKey, message))) % order;
  return { publicKey, signature: concat(shifted, bytesOf((r + k * a) % order)) };
}

function littleEndian(bytes: Bytes): bigint {
  return BigInt(`0x${toHex(bytes.slice().reverse())}`);
}

function bytesOf(value: bigint): Bytes {
  return fromHex(value.toString(16).padStart(64, '0')).reverse();
}

describe('subtleAead', () => {
  it('imports a key that nobody can read', async () => {
    const extractable: boolean[] = [];
    const { subtle } = globalThis.crypto;
    const watching = Object.assign(Object.create(subtle) as SubtleCrypto, {
      importKey: (...args: Parameters<SubtleCrypto['importKey']>) => {
        extractable.push(args[3]);
        return subtle.importKey(...args);
      },
      encrypt: subtle.encrypt.bind(subtle),
    });
    await subtleAead(watching, new Uint8Array(32)).seal(new Uint8Array(12), utf8('x'), utf8(''));
    expect(extractable).toEqual([false]);
  });
});

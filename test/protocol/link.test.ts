import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex, utf8 } from '../../protocol/bytes.ts';
import { hostPublicKey } from '../../protocol/identity.ts';
import {
  encodeLink,
  type Link,
  LinkError,
  MAX_LINK_BYTES,
  pairingAdmissionSeed,
  parseLink,
} from '../../protocol/link.ts';
import { nobleSuite } from '../../protocol/suite-noble.ts';
import * as independent from './independent.ts';
import { linkVectors } from './vectors.ts';

const vectors = linkVectors();

const readable = (link: Link) => ({
  ...link,
  hostPublicKey: toHex(link.hostPublicKey),
  pairingSecret: toHex(link.pairingSecret),
});

function failureOf(parse: () => unknown): string {
  try {
    parse();
  } catch (error) {
    if (error instanceof LinkError) return error.kind;
    throw error;
  }
  return 'none';
}

describe('a link that is good', () => {
  it.each(vectors.filter(({ link }) => link))('$name', ({ text, now, link }) => {
    const parsed = parseLink(text, now);
    expect(readable(parsed)).toEqual(link);
    expect(encodeLink(parsed)).toBe(text);
  });
});

describe('a link that is refused', () => {
  it.each(vectors.filter(({ failure }) => failure))('$failure: $name', ({ text, now, failure }) => {
    expect(failureOf(() => parseLink(text, now))).toBe(failure);
  });

  it('never stands in the error', () => {
    const secret = vectors[0]?.text.split('#')[1] as string;
    for (const text of [`${vectors[0]?.text}=`, `http://open.example/#${secret}`]) {
      expect(() => parseLink(text)).toThrow(LinkError);
      try {
        parseLink(text);
      } catch (error) {
        expect(String((error as Error).stack)).not.toContain(secret);
      }
    }
  });
});

const link = fc.record({
  clientOrigin: fc.constantFrom('https://app.outpost.example', 'http://10.1.2.3:81', 'http://[::1]:81'),
  relayUrl: fc.constantFrom(
    'wss://relay.example.net',
    'ws://10.1.2.3:81',
    'ws://[fe80::1]',
    'wss://a.example:444',
  ),
  expiresAt: fc.nat(0xffff_ffff),
  hostPublicKey: fc.uint8Array({ minLength: 32, maxLength: 32 }).map(hostPublicKey),
  pairingSecret: fc.uint8Array({ minLength: 32, maxLength: 32 }),
});

describe('encodeLink', () => {
  it('writes what parseLink reads, at most 300 bytes', () => {
    fc.assert(
      fc.property(link, (fields) => {
        const text = encodeLink(fields);
        expect(utf8(text).length).toBeLessThanOrEqual(MAX_LINK_BYTES);
        expect(parseLink(text)).toEqual(fields);
      }),
    );
  });

  it('brings addresses into their one spelling', () => {
    const fields = linkOf({ clientOrigin: 'HTTPS://App.Example:443/', relayUrl: 'wss://Relay.Example:443/' });
    const parsed = parseLink(encodeLink(fields));
    expect(parsed.clientOrigin).toBe('https://app.example');
    expect(parsed.relayUrl).toBe('wss://relay.example');
  });

  it('takes no relay for the one that serves the client', () => {
    const parsed = parseLink(encodeLink(linkOf({ relayUrl: '' })));
    expect(parsed.relayUrl).toBe('wss://app.example');
  });

  it.each([
    ['originNotAllowed', { clientOrigin: 'http://app.example' }],
    ['relayNotAllowed', { relayUrl: 'ws://relay.example' }],
    ['hostKey', { hostPublicKey: hostPublicKey(new Uint8Array(32)) }],
    ['tooLong', { clientOrigin: `https://${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.example` }],
  ] as const)('refuses to write a link that nobody would take: %s', (failure, wrong) => {
    expect(failureOf(() => encodeLink(linkOf(wrong)))).toBe(failure);
  });
});

function linkOf(fields: Partial<Link>): Link {
  return {
    clientOrigin: 'https://app.example',
    relayUrl: 'wss://relay.example',
    expiresAt: 1,
    hostPublicKey: hostPublicKey(independent.fixed('host')),
    pairingSecret: independent.fixed('secret'),
    ...fields,
  };
}

it('the admission seed is HKDF of the secret', () => {
  const secret = independent.fixed('pairing secret');
  const seed = independent.HKDF(secret, Buffer.alloc(0), independent.label('outpost/1 admission'), 32);
  expect(pairingAdmissionSeed(nobleSuite, secret)).toEqual(fromHex(seed.toString('hex')));
});

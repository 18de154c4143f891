import { expect, it } from 'vitest';
import { MalformedBytes, toBase32, utf8 } from '../../protocol/bytes.ts';
import { hostIdOf, hostPublicKey, parseHostId } from '../../protocol/identity.ts';
import * as independent from './independent.ts';

const key = hostPublicKey(independent.fixed('host'));

it('a host id is base32 of the first 16 bytes of a hash of its key', () => {
  const digest = independent.H(independent.label('outpost/1 host'), Buffer.from(key));
  expect(hostIdOf(key)).toBe(toBase32(digest.subarray(0, 16)));
  expect(parseHostId(hostIdOf(key))).toBe(hostIdOf(key));
});

it.each([
  '',
  'a'.repeat(25),
  'a'.repeat(27),
  `${'a'.repeat(25)}b`,
  'A'.repeat(26),
  '../'.repeat(9).slice(0, 26),
])('%j is no host id', (text) => {
  expect(() => parseHostId(text)).toThrow(MalformedBytes);
});

it('a public key has 32 bytes', () => {
  expect(() => hostPublicKey(utf8('short'))).toThrow(MalformedBytes);
});

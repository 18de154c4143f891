import { expect, test } from 'vitest';
import { digestOf, serverKeys } from '../../../../../main/host/ssh/remote/server-keys.ts';
import { hostIdOf, hostPublicKey } from '../../../../../protocol/identity.ts';
import { nodeSuite } from '../../../../../protocol/node/suite.ts';

const keysOf = (seed: Uint8Array) =>
  serverKeys({
    id: hostIdOf(hostPublicKey(nodeSuite.ed25519.publicKey(seed))),
    sign: (message) => nodeSuite.ed25519.sign(seed, message),
  });
const one = keysOf(new Uint8Array(32).fill(1));
const other = keysOf(new Uint8Array(32).fill(2));

test('a token is made again alike by the same host, and by nobody else, for no other server', () => {
  const token = one.token('devbox', 'aa');
  expect(keysOf(new Uint8Array(32).fill(1)).token('devbox', 'aa')).toBe(token);
  const others = [other.token('devbox', 'aa'), one.token('devbox', 'ab'), one.token('devbo', 'aax')];
  expect(new Set([token, ...others]).size).toBe(4);
  expect(token).toMatch(/^[\w-]{43}$/);
});

test('what is known over there says nothing of it', () => {
  expect(digestOf('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(one.owner('devbox')).toMatch(/^[0-9a-f]{16}$/);
  expect(new Set([one.owner('a'), one.owner('b'), other.owner('a')]).size).toBe(3);
});

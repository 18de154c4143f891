import { expect, test } from 'vitest';
import { nodeSuite } from '../../protocol/node/suite.ts';
import { isSmallOrder } from '../../protocol/small-order.ts';

test('a key in a Node Buffer is looked at, not changed', () => {
  const key = Buffer.alloc(32, 0xff);
  isSmallOrder(key);
  expect(key).toEqual(Buffer.alloc(32, 0xff));
});

test('a signature under a key with the sign bit holds, twice, also when everything comes in Buffers', () => {
  const message = Buffer.from('message');
  for (let n = 0; n < 64; n++) {
    const seed = nodeSuite.randomBytes(32);
    const key = Buffer.from(nodeSuite.ed25519.publicKey(seed));
    const signature = Buffer.from(nodeSuite.ed25519.sign(seed, message));
    for (let time = 0; time < 2; time++) expect(nodeSuite.ed25519.verify(key, message, signature)).toBe(true);
  }
});

/**
 * Ed25519 public keys of small order. Under such a key one signature fits many messages, so nobody may have
 * one; OpenSSL accepts them.
 */
import { type Bytes, equal, fromHex } from './bytes.ts';

/**
 * The y-coordinates of the eight points of small order, little-endian, and the two second spellings of 0
 * and 1 that fit into 255 bits (p and p + 1). With either sign bit these are all 14 encodings.
 */
const SMALL_ORDER_Y = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
].map(fromHex);

/** Whether an encoded Ed25519 public key (32 bytes) is one of the 14 of small order. */
export function isSmallOrder(publicKey: Bytes): boolean {
  // Not `slice`: that of a Node Buffer shares its memory, and the caller's key would lose its sign bit.
  const y = Uint8Array.from(publicKey);
  y[31] = (y[31] as number) & 0x7f;
  return SMALL_ORDER_Y.some((small) => equal(small, y));
}

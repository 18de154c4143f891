/** Four words that desk and phone both show, so that a person sees that they are paired with each other. */
import { wordlist } from '@scure/bip39/wordlists/english.js';
import type { Bytes } from './bytes.ts';

const BITS = 11n;
const COUNT = 4;

/**
 * The first 44 bits of `check`, which is `MAC(exporter, "outpost/1 check")`, as four words of the English BIP-39 list: 2048
 * short words, of which no two share their first four letters.
 */
export function checkWords(check: Bytes): string[] {
  const bits = check.subarray(0, 6).reduce((value, byte) => (value << 8n) | BigInt(byte), 0n) >> 4n;
  return Array.from({ length: COUNT }, (_, word) => {
    const index = (bits >> (BITS * BigInt(COUNT - 1 - word))) & 0x7ffn;
    return wordlist[Number(index)] as string;
  });
}

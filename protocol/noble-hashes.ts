/** Digests and what is derived by them, which are small in JavaScript, and needed at once where a browser only promises. */
import { hkdf } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { randomBytes } from '@noble/hashes/utils.js';
import type { SyncSuite } from './suite.ts';

export const nobleHashes: Pick<SyncSuite, 'sha256' | 'hmac' | 'hkdf' | 'randomBytes'> = {
  sha256: (data) => sha256(data),
  hmac: (key, data) => hmac(sha256, key, data),
  hkdf: (ikm, salt, info, length) => hkdf(sha256, ikm, salt, info, length),
  randomBytes: (length) => randomBytes(length),
};

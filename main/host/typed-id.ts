import { type Bytes, concat, toBase64url, u8 } from '../../protocol/bytes.ts';

/** An id that people type behind a command: it begins with a letter, because a dash would make it an option. @param random bytes */
export const typedId = (random: Bytes): string =>
  // Of the 64 digits the first 32 are letters.
  toBase64url(concat(u8(random[0]! & 0x7f), random.subarray(1)));

/** Reads SSH's own encoding (RFC 4251, section 5): lengths of four bytes in front of what they count. */

export class WireError extends Error {
  constructor() {
    super('this is not in the form of an SSH key');
    this.name = 'WireError';
  }
}

/** Longer than any field of a key. */
const LONGEST_FIELD = 32 * 1024;

/** What gives the next `length` bytes, or throws a {@link WireError}. */
export type TakeBytes = (length: number) => Buffer;

export class WireReader {
  readonly #take: TakeBytes;

  constructor(take: TakeBytes) {
    this.#take = take;
  }

  static of(bytes: Buffer): WireReader {
    let at = 0;
    return new WireReader((length) => {
      if (at + length > bytes.length) throw new WireError();
      at += length;
      return bytes.subarray(at - length, at);
    });
  }

  bytes(length: number): Buffer {
    return this.#take(length);
  }

  u32(): number {
    return this.#take(4).readUInt32BE();
  }

  u64(): bigint {
    return this.#take(8).readBigUInt64BE();
  }

  field(): Buffer {
    return this.#take(this.u32());
  }

  text(): string {
    return this.field().toString('utf8');
  }
}

const VALUES = new Int8Array(256).fill(-1);
for (const [value, letter] of [
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
].entries())
  VALUES[letter.charCodeAt(0)] = value;

/**
 * Base64 over many lines, decoded no further than it is asked for: what stands behind, a secret, is neither decoded nor
 * made a string of, which nothing could wipe.
 */
export function base64Head(text: Buffer, from: number): TakeBytes {
  let at = from;
  let bits = 0;
  let held = 0;
  return (length) => {
    if (length > LONGEST_FIELD) throw new WireError();
    const bytes = Buffer.alloc(length);
    for (let filled = 0; filled < length; ) {
      const letter = text[at++];
      if (letter === 0x0a || letter === 0x0d) continue;
      const value = letter === undefined ? -1 : (VALUES[letter] as number);
      if (value < 0) throw new WireError();
      held = ((held << 6) | value) & 0xffff;
      bits += 6;
      if (bits < 8) continue;
      bits -= 8;
      bytes[filled++] = (held >> bits) & 0xff;
    }
    return bytes;
  };
}

/**
 * Bytes on the wire: the few encodings that Outpost uses, strict in what they accept.
 *
 * Every decoder here has exactly one accepted spelling for a value, so that two peers can never disagree
 * on what was signed. A decoder throws {@link MalformedBytes}, never returns a guess.
 */

export type Bytes = Uint8Array;

/** Input that is not a valid encoding. The message names the rule broken and never repeats the input. */
export class MalformedBytes extends Error {
  override readonly name = 'MalformedBytes';
}

const U32_END = 0x1_0000_0000;
const U64_END = 1n << 64n;

/** Joins the parts into one new array. */
export function concat(...parts: readonly Bytes[]): Bytes {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** One byte. Throws a `RangeError` when the value does not fit, as do {@link u16}, {@link u32}, {@link u64}. */
export function u8(value: number): Bytes {
  return Uint8Array.of(inRange(value, 0x100));
}

/** Two bytes, big-endian. */
export function u16(value: number): Bytes {
  const bytes = new Uint8Array(2);
  new DataView(bytes.buffer).setUint16(0, inRange(value, 0x1_0000));
  return bytes;
}

/** Four bytes, big-endian. */
export function u32(value: number): Bytes {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, inRange(value, U32_END));
  return bytes;
}

/** Eight bytes, big-endian. A `number` must be a safe integer. */
export function u64(value: number | bigint): Bytes {
  const integer = typeof value === 'bigint' ? value : BigInt(inRange(value, Number.MAX_SAFE_INTEGER + 1));
  if (integer < 0n || integer >= U64_END) throw new RangeError('integer out of range');
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, integer);
  return bytes;
}

function inRange(value: number, end: number): number {
  if (!Number.isInteger(value) || value < 0 || value >= end) throw new RangeError('integer out of range');
  return value;
}

/** `length u16 || data`: how every part of varying length is written. Throws a `RangeError` above 65535 bytes. */
export function lengthPrefixed(data: Bytes): Bytes {
  return concat(u16(data.length), data);
}

/**
 * Reads a message from front to back. Every read is checked against what is left and throws
 * {@link MalformedBytes} when that is too little; `end()` throws when something is left over.
 * What it returns are copies, so a caller may keep them when the receive buffer is used again.
 */
export class Reader {
  readonly #bytes: Bytes;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Bytes) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get remaining(): number {
    return this.#bytes.length - this.#at;
  }

  u8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#advance(2));
  }

  u32(): number {
    return this.#view.getUint32(this.#advance(4));
  }

  u64(): bigint {
    return this.#view.getBigUint64(this.#advance(8));
  }

  bytes(length: number): Bytes {
    const from = this.#advance(length);
    // A plain array and a copy, also when the bytes came in a Node Buffer.
    return new Uint8Array(this.#bytes.subarray(from, from + length));
  }

  /** A part written by {@link lengthPrefixed}. */
  lengthPrefixed(): Bytes {
    return this.bytes(this.u16());
  }

  /** Everything that is left. */
  rest(): Bytes {
    return this.bytes(this.remaining);
  }

  /** Throws unless everything was read. */
  end(): void {
    if (this.remaining !== 0) throw new MalformedBytes('bytes after the end');
  }

  #advance(length: number): number {
    if (length > this.remaining) throw new MalformedBytes('ends too early');
    const from = this.#at;
    this.#at += length;
    return from;
  }
}

const encoder = new TextEncoder();
// ignoreBOM keeps a leading U+FEFF as text: dropping it would give one text two spellings.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** UTF-8 bytes of a text. A lone surrogate becomes U+FFFD, as everywhere on the web. */
export function utf8(text: string): Bytes {
  return encoder.encode(text);
}

/** Text of UTF-8 bytes; throws {@link MalformedBytes} on anything that is not valid UTF-8. */
export function fromUtf8(bytes: Bytes): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new MalformedBytes('not UTF-8');
  }
}

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
const HEX = '0123456789abcdef';

/** RFC 4648 section 5, without padding. */
export function toBase64url(bytes: Bytes): string {
  return encodeBits(bytes, BASE64URL, 6);
}

/** Strict: no padding, no white space, no stray bits in the last character. */
export function fromBase64url(text: string): Bytes {
  return decodeBits(text, BASE64URL, 6);
}

/** RFC 4648 section 6 in lower case, without padding. */
export function toBase32(bytes: Bytes): string {
  return encodeBits(bytes, BASE32, 5);
}

/** Strict: lower case only, no padding, no stray bits. */
export function fromBase32(text: string): Bytes {
  return decodeBits(text, BASE32, 5);
}

/** Lower-case hexadecimal. */
export function toHex(bytes: Bytes): string {
  return encodeBits(bytes, HEX, 4);
}

/** Strict: lower case only, an even number of digits. */
export function fromHex(text: string): Bytes {
  return decodeBits(text, HEX, 4);
}

function encodeBits(bytes: Bytes, alphabet: string, width: number): string {
  const mask = (1 << width) - 1;
  let text = '';
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xffff;
    bits += 8;
    while (bits >= width) {
      bits -= width;
      text += alphabet[(held >> bits) & mask];
    }
  }
  return bits > 0 ? text + alphabet[(held << (width - bits)) & mask] : text;
}

function decodeBits(text: string, alphabet: string, width: number): Bytes {
  const bytes = new Uint8Array(Math.floor((text.length * width) / 8));
  let at = 0;
  let held = 0;
  let bits = 0;
  for (const character of text) {
    const value = alphabet.indexOf(character);
    if (value < 0) throw new MalformedBytes('character outside the alphabet');
    held = ((held << width) | value) & 0xffff;
    bits += width;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (held >> bits) & 0xff;
    }
  }
  // A whole spare character, or a set bit beyond the last byte, would be a second spelling of the same bytes.
  if (bits >= width || (held & ((1 << bits) - 1)) !== 0) throw new MalformedBytes('stray bits at the end');
  return bytes;
}

/** Compares without stopping at the first difference, so that the time taken says nothing about where it is. */
export function equal(a: Bytes, b: Bytes): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let at = 0; at < a.length; at++) difference |= (a[at] as number) ^ (b[at] as number);
  return difference === 0;
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  concat,
  equal,
  fromBase32,
  fromBase64url,
  fromHex,
  fromUtf8,
  lengthPrefixed,
  MalformedBytes,
  Reader,
  toBase32,
  toBase64url,
  toHex,
  u8,
  u16,
  u32,
  u64,
  utf8,
} from '../../protocol/bytes.ts';

const encodings = [
  { name: 'base64url', encode: toBase64url, decode: fromBase64url },
  { name: 'base32', encode: toBase32, decode: fromBase32 },
  { name: 'hex', encode: toHex, decode: fromHex },
];

describe.each(encodings)('$name', ({ encode, decode }) => {
  it('gives back every byte string', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(decode(encode(bytes))).toEqual(bytes);
      }),
    );
  });

  it('has one spelling: what it accepts, it would also have written', () => {
    const text = fc.string({ unit: fc.constantFrom(...'abcdefABCDEF0123456789-_=+/ z7'), maxLength: 24 });
    fc.assert(
      fc.property(text, (written) => {
        let bytes: Uint8Array;
        try {
          bytes = decode(written);
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedBytes);
          return;
        }
        expect(encode(bytes)).toBe(written);
      }),
    );
  });
});

describe('known encodings', () => {
  it('agrees with the vectors of RFC 4648', () => {
    expect(toBase32(utf8('foobar'))).toBe('mzxw6ytboi');
    expect(toBase32(utf8('fooba'))).toBe('mzxw6ytb');
    expect(toHex(utf8('foobar'))).toBe('666f6f626172');
    expect(toBase64url(Uint8Array.of(0xfb, 0xff, 0xfe))).toBe('-__-');
  });

  it.each([
    ['padding', () => fromBase64url('AA==')],
    ['stray bits', () => fromBase64url('AB')],
    ['a spare character', () => fromBase64url('AAAAA')],
    ['white space', () => fromBase64url('AA A')],
    ['the standard alphabet', () => fromBase64url('+/+/')],
    ['upper-case base32', () => fromBase32('MZXW6')],
    ['an odd hex digit', () => fromHex('abc')],
    ['upper-case hex', () => fromHex('AB')],
    ['broken UTF-8', () => fromUtf8(Uint8Array.of(0xc3, 0x28))],
    ['an encoded surrogate', () => fromUtf8(Uint8Array.of(0xed, 0xa0, 0x80))],
  ])('refuses %s', (_what, decode) => {
    expect(decode).toThrow(MalformedBytes);
  });

  it('keeps a byte order mark as text', () => {
    expect(fromUtf8(utf8('\ufeffx'))).toBe('\ufeffx');
  });
});

describe('integers', () => {
  it('are big-endian', () => {
    expect(concat(u8(1), u16(0x0203), u32(0x04050607), u64(0x08n))).toEqual(
      Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 0, 0, 0, 0, 0, 0, 0, 8),
    );
    expect(u64(Number.MAX_SAFE_INTEGER)).toEqual(u64(BigInt(Number.MAX_SAFE_INTEGER)));
  });

  it.each([
    () => u8(256),
    () => u16(-1),
    () => u16(0x1_0000),
    () => u32(0x1_0000_0000),
    () => u32(1.5),
    () => u64(2 ** 53),
    () => u64(-1n),
    () => u64(1n << 64n),
    () => lengthPrefixed(new Uint8Array(0x1_0000)),
  ])('throw instead of wrapping round (%#)', (write) => {
    expect(write).toThrow(RangeError);
  });
});

describe('Reader', () => {
  it('reads what was written, from the middle of a larger buffer', () => {
    const written = concat(u8(7), u16(500), u32(70_000), u64(9n), lengthPrefixed(utf8('part')), utf8('rest'));
    const reader = new Reader(concat(u8(0), written, u8(0)).subarray(1, 1 + written.length));
    expect([reader.u8(), reader.u16(), reader.u32(), reader.u64()]).toEqual([7, 500, 70_000, 9n]);
    expect(fromUtf8(reader.lengthPrefixed())).toBe('part');
    expect(fromUtf8(reader.rest())).toBe('rest');
    reader.end();
  });

  it('returns copies, also from a Buffer, whose own slice would share memory', () => {
    const buffer = Buffer.from([1, 2, 3]);
    const copy = new Reader(buffer).bytes(3);
    buffer[0] = 9;
    expect(copy[0]).toBe(1);
  });

  it('never reads past the end, and a failed read moves nothing', () => {
    const reader = new Reader(Uint8Array.of(0, 5, 1));
    expect(() => reader.u32()).toThrow(MalformedBytes);
    expect(reader.remaining).toBe(3);
    expect(() => reader.lengthPrefixed()).toThrow(MalformedBytes);
    expect(() => new Reader(Uint8Array.of(1)).end()).toThrow(MalformedBytes);
  });
});

describe('equal', () => {
  it('says whether two byte strings are the same', () => {
    expect(equal(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
    expect(equal(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
    expect(equal(Uint8Array.of(1), Uint8Array.of(1, 0))).toBe(false);
  });
});

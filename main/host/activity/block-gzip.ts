/**
 * A gzip file that can be read from its end: the text is packed in blocks of one size, each a gzip member of its own, and a
 * last, empty member carries how long each is. `gunzip` and `zcat` read it like any other; here a reader takes one block
 * into memory, whatever the size of the file.
 *
 * ```
 * member: block 0 │ … │ member: block n-1 │ empty member, in whose extra field (RFC 1952, subfield "OP"):
 *   u32 version 1 │ u32 bytes of a block │ u64 bytes of the text │ n × u32 bytes of a member │ u32 bytes of the last member
 * ```
 * All numbers are little-endian.
 */
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { ReadBack } from './lines-from-end.ts';

/** Bytes of text that are packed, and unpacked, at once. */
export const BLOCK = 512 * 1024;
const VERSION = 1;
const LARGEST_BLOCK = 16 * 1024 * 1024;
/** gzip header with an extra field, its length, and the head of its only subfield. */
const HEAD = 10 + 2 + 4;
/** An empty deflate stream, then checksum and length of nothing. */
const TAIL = [0x03, 0, 0, 0, 0, 0, 0, 0, 0, 0];
const FIXED = 4 + 4 + 8 + 4;
const MOST_BLOCKS = Math.floor((0xffff - 4 - FIXED) / 4);
/** Of a block that cannot be made smaller, with what gzip puts around it. */
const packedAtMost = (block: number): number => block + (block >> 8) + 64;

const pack = promisify(gzip);
const unpack = promisify<Uint8Array, { maxOutputLength: number }, Buffer>(gunzip);

/** The bytes at this place cannot be what was written. */
export class DamagedBlockError extends Error {
  /** Where the text before it ends; 0: nothing of the file can be read. */
  readonly from: number;

  constructor(from: number) {
    super('a packed part of the audit log is damaged');
    this.name = 'DamagedBlockError';
    this.from = from;
  }
}

/** Bytes of a block for a text of this length: usually {@link BLOCK}, more where there would be too many of them. */
export function blockFor(length: number): number {
  let block = BLOCK;
  while (length / block > MOST_BLOCKS) block *= 2;
  return block;
}

/** One block as a gzip member. Works on another thread. */
export const packBlock = (text: Uint8Array): Promise<Uint8Array> => pack(text);

/** The last member. @param members bytes of each before it @param length of the text */
export function indexOf(members: readonly number[], block: number, length: number): Uint8Array {
  const field = FIXED + 4 * members.length;
  const bytes = Buffer.alloc(HEAD + field + TAIL.length);
  bytes.set([0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff]);
  bytes.writeUInt16LE(4 + field, 10);
  bytes.write('OP', 12, 'latin1');
  bytes.writeUInt16LE(field, 14);
  let at = bytes.writeUInt32LE(VERSION, HEAD);
  at = bytes.writeUInt32LE(block, at);
  at = bytes.writeBigUInt64LE(BigInt(length), at);
  for (const member of members) at = bytes.writeUInt32LE(member, at);
  at = bytes.writeUInt32LE(bytes.length, at);
  bytes.set(TAIL, at);
  return bytes;
}

export class BlockGzip {
  readonly #read: ReadBack;
  readonly #block: number;
  /** Where each member ends. */
  readonly #ends: readonly number[];
  /** Bytes of the text. */
  readonly length: number;
  #held: { index: number; text: Uint8Array } | null = null;

  private constructor(read: ReadBack, block: number, ends: readonly number[], length: number) {
    this.#read = read;
    this.#block = block;
    this.#ends = ends;
    this.length = length;
  }

  /** @returns null when there is no such file. @throws DamagedBlockError where it is not one that was made here. */
  static async open(read: ReadBack): Promise<BlockGzip | null> {
    const tail = await read(null, 4 + TAIL.length);
    if (tail === null) return null;
    const size = tail.from + tail.bytes.length;
    const length = tail.bytes.length < 4 + TAIL.length ? 0 : Buffer.from(tail.bytes).readUInt32LE(0);
    if (length < HEAD + FIXED + TAIL.length || length > HEAD + 0xffff + TAIL.length || length > size)
      throw new DamagedBlockError(0);
    const last = await read(size, length);
    const index = last?.bytes.length === length ? parsed(Buffer.from(last.bytes), size) : null;
    if (index === null) throw new DamagedBlockError(0);
    return new BlockGzip(read, index.block, index.ends, index.length);
  }

  /** As of the text: may give less than is asked for, never across a block. @throws DamagedBlockError */
  async readBack(end: number | null, length: number): Promise<{ from: number; bytes: Uint8Array }> {
    const to = Math.min(end ?? this.length, this.length);
    if (to === 0) return { from: 0, bytes: new Uint8Array() };
    const index = Math.floor((to - 1) / this.#block);
    const start = index * this.#block;
    const text = await this.#text(index);
    const from = Math.max(start, to - length);
    return { from, bytes: text.subarray(from - start, to - start) };
  }

  get blocks(): number {
    return this.#ends.length;
  }

  /** @param index of a block, from 0 @throws DamagedBlockError */
  async check(index: number): Promise<void> {
    await this.#text(index);
  }

  async #text(index: number): Promise<Uint8Array> {
    if (this.#held?.index === index) return this.#held.text;
    const start = index * this.#block;
    const wanted = Math.min(this.#block, this.length - start);
    const end = this.#ends[index]!;
    const part = await this.#read(end, end - (this.#ends[index - 1] ?? 0));
    const text = await unpack(part?.bytes ?? new Uint8Array(), { maxOutputLength: this.#block }).catch(
      (error: unknown) => {
        if (isOfMemory(error)) throw error;
        return null;
      },
    );
    if (text?.length !== wanted) throw new DamagedBlockError(start);
    this.#held = { index, text };
    return text;
  }
}

function parsed(
  bytes: Buffer,
  size: number,
): { block: number; ends: readonly number[]; length: number } | null {
  const field = bytes.length - HEAD - TAIL.length;
  const isOurs =
    bytes.readUInt32BE(0) === 0x1f8b0804 &&
    bytes.toString('latin1', 12, 14) === 'OP' &&
    bytes.readUInt16LE(14) === field &&
    bytes.readUInt32LE(HEAD) === VERSION &&
    (field - FIXED) % 4 === 0;
  if (!isOurs) return null;
  const block = bytes.readUInt32LE(HEAD + 4);
  const length = Number(bytes.readBigUInt64LE(HEAD + 8));
  const blocks = (field - FIXED) / 4;
  if (block === 0 || block > LARGEST_BLOCK || blocks !== Math.ceil(length / block)) return null;
  const ends: number[] = [];
  for (let index = 0; index < blocks; index++) {
    const member = bytes.readUInt32LE(HEAD + 16 + 4 * index);
    if (member > packedAtMost(block)) return null;
    ends.push((ends.at(-1) ?? 0) + member);
  }
  return (ends.at(-1) ?? 0) + bytes.length === size ? { block, ends, length } : null;
}

const isOfMemory = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === 'Z_MEM_ERROR';

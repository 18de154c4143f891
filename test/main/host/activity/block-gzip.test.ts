import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import {
  BlockGzip,
  blockFor,
  DamagedBlockError,
  indexOf,
  packBlock,
} from '../../../../main/host/activity/block-gzip.ts';
import { randomOf } from '../../../faults/seed.ts';

const BLOCK = 64;
const text = Buffer.from(Array.from({ length: 300 }, (_, n) => `line ${n}`).join('\n'));

async function packed(plain: Buffer = text, block = BLOCK): Promise<Buffer> {
  const members: Uint8Array[] = [];
  for (let at = 0; at < plain.length; at += block)
    members.push(await packBlock(plain.subarray(at, at + block)));
  const index = indexOf(
    members.map(({ length }) => length),
    block,
    plain.length,
  );
  return Buffer.concat([...members, index]);
}
const open = (bytes: Uint8Array) =>
  BlockGzip.open(async (end, length) => {
    const to = Math.min(end ?? bytes.length, bytes.length);
    const from = Math.max(0, to - length);
    return { from, bytes: bytes.subarray(from, to) };
  });
async function whole(file: BlockGzip): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for (let end: number | null = null; end !== 0; ) {
    const part = await file.readBack(end, 50);
    expect(part.bytes.length).toBeLessThanOrEqual(50);
    parts.unshift(part.bytes);
    end = part.from;
  }
  return Buffer.concat(parts);
}

describe('a gzip file of blocks', () => {
  test('is one that any gunzip reads, and reads back from its end', async () => {
    const bytes = await packed();
    expect(gunzipSync(bytes)).toEqual(text);
    const file = (await open(bytes))!;
    expect(file.length).toBe(text.length);
    expect(await whole(file)).toEqual(text);
    expect(Buffer.from((await file.readBack(100, 10)).bytes)).toEqual(text.subarray(90, 100));
    expect((await file.readBack(Number.MAX_SAFE_INTEGER, 1)).from).toBe(text.length - 1);
  });

  test('may be empty, and of one block exactly', async () => {
    expect(await whole((await open(await packed(Buffer.alloc(0))))!)).toEqual(Buffer.alloc(0));
    expect(await whole((await open(await packed(text.subarray(0, BLOCK))))!)).toHaveLength(BLOCK);
    expect(await BlockGzip.open(async () => null)).toBeNull();
  });

  test('has larger blocks where the index would not hold them all', async () => {
    expect(blockFor(0)).toBe(512 * 1024);
    expect(blockFor(1e9)).toBe(512 * 1024);
    const block = blockFor(2 ** 36);
    const most = indexOf(Array(Math.ceil(2 ** 36 / block)).fill(1), block, 2 ** 36);
    expect(most.length).toBeLessThan(0xffff);
  });

  test('that is damaged in a block says where, and gives the others', async () => {
    const bytes = await packed();
    const at = bytes.length >> 1;
    bytes.fill(0x55, at, at + 40);
    const file = (await open(bytes))!;
    const error = await whole(file).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DamagedBlockError);
    const { from } = error as DamagedBlockError;
    expect(from % BLOCK).toBe(0);
    expect(from).toBeGreaterThan(0);
    expect(Buffer.from((await file.readBack(from, 20)).bytes)).toEqual(text.subarray(from - 20, from));
  });

  test('that is none, cut, or whose index lies, is refused before any of it is unpacked', async () => {
    const bytes = await packed();
    const lying = (change: (index: Buffer) => void): Buffer => {
      const copy = Buffer.from(bytes);
      change(copy.subarray(copy.length - copy.readUInt32LE(copy.length - 14)));
      return copy;
    };
    const hostile = {
      empty: Buffer.alloc(0),
      'of one byte': Buffer.alloc(1),
      'plain gzip': gzipSync(text),
      zeros: Buffer.alloc(1000),
      'ones ': Buffer.alloc(1000, 0xff),
      'another version': lying((index) => index.writeUInt32LE(2, 16)),
      'blocks of nothing': lying((index) => index.writeUInt32LE(0, 20)),
      'blocks of 4 GB': lying((index) => index.writeUInt32LE(0xffffffff, 20)),
      'a longer text': lying((index) => index.writeBigUInt64LE(2n ** 60n, 24)),
      'a member of 4 GB': lying((index) => index.writeUInt32LE(0xffffffff, 32)),
      'other sums': lying((index) => index.writeUInt32LE(1, 32)),
    };
    for (const [name, file] of Object.entries(hostile))
      await expect(open(file), name).rejects.toBeInstanceOf(DamagedBlockError);
    for (const length of [1, 13, 14, 15, 40, bytes.length - 1])
      await expect(open(bytes.subarray(0, length)), `cut at ${length}`).rejects.toBeInstanceOf(
        DamagedBlockError,
      );
  });

  test('never gives more than was packed: a member that swells is refused', async () => {
    const bomb = gzipSync(Buffer.alloc(10_000_000));
    const file = (await open(Buffer.concat([bomb, indexOf([bomb.length], 16_384, 16_384)])))!;
    await expect(file.readBack(null, 10)).rejects.toBeInstanceOf(DamagedBlockError);
  });

  test('of any noise ends in text or in that error', async () => {
    const random = randomOf(7);
    const bytes = await packed();
    for (let n = 0; n < 300; n++) {
      const noisy = Buffer.from(bytes);
      for (let k = 0; k < 3; k++) noisy[Math.floor(random() * noisy.length)] = Math.floor(random() * 256);
      const result = await open(noisy)
        .then((file) => whole(file!))
        .catch((error: unknown) => error);
      if (!(result instanceof DamagedBlockError)) expect(result).toEqual(text);
    }
  });
});

import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { inflateStream } from '../../../phone/client/inflate.ts';
import { utf8 } from '../../../protocol/bytes.ts';
import type { FrameError } from '../../../protocol/frames.ts';
import { inflateRaw } from '../../../protocol/node/inflate.ts';

const inflates = [
  { name: 'the browser’s', inflate: inflateStream },
  { name: 'zlib', inflate: async (...args: Parameters<typeof inflateRaw>) => inflateRaw(...args) },
];

describe.each(inflates)('$name', ({ inflate }) => {
  it('gives back what was deflated, up to the limit', async () => {
    const text = utf8('again and '.repeat(5_000));
    expect(await inflate(deflateRawSync(text), text.length)).toEqual(text);
  });

  it('stops at the limit', async () => {
    const bomb = deflateRawSync(new Uint8Array(20_000_000));
    const inflating = inflate(bomb, 1_000_000);
    await expect(inflating).rejects.toMatchObject({ failure: 'tooLong' } satisfies Partial<FrameError>);
  });

  it('refuses what is damaged or cut off', async () => {
    await expect(inflate(utf8('not deflated'), 1_000)).rejects.toThrow();
    await expect(inflate(deflateRawSync(utf8('cut off here')).subarray(0, -3), 1_000)).rejects.toThrow();
  });
});

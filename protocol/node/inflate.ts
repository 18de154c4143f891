/** Raw deflate (RFC 1951) by zlib. */
import { inflateRawSync } from 'node:zlib';
import type { Bytes } from '../bytes.ts';
import { FrameError, type Inflate } from '../frames.ts';

/** Stops as soon as there would be more than `limit` bytes. */
export const inflateRaw: Inflate<Bytes> = (deflated, limit) => {
  try {
    return new Uint8Array(inflateRawSync(deflated, { maxOutputLength: limit }));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new FrameError(code === 'ERR_BUFFER_TOO_LARGE' ? 'tooLong' : 'inflate');
  }
};

/** Reads a picture from this computer's disk: what is none, is too large or is no file at all is not read. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { IMAGE_LIMIT, type ImageType } from '../../../protocol/session/image.ts';
import { imageType } from '../image-type.ts';

export type ImageFile =
  | { kind: 'image'; type: ImageType; data: Buffer }
  /** It is not there, may not be read, or is no picture that a browser shows. */
  | { kind: 'none' }
  | { kind: 'tooLarge' };

/** @param path absolute; a name that an agent said, so it may lead anywhere */
export async function readImage(path: string): Promise<ImageFile> {
  // A pipe or a device would be waited for without end.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch(() => null);
  if (file === null) return { kind: 'none' };
  try {
    const { size } = await file.stat().then((it) => (it.isFile() ? it : { size: -1 }));
    if (size < 0) return { kind: 'none' };
    if (size > IMAGE_LIMIT) return { kind: 'tooLarge' };
    // No more than it had, also where it grows meanwhile.
    const data = Buffer.alloc(size);
    const { bytesRead } = await file.read(data, 0, size, 0);
    const type = imageType(data.subarray(0, bytesRead));
    return type === null ? { kind: 'none' } : { kind: 'image', type, data: data.subarray(0, bytesRead) };
  } catch {
    return { kind: 'none' };
  } finally {
    await file.close();
  }
}

/** Reads a picture from this computer's disk: what is none, is too large or is no file at all is not read. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { IMAGE_LIMIT, type ImageType } from '../../../protocol/session/image.ts';

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

/** By its first bytes: a name says nothing. No SVG, which is a document. */
function imageType(data: Buffer): ImageType | null {
  const head = data.toString('latin1', 0, 16);
  if (head.startsWith('\u0089PNG\r\n\u001a\n')) return 'image/png';
  if (head.startsWith('\u00ff\u00d8\u00ff')) return 'image/jpeg';
  if (head.startsWith('GIF87a') || head.startsWith('GIF89a')) return 'image/gif';
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return 'image/webp';
  return null;
}

import type { ImageType } from '../../protocol/session/image.ts';

/** What a picture is, by its first bytes: a name says nothing. Null: no picture that a browser shows; no SVG, which is a document. */
export function imageType(data: Uint8Array): ImageType | null {
  const head = Buffer.from(data.subarray(0, 16)).toString('latin1');
  if (head.startsWith('\u0089PNG\r\n\u001a\n')) return 'image/png';
  if (head.startsWith('\u00ff\u00d8\u00ff')) return 'image/jpeg';
  if (head.startsWith('GIF87a') || head.startsWith('GIF89a')) return 'image/gif';
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return 'image/webp';
  return null;
}

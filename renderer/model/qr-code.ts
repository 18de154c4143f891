/** A QR code as drawing instructions. Cameras read it best when every module is a whole number of device pixels. */
import { create } from 'qrcode';

/** Modules of white around the code, which readers need (ISO/IEC 18004). */
const QUIET_ZONE = 4;

export interface QrCode {
  /** Modules of one side, with the quiet zone: the side of the drawing's own coordinates. */
  readonly modules: number;
  /** SVG path of the dark modules. */
  readonly path: string;
}

/** Level M: what was measured to decode best at the length of a pairing link. @throws Error when the text is too long */
export function qrCode(text: string): QrCode {
  const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules;
  const rows: string[] = [];
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      if (!data[y * size + x]) continue;
      const start = x;
      while (x + 1 < size && data[y * size + x + 1]) x++;
      rows.push(`M${start + QUIET_ZONE} ${y + QUIET_ZONE}h${x - start + 1}v1H${start + QUIET_ZONE}z`);
    }
  }
  return { modules: size + 2 * QUIET_ZONE, path: rows.join('') };
}

/**
 * The largest side, in CSS pixels, that fits and gives every module a whole number of device pixels.
 *
 * @param room CSS pixels @param pixelRatio device pixels per CSS pixel, as 1, 1.25 or 2
 */
export function qrSide(modules: number, room: number, pixelRatio: number): number {
  const devicePixels = Math.max(1, Math.floor((room * pixelRatio) / modules));
  return (devicePixels * modules) / pixelRatio;
}

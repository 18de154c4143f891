/** The app's icon: the glyph in white on the accent colour. */
import { glyph } from './glyph.ts';
import { encodePng } from './png.ts';
import { placed, rasterize, roundedSquare } from './raster.ts';

/** --accent of ui/theme.css. */
const GROUND = [11, 107, 102] as const;
const WHITE = [255, 255, 255] as const;

/** @param size pixels of one side */
export function appIconPng(size: number): Buffer {
  // Small icons fill their square, so that the glyph keeps whole strokes; large ones keep the margin of the systems.
  const small = size <= 32;
  const ground = roundedSquare(small ? 0.02 : 0.08, small ? 0.2 : 0.19);
  const mark = small ? placed(glyph(0.12), 0.04, 0, 0.92) : placed(glyph(0.09), 0.18, 0.14, 0.64);
  return encodePng(
    size,
    rasterize(size, [
      { shape: ground, color: GROUND },
      { shape: mark, color: WHITE },
    ]),
  );
}

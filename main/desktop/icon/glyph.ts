/** The mark of Outpost: a mast with a light on its top, and its signal to both sides. */
import { disc, type Shape, sideArcs, stroke, union } from './raster.ts';

/** @param weight width of a stroke; thinner at large sizes */
export const glyph = (weight: number): Shape =>
  union(
    stroke(0.5, 0.44, 0.5, 0.84, weight),
    stroke(0.3, 0.87, 0.7, 0.87, weight),
    disc(0.5, 0.34, weight * 1.05),
    sideArcs(0.5, 0.34, 0.3, 0.72, weight),
  );

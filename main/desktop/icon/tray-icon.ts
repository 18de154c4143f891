/** The tray icon: the glyph in one colour, with a small mark for the state in its lower right corner. */
import type { TrayMark } from '../tray-status.ts';
import { glyph } from './glyph.ts';
import { encodePng } from './png.ts';
import { disc, type Layer, rasterize, type Shape, triangle, union, without } from './raster.ts';

/** `dark` on a light bar, and for templates; `light` on a dark one; `edged`, light within a dark edge, on any. */
export type IconInk = 'dark' | 'light' | 'edged';

const DARK = [20, 25, 25] as const;
const LIGHT = [255, 255, 255] as const;
/** Width of the edge, of the icon's side. */
const EDGE = 0.06;
const [X, Y] = [0.8, 0.78];

/** In place of the foot and as wide as the whole icon: at 16 pixels, three dots in a corner would run together. */
const dots = union(...[0.19, 0.5, 0.81].map((x) => disc(x, 0.86, 0.1)));
const aboveDots: Shape = (_x, y) => 0.67 - y;

/** State is told by shape, since a template has one colour: nothing, ring, dots, disc, triangle. */
function withMark(shape: Shape, mark: TrayMark): Shape {
  switch (mark) {
    case 'idle':
      return shape;
    case 'connected':
      return union(without(shape, disc(X, Y, 0.27)), without(disc(X, Y, 0.18), disc(X, Y, 0.08)));
    case 'working':
      return union(without(shape, aboveDots), dots);
    case 'waiting':
      return union(without(shape, disc(X, Y, 0.27)), disc(X, Y, 0.19));
    case 'trouble':
      return union(without(shape, disc(X, Y, 0.28)), triangle(X - 0.02, Y + 0.04, 0.22));
  }
}

/** @param size pixels of one side */
export const trayIconPng = (size: number, mark: TrayMark, ink: IconInk): Buffer =>
  encodePng(size, rasterize(size, layers(withMark(glyph(0.115), mark), ink)));

function layers(shape: Shape, ink: IconInk): readonly Layer[] {
  switch (ink) {
    case 'dark':
      return [{ shape, color: DARK }];
    case 'light':
      return [{ shape, color: LIGHT }];
    case 'edged':
      return [
        { shape: (x, y) => shape(x, y) - EDGE, color: DARK },
        { shape, color: LIGHT },
      ];
  }
}

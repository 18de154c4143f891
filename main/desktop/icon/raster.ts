/**
 * Draws shapes without a graphics library: a shape is a signed distance (negative inside), a pixel's coverage follows from
 * it, so edges come out smooth at every size. Coordinates run from 0 to 1, y downwards.
 */
export type Shape = (x: number, y: number) => number;

export const disc =
  (cx: number, cy: number, radius: number): Shape =>
  (x, y) =>
    Math.hypot(x - cx, y - cy) - radius;

/** A line with round ends. */
export const stroke =
  (x1: number, y1: number, x2: number, y2: number, width: number): Shape =>
  (x, y) => {
    const dx = x2 - x1;
    const dy = y2 - y1;
    const along = ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy);
    const t = Math.min(1, Math.max(0, along));
    return Math.hypot(x - x1 - t * dx, y - y1 - t * dy) - width / 2;
  };

/** Two arcs of a circle, left and right, each reaching `reach` radians up and down from the horizontal. */
export const sideArcs =
  (cx: number, cy: number, radius: number, reach: number, width: number): Shape =>
  (x, y) => {
    const dx = Math.abs(x - cx);
    const dy = y - cy;
    const angle = Math.min(reach, Math.max(-reach, Math.atan2(dy, dx)));
    return Math.hypot(dx - radius * Math.cos(angle), dy - radius * Math.sin(angle)) - width / 2;
  };

/** An upright triangle around its centre. */
export const triangle =
  (cx: number, cy: number, radius: number): Shape =>
  (x, y) => {
    const dx = Math.abs(x - cx);
    const dy = y - cy;
    return Math.max(dy - radius * 0.5, dx * 0.866 - dy * 0.5 - radius * 0.5);
  };

export const roundedSquare =
  (inset: number, radius: number): Shape =>
  (x, y) => {
    const half = 0.5 - inset - radius;
    const dx = Math.abs(x - 0.5) - half;
    const dy = Math.abs(y - 0.5) - half;
    return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - radius;
  };

export const union =
  (...shapes: Shape[]): Shape =>
  (x, y) => {
    let nearest = Number.POSITIVE_INFINITY;
    for (const shape of shapes) nearest = Math.min(nearest, shape(x, y));
    return nearest;
  };

/** The first shape without the second. */
export const without =
  (shape: Shape, hole: Shape): Shape =>
  (x, y) =>
    Math.max(shape(x, y), -hole(x, y));

/** A shape drawn smaller: its unit square becomes the square of that size at (x, y). */
export const placed =
  (shape: Shape, left: number, top: number, size: number): Shape =>
  (x, y) =>
    shape((x - left) / size, (y - top) / size) * size;

export interface Layer {
  readonly shape: Shape;
  readonly color: readonly [red: number, green: number, blue: number];
}

/**
 * Paints layers over each other, first at the bottom. A start waits for it, before anything of it is compiled: so it makes no
 * arrays for a pixel. @returns size × size pixels of RGBA, not premultiplied
 */
export function rasterize(size: number, layers: readonly Layer[]): Uint8Array {
  const pixels = new Uint8Array(size * size * 4);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const x = (column + 0.5) / size;
      const y = (row + 0.5) / size;
      let red = 0;
      let green = 0;
      let blue = 0;
      let alpha = 0;
      for (const { shape, color } of layers) {
        const coverage = Math.min(1, Math.max(0, 0.5 - shape(x, y) * size));
        if (coverage === 0) continue;
        const kept = alpha * (1 - coverage);
        alpha = coverage + kept;
        red = (color[0] * coverage + red * kept) / alpha;
        green = (color[1] * coverage + green * kept) / alpha;
        blue = (color[2] * coverage + blue * kept) / alpha;
      }
      const at = (row * size + column) * 4;
      pixels[at] = Math.round(red);
      pixels[at + 1] = Math.round(green);
      pixels[at + 2] = Math.round(blue);
      pixels[at + 3] = Math.round(alpha * 255);
    }
  }
  return pixels;
}

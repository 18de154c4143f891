import jsqr from 'jsqr';
import { describe, expect, test } from 'vitest';
import { qrCode, qrSide } from '../../renderer/model/qr-code.ts';

/** Draws the path as a browser would, at a number of pixels for each module. */
function draw(path: string, modules: number, scale: number): Uint8ClampedArray {
  const side = modules * scale;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1H\d+z/g)) {
    for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; row++) {
      for (let column = Number(x) * scale; column < (Number(x) + Number(width)) * scale; column++) {
        pixels.set([0, 0, 0, 255], (row * side + column) * 4);
      }
    }
  }
  return pixels;
}

test.each([60, 150, 300])('a link of %i characters is read back', (length) => {
  const link = `https://phone.example/#${'Ab3_-'.repeat(100)}`.slice(0, length);
  const { path, modules } = qrCode(link);
  expect(jsqr(draw(path, modules, 4), modules * 4, modules * 4)?.data).toBe(link);
});

test('a quiet zone of four modules is part of the picture', () => {
  const { path, modules } = qrCode('outpost');
  expect(modules).toBe(21 + 8);
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1H\d+z/g)) {
    expect(Math.min(Number(x), Number(y))).toBeGreaterThanOrEqual(4);
    expect(Number(x) + Number(width)).toBeLessThanOrEqual(modules - 4);
  }
});

describe('a module is a whole number of device pixels', () => {
  test.each([1, 1.25, 1.5, 2, 3])('at %d device pixels per CSS pixel', (ratio) => {
    for (const modules of [53, 57, 61, 69, 77]) {
      const side = qrSide(modules, 300, ratio);
      const perModule = (side * ratio) / modules;
      expect(perModule).toBeCloseTo(Math.round(perModule), 9);
      expect(side).toBeLessThanOrEqual(300);
      expect(side).toBeGreaterThan(200);
    }
  });
});

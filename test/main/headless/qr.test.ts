import jsqr from 'jsqr';
import QRCode from 'qrcode';
import { describe, expect, it } from 'vitest';
import { qrLines, qrWidth } from '../../../main/headless/qr.ts';

const SCALE = 4;

/** Draws the characters as a dark terminal does and reads the picture as a phone does. */
function scan(lines: readonly string[]): string | undefined {
  const rows = lines.flatMap((line) => {
    const characters = [...line];
    return [characters.map((each) => '█▀'.includes(each)), characters.map((each) => '█▄'.includes(each))];
  });
  const [width, height] = [(rows[0]?.length ?? 0) * SCALE, rows.length * SCALE];
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const light = rows[Math.floor(y / SCALE)]?.[Math.floor(x / SCALE)] === true;
      pixels.set(light ? [255, 255, 255, 255] : [0, 0, 0, 255], (y * width + x) * 4);
    }
  }
  return jsqr(pixels, width, height, { inversionAttempts: 'dontInvert' })?.data;
}

const withoutColors = (line: string) => line.replace(/\p{Cc}\[[\d;]*m/gu, '');

describe('qrLines', () => {
  it.each([60, 150, 300])('can be scanned for a link of %i bytes', (length) => {
    const link = 'http://192.168.1.4:8722/#'.padEnd(length, 'aB3_-');
    expect(scan(qrLines(link, false))).toBe(link);
    expect(scan(qrLines(link, true).map(withoutColors))).toBe(link);
  });

  it('is not mirrored, which some scanners refuse', () => {
    const { modules } = QRCode.create('outpost', { errorCorrectionLevel: 'L' });
    // Two rows in one line; the third line begins the code, after four rows of quiet zone.
    const firstRow = [...(qrLines('outpost', false)[2] as string)]
      .slice(4, -4)
      .map((each) => '█▀'.includes(each));
    expect(firstRow).toEqual(
      Array.from({ length: modules.size }, (_, column) => modules.get(0, column) === 0),
    );
  });

  it('says how wide it is, and fits 80 columns up to 300 bytes', () => {
    const link = 'https://outpost.example/#'.padEnd(300, 'aB3_-');
    expect(qrLines(link, false).every((line) => [...line].length === qrWidth(link))).toBe(true);
    expect(qrWidth(link)).toBeLessThanOrEqual(80);
  });

  it('sets light and dark itself on a terminal with colours', () => {
    const [first = ''] = qrLines('x', true);
    expect(first).toContain('48;5;16m█');
    expect(first.endsWith('\x1b[0m')).toBe(true);
  });
});

/** A QR code in characters: two modules in one, as half blocks. */
import QRCode from 'qrcode';

/** Light modules around the code, which scanners need to find it (ISO/IEC 18004, 4 modules). */
const QUIET = 4;
// Bright white on black by number, so that a terminal's own theme cannot turn light and dark around.
const COLORS = '\x1b[38;5;231;48;5;16m';
const RESET = '\x1b[0m';

/**
 * @param colors For a terminal that obeys them; without, light modules are what is drawn, as fits a dark terminal.
 * @returns lines of equal width.
 */
export function qrLines(text: string, colors: boolean): string[] {
  // Level L: a screen has no dirt, and every row less helps a small terminal.
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'L' });
  const edge = modules.size + 2 * QUIET;
  const isLight = (row: number, column: number) => {
    const [y, x] = [row - QUIET, column - QUIET];
    const outside = y < 0 || x < 0 || y >= modules.size || x >= modules.size;
    // Below the last row of an odd number of rows there is nothing to draw.
    return row < edge && (outside || modules.get(y, x) === 0);
  };
  const block = (upper: boolean, lower: boolean) => (upper ? (lower ? '█' : '▀') : lower ? '▄' : ' ');
  const lines: string[] = [];
  for (let row = 0; row < edge; row += 2) {
    const characters = Array.from({ length: edge }, (_, column) =>
      block(isLight(row, column), isLight(row + 1, column)),
    );
    lines.push(colors ? `${COLORS}${characters.join('')}${RESET}` : characters.join(''));
  }
  return lines;
}

/** @returns columns that `qrLines` of the same text takes. */
export const qrWidth = (text: string): number =>
  QRCode.create(text, { errorCorrectionLevel: 'L' }).modules.size + 2 * QUIET;

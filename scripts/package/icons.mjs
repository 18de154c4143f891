// @ts-check
/**
 * Draws the app's icons: .png in each size for Linux, .ico for Windows, .icns for macOS. The two containers are lists of PNG files
 * with a header, so that no tool is needed.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tsImport } from 'tsx/esm/api';

const ICON = join(dirname(fileURLToPath(import.meta.url)), '../../main/desktop/icon/app-icon.ts');
/** Those of the hicolor theme, in a folder of the name that electron-builder looks for. */
const LINUX_SIZES = [16, 32, 48, 64, 128, 256, 512];
const ICO_SIZES = [16, 32, 48, 64, 128, 256];
/** Types of the .icns format by the pixels of one side. */
const ICNS_TYPES = { icp4: 16, icp5: 32, ic07: 128, ic08: 256, ic09: 512, ic10: 1024 };

/**
 * A directory of 16 bytes for each image, then the images.
 * @param {(size: number) => Buffer} draw
 */
function ico(draw) {
  const images = ICO_SIZES.map(draw);
  const header = Buffer.alloc(6 + 16 * images.length);
  header.writeUInt16LE(1, 2); // an icon, not a cursor
  header.writeUInt16LE(images.length, 4);
  let offset = header.length;
  images.forEach((image, i) => {
    const entry = 6 + 16 * i;
    const side = /** @type {number} */ (ICO_SIZES[i]) & 0xff; // 256 is written as 0
    header[entry] = side;
    header[entry + 1] = side;
    header.writeUInt16LE(1, entry + 4);
    header.writeUInt16LE(32, entry + 6);
    header.writeUInt32LE(image.length, entry + 8);
    header.writeUInt32LE(offset, entry + 12);
    offset += image.length;
  });
  return Buffer.concat([header, ...images]);
}

/**
 * A type, a length that counts both, and the content; the same for the whole.
 * @param {string} type
 * @param {Buffer} content
 */
function icnsBlock(type, content) {
  const header = Buffer.alloc(8);
  header.write(type, 0, 'latin1');
  header.writeUInt32BE(content.length + 8, 4);
  return Buffer.concat([header, content]);
}

/** @param {(size: number) => Buffer} draw */
const icns = (draw) =>
  icnsBlock(
    'icns',
    Buffer.concat(Object.entries(ICNS_TYPES).map(([type, size]) => icnsBlock(type, draw(size)))),
  );

/** @param {string} folder */
export async function drawIcons(folder) {
  const { appIconPng } = await tsImport(ICON, import.meta.url);
  /** @type {Map<number, Buffer>} Most sizes are in more than one container. */
  const drawn = new Map();
  /** @param {number} size */
  const draw = (size) => {
    const png = drawn.get(size) ?? appIconPng(size);
    drawn.set(size, png);
    return png;
  };
  await mkdir(join(folder, 'icons'), { recursive: true });
  for (const size of LINUX_SIZES) await writeFile(join(folder, 'icons', `${size}x${size}.png`), draw(size));
  await writeFile(join(folder, 'icon.ico'), ico(draw));
  await writeFile(join(folder, 'icon.icns'), icns(draw));
}

import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { drawnIcons } from '../../../main/desktop/icon/drawn-icons.ts';
import { trayIconFile, WINDOW_ICON_FILE } from '../../../main/desktop/icon/icon-files.ts';
import { trayIconPng } from '../../../main/desktop/icon/tray-icon.ts';

const MARKS = ['idle', 'connected', 'working', 'waiting', 'trouble'] as const;

test('every state is a PNG of the asked size that another decoder reads', () => {
  for (const size of [16, 32, 48]) {
    for (const mark of MARKS) {
      const { width, height, data } = PNG.sync.read(trayIconPng(size, mark, 'dark'));
      expect([width, height]).toEqual([size, size]);
      const opaque = [...data].filter((value, i) => i % 4 === 3 && value > 200).length;
      // Neither empty nor a block: a drawing.
      expect(opaque / (size * size)).toBeGreaterThan(0.08);
      expect(opaque / (size * size)).toBeLessThan(0.5);
    }
  }
});

test('states differ in shape alone, since a template has one colour', () => {
  const shapes = MARKS.map((mark) => {
    const { data } = PNG.sync.read(trayIconPng(16, mark, 'dark'));
    return Buffer.from(data.filter((_value, i) => i % 4 === 3)).toString('hex');
  });
  expect(new Set(shapes).size).toBe(MARKS.length);
});

test('ink is the only colour', () => {
  const { data } = PNG.sync.read(trayIconPng(32, 'waiting', 'light'));
  for (let i = 0; i < data.length; i += 4) {
    if (data[i + 3]) expect([data[i], data[i + 1], data[i + 2]]).toEqual([255, 255, 255]);
  }
});

test('an edged icon has both inks, and reaches further by its edge only', () => {
  const inks = (ink: 'light' | 'edged') => {
    const { data } = PNG.sync.read(trayIconPng(32, 'waiting', ink));
    const opaque = [...data].flatMap((value, i) => (i % 4 === 3 && value > 200 ? [data[i - 3]!] : []));
    return { light: opaque.filter((red) => red > 230).length, dark: opaque.filter((red) => red < 60).length };
  };
  expect(inks('light').dark).toBe(0);
  expect(inks('edged').dark).toBeGreaterThan(20);
  expect(inks('edged').light).toBeGreaterThan(inks('light').light * 0.8);
});

test('the build draws each state in each ink at each scale, under the names that Electron looks for', () => {
  const icons = drawnIcons();
  const sizeOf = (file: string) => PNG.sync.read(icons.get(file) ?? Buffer.alloc(0)).width;
  for (const mark of MARKS) {
    for (const ink of ['dark', 'light', 'edged'] as const) {
      expect(sizeOf(trayIconFile(mark, ink))).toBe(16);
      expect(sizeOf(`tray-${mark}-${ink}@2x.png`)).toBe(32);
      expect(sizeOf(`tray-${mark}-${ink}@3x.png`)).toBe(48);
    }
  }
  expect(sizeOf(WINDOW_ICON_FILE)).toBe(128);
  expect(icons.size).toBe(MARKS.length * 3 * 3 + 1);
});

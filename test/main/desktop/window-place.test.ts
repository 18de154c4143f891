import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { mayReopen, withCrash } from '../../../main/desktop/reopening.ts';
import { placedOn, readPlace, writePlace } from '../../../main/desktop/window-place.ts';

const AREA = { x: 0, y: 25, width: 1440, height: 875 };
const SECOND = { x: 1440, y: 0, width: 1920, height: 1080 };
const place = { x: 200, y: 100, width: 900, height: 700 };

test('the first time the system chooses; later it stands where it was', () => {
  expect(placedOn(undefined, [AREA])).toEqual({ width: 880, height: 620 });
  expect(placedOn(place, [AREA])).toEqual(place);
  const there = { ...place, x: 1500 };
  expect(placedOn(there, [AREA, SECOND])).toEqual(there);
});

test.each([
  ['its display is gone', { ...place, x: 1500 }],
  ['its upper edge is above every display', { ...place, y: -300 }],
  ['it hangs out at the left', { ...place, x: -850 }],
  ['it hangs out at the bottom', { ...place, y: 880 }],
])('%s: its size stays, the system chooses the place', (_what, remembered) => {
  const placed = placedOn(remembered, [AREA]);
  expect(placed).not.toHaveProperty('x');
  expect(placed).toMatchObject({ width: 880, height: 620 });
});

test('never larger than its display, never smaller than it works', () => {
  expect(placedOn({ ...place, width: 9000, height: 9000 }, [AREA])).toMatchObject({
    width: 1440,
    height: 875,
  });
  expect(placedOn({ ...place, width: 1, height: -5 }, [AREA])).toMatchObject({ width: 640, height: 480 });
});

test('is kept in a file; what cannot be read is no place', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'window-place-'));
  const file = path.join(folder, 'window.json');
  writePlace(file, place);
  expect(readPlace(file)).toEqual(place);
  for (const text of ['', '{', '[]', '{"x":1}', '{"x":1e99,"y":0,"width":1,"height":1}', '{"x":"0"}']) {
    fs.writeFileSync(file, text);
    expect(readPlace(file)).toBeUndefined();
  }
  expect(readPlace(path.join(folder, 'none'))).toBeUndefined();
  writePlace(path.join(folder, 'no', 'folder'), place);
  fs.rmSync(folder, { recursive: true });
});

test('a window that crashes is opened again three times in a minute', () => {
  let crashes: readonly number[] = [];
  const crash = (at: number): boolean => {
    crashes = withCrash(crashes, at);
    return mayReopen(crashes, at);
  };
  expect([0, 1_000, 2_000, 3_000].map(crash)).toEqual([true, true, true, false]);
  expect(crash(63_000)).toBe(true);
  for (let at = 100_000; at < 10_000_000; at += 30_000) expect(crash(at)).toBe(true);
  expect(crashes.length).toBeLessThanOrEqual(4);
});

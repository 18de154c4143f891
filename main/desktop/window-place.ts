/** Where the window was and how large, remembered over its end: a pure decision, and a file in the desktop's own folder. */
import fs from 'node:fs';
import * as v from 'valibot';

const Side = v.pipe(v.number(), v.integer(), v.minValue(-100_000), v.maxValue(100_000));
const Place = v.object({ x: Side, y: Side, width: Side, height: Side });
export type Place = v.InferOutput<typeof Place>;

const DEFAULT_SIZE = { width: 880, height: 620 };
export const MIN_SIZE = { width: 640, height: 480 };
/** So much of the window has to lie on a display, and its upper edge with it: what it is moved by. */
const GRIP = { width: 120, height: 40 };

/**
 * @param areas the displays without their bars
 * @returns options of the window: without a place the system chooses one. A display that is gone takes its place with it.
 */
export function placedOn(
  remembered: Place | undefined,
  areas: readonly Place[],
): { width: number; height: number; x?: number; y?: number } {
  if (remembered === undefined) return DEFAULT_SIZE;
  const { x, y } = remembered;
  const area = areas.find((candidate) => holds(candidate, remembered));
  const width = Math.max(MIN_SIZE.width, Math.min(remembered.width, area?.width ?? DEFAULT_SIZE.width));
  const height = Math.max(MIN_SIZE.height, Math.min(remembered.height, area?.height ?? DEFAULT_SIZE.height));
  return area === undefined ? { width, height } : { width, height, x, y };
}

function holds(area: Place, { x, y, width }: Place): boolean {
  const across = Math.min(x + width, area.x + area.width) - Math.max(x, area.x);
  return across >= GRIP.width && y >= area.y && y + GRIP.height <= area.y + area.height;
}

/** Undefined when there is none, or it cannot be read: the window then opens as it does first. */
export function readPlace(file: string): Place | undefined {
  try {
    const parsed = v.safeParse(Place, JSON.parse(fs.readFileSync(file, 'utf8')));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

/** Best effort: a place that is not remembered costs nobody anything. At once, since the program may be ending. */
export function writePlace(file: string, { x, y, width, height }: Place): void {
  try {
    fs.writeFileSync(file, JSON.stringify({ x, y, width, height }), { mode: 0o600 });
  } catch {
    // A full or read-only disk; the host says so where it matters.
  }
}

/**
 * The parts of the audit log, as files and as places. Closed parts are called `audit-<day of their first entry>-<number>`,
 * `.jsonl` as they were written and `.jsonl.gz` when they are packed; the open one is `audit.jsonl`, and its number is the
 * next. Pure.
 *
 * A place in the log is one number: which part, and which byte of it. So the place of an entry is the same for ever, while
 * parts are closed, packed and moved to an archive, and a later entry has a larger one.
 */

export const OPEN_SEGMENT = 'audit.jsonl';

/** More than any part has bytes, and so few that every place is a safe integer. */
const SPAN = 2 ** 36;
export const LAST_NUMBER = 2 ** 17 - 1;

export interface Segment {
  readonly number: number;
  /** Of the file as it was written; packed, `.gz` follows. */
  readonly name: string;
  readonly plain: boolean;
  readonly packed: boolean;
}

export interface Place {
  readonly number: number;
  /** Byte of the part, as it was written. */
  readonly byte: number;
}

export const positionOf = ({ number, byte }: Place): number => number * SPAN + byte;

export const placeOf = (position: number): Place => ({
  number: Math.floor(position / SPAN),
  byte: position % SPAN,
});

/** @param at When its first entry was written. */
export const segmentName = (number: number, at: number): string =>
  `audit-${new Date(at).toISOString().slice(0, 10)}-${String(number).padStart(6, '0')}.jsonl`;

const NAME = /^(audit-\d{4}-\d\d-\d\d-(\d{6})\.jsonl)(\.gz)?$/;

/**
 * @param names of everything in the folder.
 * @returns the closed parts, the newest first; and names of those that have the number of another, which only a hand can
 *   have put there.
 */
export function segmentsIn(names: readonly string[]): { segments: Segment[]; doubles: string[] } {
  const found = new Map<number, { number: number; name: string; plain: boolean; packed: boolean }>();
  const doubles: string[] = [];
  for (const file of [...names].sort()) {
    const [, name, digits, packed] = NAME.exec(file) ?? [];
    const number = Number(digits);
    if (name === undefined || number < 1 || number > LAST_NUMBER) continue;
    const known = found.get(number) ?? { number, name, plain: false, packed: false };
    if (known.name !== name) {
      doubles.push(file);
      continue;
    }
    found.set(number, {
      ...known,
      ...(packed === undefined ? { plain: true } : { packed: true }),
    });
  }
  return { segments: [...found.values()].sort((a, b) => b.number - a.number), doubles };
}

/** Whether a file of this name is a part of the log, open or closed. */
export const isSegment = (name: string): boolean => name === OPEN_SEGMENT || NAME.test(name);

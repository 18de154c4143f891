/** The lines of an append-only file from its end, without reading what lies before them. */

const NEWLINE = 0x0a;
/** Bytes that are read at once. */
const PART = 64 * 1024;

/** Up to `length` bytes that end at `end`, or at the end of the file (null); null when there is no such file. */
export type ReadBack = (
  end: number | null,
  length: number,
) => Promise<{ from: number; bytes: Uint8Array } | null>;

/** `text` is null for a line longer than the limit, whose bytes were dropped. */
export interface PlacedLine {
  /** Byte of the file at which it begins. */
  readonly from: number;
  readonly text: string | null;
}

/**
 * @param before Where the lines that are wanted end; null: the end of the file.
 * @param limit Bytes of one line; the most that is held at once.
 * @param torn Whether what ends there may be no whole line, and is left out then.
 */
export async function* linesFromEnd(
  readBack: ReadBack,
  before: number | null,
  limit: number,
  torn = before === null,
): AsyncGenerator<PlacedLine> {
  let end = before;
  let isTorn = torn;
  let kept: Uint8Array[] = [];
  let length = 0;
  const keep = (bytes: Uint8Array) => {
    length += bytes.length;
    if (length > limit) kept = [];
    else kept.unshift(bytes);
  };
  const take = (from: number): PlacedLine | undefined => {
    const line = { from, text: length > limit ? null : Buffer.concat(kept).toString('utf8') };
    const empty = length === 0 || isTorn;
    kept = [];
    length = 0;
    isTorn = false;
    return empty ? undefined : line;
  };
  while (end !== 0) {
    const part = await readBack(end, PART);
    if (part === null || part.bytes.length === 0) return;
    const { bytes, from } = part;
    let stop = bytes.length;
    while (stop > 0) {
      const newline = bytes.lastIndexOf(NEWLINE, stop - 1);
      if (newline === -1) break;
      keep(bytes.subarray(newline + 1, stop));
      const line = take(from + newline + 1);
      if (line !== undefined) yield line;
      stop = newline;
    }
    keep(bytes.subarray(0, stop));
    end = from;
  }
  const first = take(0);
  if (first !== undefined) yield first;
}

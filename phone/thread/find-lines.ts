/** Looks for words in an output. Pure. */

export interface FoundLine {
  /** From 1, in the text that was searched. */
  number: number;
  /** What stands in front of the first hit, the hit as it is written, and what follows. */
  before: string;
  hit: string;
  after: string;
}

export interface Found {
  /** The first of them. */
  lines: FoundLine[];
  /** Lines that were found, also those that are not listed. */
  count: number;
}

/** Longest part of a line that is listed, in UTF-16 units, around its hit. */
const AROUND = 200;

/** @param most lines that are listed */
export function findLines(text: string, query: string, most: number): Found {
  const lines: FoundLine[] = [];
  let count = 0;
  const wanted = query.toLowerCase();
  if (wanted === '') return { lines, count };
  for (const [index, line] of text.split('\n').entries()) {
    const lower = line.toLowerCase();
    // Some letters have another length in lower case; then the place of the hit is not known.
    const at = lower.length === line.length ? lower.indexOf(wanted) : line.indexOf(query);
    if (at < 0) continue;
    count += 1;
    if (lines.length >= most) continue;
    const end = at + wanted.length;
    lines.push({
      number: index + 1,
      before: line.slice(Math.max(0, at - AROUND), at),
      hit: line.slice(at, end),
      after: line.slice(end, end + AROUND),
    });
  }
  return { lines, count };
}

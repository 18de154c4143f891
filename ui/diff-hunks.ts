/** The rows of a diff by hunk. Pure. */
import type { DiffRow } from './diff-rows.ts';

export interface Hunk {
  head: Extract<DiffRow, { kind: 'hunk' }>;
  /** Its rows are those from `first` up to `end` of the whole diff. */
  first: number;
  end: number;
}

/** Up to `most` rows, heads aside; the last hunk may be cut. */
export function hunksOf(rows: readonly DiffRow[], most: number): Hunk[] {
  const hunks: Hunk[] = [];
  let left = most;
  for (const [index, row] of rows.entries()) {
    if (left <= 0) break;
    if (row.kind === 'hunk') {
      hunks.push({ head: row, first: index + 1, end: index + 1 });
      continue;
    }
    const hunk = hunks.at(-1);
    if (hunk === undefined) continue;
    hunk.end = index + 1;
    left -= 1;
  }
  return hunks;
}

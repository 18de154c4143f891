/** What changed within a line: of lines that were removed and added in the same place, the words that differ. Pure. */
import { diffWordsWithSpace } from 'diff';
import type { Range } from './code-pieces.ts';
import type { DiffRow } from './diff-rows.ts';

/** Longer lines are compared as a whole only. */
const LONGEST = 400;
/** Lines of one place that are compared. */
const MOST_LINES = 40;
/** Lines that share less than this part were not changed but replaced. */
const ALIKE = 0.35;

/** @returns for each row (by its index) that was changed in part, the parts. */
export function wordChanges(rows: readonly DiffRow[]): ReadonlyMap<number, readonly Range[]> {
  const changes = new Map<number, readonly Range[]>();
  for (let at = 0; at < rows.length; ) {
    const removed = run(rows, at, 'removed');
    const added = run(rows, at + removed, 'added');
    // One for one in their order; those that are not alike became something else.
    for (let i = 0; i < Math.min(removed, added, MOST_LINES); i += 1)
      compare(rows, at + i, at + removed + i, changes);
    at += Math.max(1, removed + added);
  }
  return changes;
}

function run(rows: readonly DiffRow[], from: number, kind: DiffRow['kind']): number {
  let at = from;
  while (rows[at]?.kind === kind) at += 1;
  return at - from;
}

function compare(
  rows: readonly DiffRow[],
  before: number,
  after: number,
  changes: Map<number, readonly Range[]>,
): void {
  const a = rows[before];
  const b = rows[after];
  if (a?.kind !== 'removed' || b?.kind !== 'added') return;
  if (a.text.length > LONGEST || b.text.length > LONGEST) return;
  const removed: Range[] = [];
  const added: Range[] = [];
  let same = 0;
  let left = 0;
  let right = 0;
  for (const part of diffWordsWithSpace(a.text, b.text)) {
    const { length } = part.value;
    if (part.removed) {
      removed.push({ start: left, end: left + length });
      left += length;
    } else if (part.added) {
      added.push({ start: right, end: right + length });
      right += length;
    } else {
      if (part.value.trim() !== '') same += length;
      left += length;
      right += length;
    }
  }
  if (same < Math.max(a.text.trim().length, b.text.trim().length) * ALIKE) return;
  if (removed.length > 0) changes.set(before, removed);
  if (added.length > 0) changes.set(after, added);
}

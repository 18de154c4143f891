/** A diff as the two texts that it is between, and back: code is coloured as it stands in its file. Pure. */
import type { CodePiece } from './code-pieces.ts';
import type { DiffRow } from './diff-rows.ts';

/** The lines before and after, of one hunk behind the other. */
export interface DiffCode {
  before: string;
  after: string;
}

export function codeOfDiff(rows: readonly DiffRow[]): DiffCode {
  const before: string[] = [];
  const after: string[] = [];
  for (const row of rows) {
    if (row.kind === 'same' || row.kind === 'removed') before.push(row.text);
    if (row.kind === 'same' || row.kind === 'added') after.push(row.text);
  }
  return { before: before.join('\n'), after: after.join('\n') };
}

type Lines = readonly (readonly CodePiece[])[];

/** @returns the pieces of each row, by its index; undefined for one whose colours are not known. */
export function coloursOfDiff(
  rows: readonly DiffRow[],
  before: Lines | null,
  after: Lines | null,
): (readonly CodePiece[] | undefined)[] {
  let old = 0;
  let fresh = 0;
  return rows.map((row) => {
    switch (row.kind) {
      case 'removed':
        return before?.[old++];
      case 'added':
        return after?.[fresh++];
      case 'same':
        old += 1;
        return after?.[fresh++];
      default:
        return undefined;
    }
  });
}

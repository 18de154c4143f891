/** Unified hunks as rows. What cannot be parsed completely is not parsed at all: no line of a diff may go missing. */
import { parsePatch } from 'diff';

export type DiffRow =
  | { kind: 'hunk'; oldStart: number; newStart: number; heading: string }
  | { kind: 'added' | 'removed' | 'same'; text: string; line: number }
  | { kind: 'remark'; text: string };

export interface ParsedDiff {
  rows: DiffRow[];
  added: number;
  removed: number;
}

/** @returns the rows of hunks (`@@ … @@` and their lines), or null when the text is not exactly that. */
export function parseHunks(text: string): ParsedDiff | null {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  if (lines.length === 0) return { rows: [], added: 0, removed: 0 };
  let patches: ReturnType<typeof parsePatch>;
  try {
    patches = parsePatch(text);
  } catch {
    return null;
  }
  const [patch] = patches;
  if (patches.length !== 1 || patch === undefined) return null;
  // The parser passes over what it takes for headers; here there are none, so then something would not be shown.
  if (patch.hunks.reduce((sum, hunk) => sum + 1 + hunk.lines.length, 0) !== lines.length) return null;

  const headings = lines
    .filter((line) => line.startsWith('@@ '))
    .map((line) => /^@@ .*? @@ ?(.*)$/.exec(line)?.[1] ?? '');
  const rows: DiffRow[] = [];
  let added = 0;
  let removed = 0;
  for (const [index, hunk] of patch.hunks.entries()) {
    rows.push({
      kind: 'hunk',
      oldStart: hunk.oldStart,
      newStart: hunk.newStart,
      heading: headings[index] ?? '',
    });
    let oldLine = hunk.oldStart;
    let newLine = hunk.newStart;
    for (const line of hunk.lines) {
      const body = line.slice(1);
      if (line.startsWith('+')) {
        rows.push({ kind: 'added', text: body, line: newLine++ });
        added += 1;
      } else if (line.startsWith('-')) {
        rows.push({ kind: 'removed', text: body, line: oldLine++ });
        removed += 1;
      } else if (line.startsWith('\\')) {
        rows.push({ kind: 'remark', text: body.trim() });
      } else {
        rows.push({ kind: 'same', text: body, line: newLine++ });
        oldLine += 1;
      }
    }
  }
  return { rows, added, removed };
}

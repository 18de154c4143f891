/** A row of a table apart into its cells, so that while text streams in only its last cell is parsed again. Pure. */
import { ADDRESS, isMark } from './mere-words.ts';
import { isParagraph } from './paragraph-runs.ts';

/** Nothing in it is markup within a line. */
const MERE = /^[^\\`*_~[\]<&!]*$/;

export interface Cell {
  readonly text: string;
  /** It may hold more than words. */
  readonly parsed: boolean;
}

/**
 * @param count of the columns: further cells are not shown, and those that are missing are empty
 * @returns null where a parser has to tell
 */
export function cellsOf(row: string, count: number): Cell[] | null {
  const line = row.trimEnd();
  const inside = line.slice(1, line.length > 1 && line.endsWith('|') ? -1 : undefined);
  if (!line.startsWith('|') || row.includes('\\')) return null;
  const texts = inside.split('|').map((text) => text.trim());
  const cells = Array.from({ length: count }, (_, at) => cellOf(texts[at] ?? ''));
  return cells.includes(null) ? null : (cells as Cell[]);
}

function cellOf(text: string): Cell | null {
  if (isMark(text) || (MERE.test(text) && !ADDRESS.test(text))) return { text, parsed: false };
  return isParagraph(text) ? { text, parsed: true } : null;
}

export type Align = 'left' | 'center' | 'right' | undefined;

const ALIGNS: readonly Align[] = [undefined, 'left', 'right', 'center'];

/** @param head of a table, with the line that says that it is one */
export function alignsOf(head: string): Align[] {
  const marks = head.trimEnd().split('\n')[1] ?? '';
  return (marks.match(/:?-+:?/g) ?? []).map(
    (mark) => ALIGNS[(mark.startsWith(':') ? 1 : 0) + (mark.endsWith(':') ? 2 : 0)],
  );
}

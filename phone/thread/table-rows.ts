/** A table of Markdown in its plainest form, apart into head and rows, so that while text streams in only its last row is parsed again. */
import type { Cut } from './growing.ts';

/** A head, what says that it is one, and rows: all of them begin with a bar. */
const TABLE = /^(\|[^\n\\]*\|)[ \t]*\n(\|(?:[ \t]*:?-+:?[ \t]*\|)+)[ \t]*(?:\n(?:\|[^\n]*(?:\n|$))*\s*)?$/;

/** @returns the head and what follows it, with their line ends; null: it is no table, or a parser has to tell. */
export function headOf(block: string): string | null {
  const [, names = '', marks = ''] = TABLE.exec(block) ?? [];
  if (marks === '' || bars(names) !== bars(marks)) return null;
  const end = block.indexOf('\n', block.indexOf('\n') + 1);
  return end < 0 ? block : block.slice(0, end + 1);
}

const bars = (line: string): number => line.split('|').length;

/** For what follows the head of a table that grows. */
export const ROWS: Cut = { pieces: (rows) => rows.match(/\|[^\n]*\n*/g) ?? [], reachesBack: () => false };

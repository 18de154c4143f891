/** A table of Markdown in its plainest form, apart into head and rows, so that while text streams in only its last row is parsed again. */
import type { Cut } from './growing.ts';
import { ADDRESS, LETTERS } from './mere-words.ts';

/** A head, what says that it is one, and rows: all of them begin with a bar. The bar behind the last column may be yet to come. */
const TABLE =
  /^(\|[^\n\\]*\|)[ \t]*\n(?=.*-)(\|(?:[ \t]*:?-+:?[ \t]*\|)*(?:[ \t]*:?-+:?$)?)[ \t]*(?:\n(?:\|[^\n]*(?:\n|$))*\s*)?$/;

/** @returns the head and what follows it, with their line ends; null: it is no table, or a parser has to tell. */
export function headOf(block: string): string | null {
  const [, names = '', marks = ''] = TABLE.exec(block) ?? [];
  if (marks === '' || columns(names) !== columns(marks)) return null;
  const end = block.indexOf('\n', block.indexOf('\n') + 1);
  return end < 0 ? block : block.slice(0, end + 1);
}

/** The head of a table of which the line below it has not come, or not whole. */
const HEAD = new RegExp(`^(\\|[ |${LETTERS}]*)(?:\\n(\\|[ |:-]*))?$`, 'u');

/** @returns as what a table is shown before it is one; null: it is none, or a parser has to tell. */
export function headBegun(block: string): string | null {
  const [, head, marks] = HEAD.exec(block.trimEnd()) ?? [];
  if (head === undefined || ADDRESS.test(head)) return null;
  if (marks === undefined) return head;
  return columns(marks) < columns(head) ? `${head.trimEnd()}\n${marks}` : null;
}

const columns = (line: string): number =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|').length;

/** For what follows the head of a table that grows. */
export const ROWS: Cut = { pieces: (rows) => rows.match(/\|[^\n]*\n*/g) ?? [], reachesBack: () => false };

const ONLY_ROWS = /^(?:\|[^\n]*\n)*(?:\|[^\n]*)?$/;

/** @returns the rows of a table without its head, each without its line end; null: there is something else too. */
export function rowsOf(text: string): string[] | null {
  const rows = text.trimEnd();
  return ONLY_ROWS.test(rows) ? rows.split('\n') : null;
}

/**
 * Blocks of Markdown in their plainest form, which are most of those that agents write: they are told apart without the parser,
 * which takes longer than everything else in a frame. Pure.
 */
import { ADDRESS, LETTERS } from './mere-words.ts';
import { isParagraph } from './paragraph-runs.ts';
import { plainSpans, type Span } from './plain-spans.ts';

export interface Heading {
  /** 1 to 6. */
  readonly level: number;
  readonly spans: readonly Span[];
}

/** Without any further number sign: those at the end of a line belong to the heading's marks. */
const HEADING = /^(#{1,6})(?: +([^\n#]*))?\s*$/;
/** A line of a quotation, with its mark. */
const QUOTED = /^> ?/gm;
const QUOTATION = /^(?:>[^\n]*(?:\n|$))+\s*$/;

/** @returns null: it is no heading, or a parser has to tell. */
export function headingOf(block: string): Heading | null {
  const [, marks, words = ''] = HEADING.exec(block) ?? [];
  if (marks === undefined) return null;
  const trimmed = words.trimEnd();
  const spans = trimmed === '' ? [] : plainSpans(trimmed);
  return spans && { level: marks.length, spans };
}

/** @returns the one paragraph that is quoted, without the marks; null: it is none, or a parser has to tell. */
export function quotedIn(block: string): string | null {
  if (!block.startsWith('>') || !QUOTATION.test(block)) return null;
  const words = block.trimEnd().replace(QUOTED, '').trimEnd();
  return isParagraph(words) ? words : null;
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

/** What may begin something, but as yet stands alone. */
export const isMark = (words: string): boolean => words === '**' || words === '`';

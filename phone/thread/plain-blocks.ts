/**
 * Blocks of Markdown in their plainest form, which are most of those that agents write: they are told apart without the parser,
 * which takes longer than everything else in a frame. Pure.
 */
import { isParagraph } from './paragraph-runs.ts';
import { plainSpans, type Span } from './plain-spans.ts';

export interface Heading {
  /** 1 to 6. */
  readonly level: number;
  readonly spans: readonly Span[];
}

/** Without any further number sign: those at the end of a line belong to the heading's marks. */
const HEADING = /^(#{1,6})(?: ([^\n#]*))?$/;
/** A line of a quotation, with its mark. */
const QUOTED = /^> ?/gm;
const QUOTATION = /^>[^\n]*(?:\n>[^\n]*)*$/;

/** @returns null: it is no heading, or a parser has to tell. */
export function headingOf(block: string): Heading | null {
  const [, marks, words = ''] = HEADING.exec(block.trimEnd()) ?? [];
  if (marks === undefined) return null;
  const trimmed = words.trim();
  const spans = trimmed === '' ? [] : plainSpans(trimmed);
  return spans && { level: marks.length, spans };
}

/** @returns the one paragraph that is quoted, without the marks; null: it is none, or a parser has to tell. */
export function quotedIn(block: string): string | null {
  const quotation = block.trimEnd();
  if (!QUOTATION.test(quotation)) return null;
  const words = quotation.replace(QUOTED, '').trimEnd();
  return isParagraph(words) ? words : null;
}

/**
 * What a run of a paragraph says, where its marks are of the plainest kind: code, strong words or stressed ones among other
 * words. Most of what agents write is, and a parser takes longer for it than everything else in a frame. Pure.
 */
import { ADDRESS, LETTERS } from './mere-words.ts';

export type Span = string | { readonly mark: 'code' | 'strong' | 'em'; readonly text: string };

/** A line end stands between two words of a paragraph, or before a lone number. */
const WORD = String.raw`(?:[${LETTERS}]| (?![ \n])|\n(?=\p{L}|\d{1,9}$))`;
const WORDS = new RegExp(`${WORD}+`, 'uy');
/** Where marks before and behind these words can only open and close (CommonMark 6.2). */
const STRESSED = String.raw`(?=[\p{L}\p{N}])(${WORD}*(?:[\p{L}\p{N}]|[.:!?](?=\*+(?:$|[ \n]))))`;
const STRONG = new RegExp(String.raw`\*\*${STRESSED}\*\*`, 'uy');
const EM = new RegExp(String.raw`\*${STRESSED}\*`, 'uy');
const CODE = /`([^`\s](?:[^`\n]*[^`\s])?)`(?!`)/y;
/** A mark that nothing closes, which for as long as that does not come is a mark only. */
const UNCLOSED = new RegExp(String.raw`(?:\x60{1,2}[^\x60\\*_~<[\]&\n]*|\*{1,2}${WORD}*)$`, 'uy');

const BEGINS = /^(?:\p{L}|\*{1,2}[\p{L}\p{N}]|`)/u;

/** @param run without blanks at its ends. @returns null where a parser has to tell. */
export function plainSpans(run: string): Span[] | null {
  return BEGINS.test(run) ? spansOnward(run) : null;
}

/** The same of words that go on with a line, in front of which nothing is open. */
export function spansOnward(run: string): Span[] | null {
  if (ADDRESS.test(run)) return null;
  const spans: Span[] = [];
  for (let at = 0; at < run.length; ) {
    const found = spanAt(run, at);
    if (found === null) return null;
    spans.push(found.span);
    at = found.end;
  }
  return spans;
}

function spanAt(run: string, at: number): { span: Span; end: number } | null {
  const matched = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(run);
  };
  const marked = (mark: 'code' | 'strong' | 'em', pattern: RegExp) => {
    const found = matched(pattern);
    return found && { span: { mark, text: found[1]! }, end: pattern.lastIndex };
  };
  const plain = (pattern: RegExp) => {
    const found = matched(pattern);
    return found && { span: found[0], end: pattern.lastIndex };
  };
  switch (run[at]) {
    case '`':
      return marked('code', CODE) ?? plain(UNCLOSED);
    case '*':
      if (run[at - 1] === '*') return null;
      return marked('strong', STRONG) ?? marked('em', EM) ?? plain(UNCLOSED);
    default:
      return plain(WORDS);
  }
}

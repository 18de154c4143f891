/**
 * What a run of a paragraph says, where its marks are of the plainest kind: code, strong words or stressed ones, and links, among
 * other words. Most of what agents write is, and a parser takes longer for it than everything else in a frame. Pure.
 */
import { ADDRESS, LETTERS } from './mere-words.ts';

export type Span =
  | string
  | { readonly mark: 'code' | 'strong' | 'em'; readonly text: string }
  | { readonly mark: 'a'; readonly text: string; readonly href: string };

/** A line end stands between two words of a paragraph, or before a lone number. */
const WORD = String.raw`(?:[${LETTERS}]| (?![ \n])|\n(?=\p{L}|\d{1,9}$))`;
const WORDS = new RegExp(`${WORD}+`, 'uy');
/** Where marks before and behind these words can only open and close (CommonMark 6.2). */
const STRESSED = String.raw`(?=[\p{L}\p{N}])(${WORD}*(?:[\p{L}\p{N}]|[.:!?](?=\*+(?:$|[ \n]))))`;
const STRONG = new RegExp(String.raw`\*\*${STRESSED}\*\*`, 'uy');
const EM = new RegExp(String.raw`\*${STRESSED}\*`, 'uy');
const CODE = /`([^`\s](?:[^`\n]*[^`\s])?)`(?!`)/y;
/** Words of a link, and where it leads to, of which nothing is written in another way in HTML. */
const LABEL = String.raw`\[((?=[\p{L}\p{N}])${WORD}*)\]`;
const TARGET = String.raw`https?://[a-z0-9][\w./?=-]*`;
const LINK = new RegExp(String.raw`${LABEL}\((${TARGET})\)`, 'uy');
/** One that has begun: until it is closed its target is a link by itself, but for a point at its end. */
const LINK_BEGUN = new RegExp(
  String.raw`(${LABEL}\()(https?://[a-z0-9](?:[a-z0-9./-]*[a-z0-9/-])?)(\.*)$`,
  'uy',
);
const LINKS = new RegExp(String.raw`${LABEL}\((?:${TARGET}(?:\)|$)|https?://$)`, 'gu');
/** One of which that target has not begun. */
const LABEL_BEGUN = new RegExp(
  String.raw`\[(?:${WORD}*|${WORD}*\](?:\((?:h(?:t(?:t(?:p(?:s?(?::/{0,2})?)?)?)?)?)?)?)$`,
  'uy',
);
/** A mark that nothing closes, which for as long as that does not come is a mark only. */
const UNCLOSED = new RegExp(String.raw`(?:\x60{1,2}[^\x60\\*_~<[\]&\n]*|\*{1,2}${WORD}*)$`, 'uy');

const BEGINS = /^(?:\p{L}|\*{1,2}[\p{L}\p{N}]|`|\[\p{L})/u;

/** @param run without blanks at its ends. @returns null where a parser has to tell. */
export function plainSpans(run: string): Span[] | null {
  return BEGINS.test(run) ? spansOnward(run) : null;
}

/** The same of words that go on with a line, in front of which nothing is open. */
export function spansOnward(run: string): Span[] | null {
  if (ADDRESS.test(run.replace(LINKS, ' '))) return null;
  const spans: Span[] = [];
  for (let at = 0; at < run.length; ) {
    const found = spansAt(run, at);
    if (found === null) return null;
    spans.push(...found.spans);
    at = found.end;
  }
  return spans;
}

interface Found {
  readonly spans: readonly Span[];
  readonly end: number;
}

function spansAt(run: string, at: number): Found | null {
  const found = (pattern: RegExp, spans: (...groups: string[]) => Span[]): Found | null => {
    pattern.lastIndex = at;
    const groups = pattern.exec(run);
    return groups && { spans: spans(...groups), end: pattern.lastIndex };
  };
  const marked = (mark: 'code' | 'strong' | 'em', pattern: RegExp) =>
    found(pattern, (_all, text = '') => [{ mark, text }]);
  const plain = (pattern: RegExp) => found(pattern, (all = '') => [all]);
  switch (run[at]) {
    case '`':
      return marked('code', CODE) ?? plain(UNCLOSED);
    case '*':
      if (run[at - 1] === '*') return null;
      return marked('strong', STRONG) ?? marked('em', EM) ?? plain(UNCLOSED);
    case '[':
      // A picture.
      if (run[at - 1] === '!') return null;
      return (
        found(LINK, (_all, text = '', href = '') => [{ mark: 'a', text, href }]) ??
        found(LINK_BEGUN, (_all, label = '', _text, href = '', point = '') => [
          label,
          { mark: 'a', text: href, href },
          point,
        ]) ??
        plain(LABEL_BEGUN)
      );
    default:
      return plain(WORDS);
  }
}

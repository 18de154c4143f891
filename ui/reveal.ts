/**
 * Makes what does not show by itself visible: a command or a diff is approved by what is seen, so nothing in it may hide
 * behind a bidi control, a zero-width character, a control code or a screenful of blanks.
 */

/**
 * `text`: shown as it is · `hidden`: a character that does not show, by its name · `break`: one line end that is part of
 * the text · `blanks`: spaces that a layout would swallow (at the end of a line, or several in a row) ·
 * `gap`: so many spaces or empty lines that what follows would be pushed out of sight, said as a number.
 */
export type Segment =
  | { kind: 'text'; text: string }
  | { kind: 'hidden'; code: number; name: string }
  | { kind: 'break' }
  | { kind: 'blanks'; count: number }
  | { kind: 'gap'; label: string };

/** Longest run of spaces shown one by one. */
const SHOWN_BLANKS = 8;
/** Segments that are drawn each by itself. */
const MOST_SEGMENTS = 4000;
/** Most empty lines in a row shown one by one. */
const SHOWN_EMPTY_LINES = 3;

// Everything that Unicode calls a control, a format character, ignorable, a surrogate without its half or private; and
// every space but the plain one. Tabs show by their width.
const HIDDEN = /(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{DI}]|(?! )\p{Zs}/u;
const TOKENS = new RegExp(
  String.raw`(?<lines>(?:\r?\n){${SHOWN_EMPTY_LINES + 2},})|(?<line>\r?\n)|(?<end>(?<![ \t])[ \t]+(?=\r?\n|$))|(?<tabs>\t{${SHOWN_BLANKS + 1},})|(?<run> {2,})|(?<hidden>${HIDDEN.source})`,
  'gu',
);

const NAMES: Record<number, string> = {
  0: 'null',
  7: 'bell',
  8: 'backspace',
  13: 'carriage return',
  27: 'escape',
  127: 'delete',
  160: 'no-break space',
  173: 'soft hyphen',
  1564: 'Arabic letter mark',
  8203: 'zero-width space',
  8204: 'zero-width non-joiner',
  8205: 'zero-width joiner',
  8206: 'left-to-right mark',
  8207: 'right-to-left mark',
  8232: 'line separator',
  8233: 'paragraph separator',
  8234: 'left-to-right embedding',
  8235: 'right-to-left embedding',
  8236: 'end of direction',
  8237: 'left-to-right override',
  8238: 'right-to-left override',
  8288: 'word joiner',
  8294: 'left-to-right isolate',
  8295: 'right-to-left isolate',
  8296: 'first strong isolate',
  8297: 'end of isolate',
  65279: 'byte order mark',
};

/** `U+202E` for 0x202e. */
export const codePoint = (code: number): string => `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;

/**
 * @returns the segments of `text`, in order; joined they stand for every one of its characters. A text that hides
 * something in thousands of places is made of one long segment from there on, with names in brackets in it, so that it
 * costs a page no more than its length.
 */
export function reveal(text: string): Segment[] {
  const segments: Segment[] = [];
  let spelled: string | null = null;
  let at = 0;
  const add = (segment: Segment) => {
    if (spelled !== null) spelled += spell(segment);
    else segments.push(segment);
    if (segments.length === MOST_SEGMENTS) spelled ??= '';
  };
  const plain = (to: number) => {
    if (to > at) add({ kind: 'text', text: text.slice(at, to) });
  };
  for (const match of text.matchAll(TOKENS)) {
    const { lines, line, end, tabs, run, hidden } = match.groups!;
    const found = match[0];
    const lineStart = match.index === 0 || text[match.index - 1] === '\n';
    // Indentation is not a trick, and dots in front of every line of a script would hide the script.
    if (run !== undefined && lineStart && found.length <= 40) continue;
    plain(match.index);
    at = match.index + found.length;
    if (lines !== undefined) {
      add({ kind: 'break' });
      add({ kind: 'gap', label: `${lines.split('\n').length - 2} empty lines` });
      add({ kind: 'break' });
    } else if (line !== undefined) {
      add({ kind: 'break' });
    } else if (tabs !== undefined) {
      add({ kind: 'gap', label: `${tabs.length} tabs` });
    } else if (end !== undefined || run !== undefined) {
      add(
        found.length > SHOWN_BLANKS
          ? { kind: 'gap', label: `${found.length} spaces` }
          : { kind: 'blanks', count: found.length },
      );
    } else if (hidden !== undefined) {
      const code = hidden.codePointAt(0)!;
      add({ kind: 'hidden', code, name: NAMES[code] ?? codePoint(code) });
    }
  }
  plain(text.length);
  if (spelled) segments.push({ kind: 'text', text: spelled });
  return segments;
}

/** A segment as plain characters. */
function spell(segment: Segment): string {
  switch (segment.kind) {
    case 'text':
      return segment.text;
    case 'break':
      return '↵\n';
    case 'blanks':
      return '·'.repeat(segment.count);
    case 'gap':
      return `⟨${segment.label}⟩`;
    case 'hidden':
      return `⟨${segment.name}⟩`;
  }
}

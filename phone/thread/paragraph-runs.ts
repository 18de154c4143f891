/**
 * Cuts a long paragraph of Markdown at blanks where nothing is open, so that while text streams in only its last run is
 * parsed again. Each run means alone what it means in the whole; where that is not certain, nothing is cut. Pure.
 */
import { ADDRESS } from './mere-words.ts';

/** UTF-16 units from which on a run of mere words ends; one with marks in it ends behind them, so that it is parsed no more. */
const RUN = 60;

/** A line that can only go on with a paragraph, as a lone number does, and the first line of what can only be one. */
const GOES_ON = /^(?:\p{L}|\d{1,9}$)/u;
const BEGINS = /^(?:\*{1,3}|_{1,3}|`|["'(“‘])?\p{L}/u;
/** A link in its simplest form, or brackets that are no link while nothing defines one. */
const BRACKETS = /\[[^[\]\\`<>*_~!\n]*\](?:\([^()\s<>\\`]*\)|(?![([:]))/y;
/** UTF-16 units on each side of a mark that are looked at for an address. */
const REACH = 200;
/** In a word with an underscore nothing begins, so that it may well be a part of an address. */
const MARKS: ReadonlySet<string> = new Set('\\`<[*~');
const MARKUP = /[a-z/!?]/i;
const BLANK = /\s/;
const PUNCTUATION = /[\p{P}\p{S}]/u;
const LETTER = /\p{L}/u;

/** Emphasis that has begun. */
interface Open {
  mark: string;
  length: number;
}

/** @returns the runs of `block`, in order; joined they are the block. */
export function paragraphRuns(block: string, run: number = RUN): string[] {
  if (!isParagraph(block)) return [block];
  const runs: string[] = [];
  const open: Open[] = [];
  let start = 0;
  let marked = false;
  for (let at = 0; at < block.length; ) {
    const next = after(block, at, open);
    if (next === null) break;
    marked ||= MARKS.has(block[at]!) || block[at] === '_';
    if (open.length === 0 && (marked || next - start >= run) && endsRun(block, at)) {
      runs.push(block.slice(start, next));
      start = next;
      marked = false;
    }
    at = next;
  }
  runs.push(block.slice(start));
  return runs;
}

export function isParagraph(block: string): boolean {
  if (!BEGINS.test(block)) return false;
  const [, ...more] = block.trimEnd().split('\n');
  return more.every((line) => GOES_ON.test(line));
}

/** A blank or a soft line end between two words, of which the second begins no block of its own. */
function endsRun(block: string, at: number): boolean {
  const mark = block[at];
  if (mark !== ' ' && mark !== '\n') return false;
  return !/[\s\\]/.test(block[at - 1] ?? ' ') && LETTER.test(block[at + 1] ?? '');
}

/**
 * What stands at `at` is passed, and what it opens or closes noted.
 * @returns where to go on; null where what follows may reach back in a way that is not told here.
 */
function after(block: string, at: number, open: Open[]): number | null {
  const mark = block[at]!;
  if (MARKS.has(mark) && isInAddress(block, at)) return null;
  switch (mark) {
    case '\\':
      return at + 2;
    case '`':
      return afterCode(block, at);
    case '<':
      return MARKUP.test(block[at + 1] ?? 'a') ? null : at + 1;
    case '[':
      BRACKETS.lastIndex = at;
      return BRACKETS.test(block) ? BRACKETS.lastIndex : null;
    case '*':
    case '_':
    case '~':
      return afterEmphasis(block, at, open);
    default:
      return at + 1;
  }
}

const lengthOf = (block: string, at: number): number => {
  let end = at;
  while (block[end] === block[at]) end += 1;
  return end - at;
};

function afterCode(block: string, at: number): number | null {
  const length = lengthOf(block, at);
  for (let end = block.indexOf('`', at + length); end >= 0; end = block.indexOf('`', end)) {
    const closing = lengthOf(block, end);
    end += closing;
    if (closing === length) return end;
  }
  return null;
}

/** Only what opens and closes in the plainest way is followed. */
function afterEmphasis(block: string, at: number, open: Open[]): number | null {
  const mark = block[at]!;
  const length = lengthOf(block, at);
  const [opens, closes] = flanks(block[at - 1] ?? ' ', block[at + length] ?? ' ', mark);
  if (opens && closes) return null;
  if ((opens || closes) && isInAddress(block, at)) return null;
  if (opens) open.push({ mark, length });
  else if (closes && open.length > 0) {
    const last = open.pop();
    if (last?.mark !== mark || last.length !== length) return null;
  }
  return at + length;
}

/** Whether a run of marks between these two characters opens emphasis, and whether it closes it (CommonMark 6.2). */
function flanks(before: string, behind: string, mark: string): [opens: boolean, closes: boolean] {
  const [blankBefore, blankBehind] = [BLANK.test(before), BLANK.test(behind)];
  const [pointBefore, pointBehind] = [PUNCTUATION.test(before), PUNCTUATION.test(behind)];
  const left = !blankBehind && (!pointBehind || blankBefore || pointBefore);
  const right = !blankBefore && (!pointBefore || blankBehind || pointBehind);
  if (mark !== '_') return [left, right];
  return [left && (!right || pointBefore), right && (!left || pointBehind)];
}

/** In an address such marks may be a part of it. A word without end counts as one. */
function isInAddress(block: string, at: number): boolean {
  let start = at;
  while (start > 0 && !BLANK.test(block[start - 1]!)) {
    start -= 1;
    if (at - start > REACH) return true;
  }
  const [word = ''] = block.slice(start, at + REACH).split(BLANK, 1);
  return ADDRESS.test(word);
}

/**
 * Cuts Markdown at the blank lines between its top-level blocks, and before a list, so that while text streams in only the last
 * block is parsed again. Never cuts inside a fence, a list or anything indented; the blocks joined are the text.
 */
import type { Cut } from './growing.ts';
import { isParagraph } from './paragraph-runs.ts';

/** Longest block that is parsed, in UTF-16 units; code in a fence costs nothing to parse. */
const LONGEST_BLOCK = 16 * 1024;
const LONGEST_FENCE = 64 * 1024;
/** Nesting and widths that no text for a person has, and that take a parser seconds to minutes. */
const BOMB = /^(?:[ \t]*>){12}|^[ \t]{80}|^(?:[^|\n]*\|){64}/m;

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const LISTED = /^ {0,3}(?:[-+*]|\d{1,9}[.)])(?:\s|$)/;
const INDENTED = /^\s+\S/;
/** What may become an item of a list as more of it comes. */
const NUMBER = /^\d{1,9}$/;
/** What ends a paragraph without a blank line. */
const INTERRUPTS = /^(?:[-+*]|1[.)]) {1,4}[^\s|]/;
/** `[label]: target` and `[^note]: text` work across blocks, so such a text is left whole. */
const DEFINITION = /^ {0,3}\[[^\]\n]+\]:/m;

/** Whether a block is shown as plain text, because parsing it would hold up the thumb. */
export function tooHeavy(block: string): boolean {
  // A text that was left whole for its definitions may begin with a fence and go on with anything.
  if (FENCE.test(block) && !DEFINITION.test(block)) return block.length > LONGEST_FENCE;
  return block.length > LONGEST_BLOCK || BOMB.test(block);
}

/** For a text that grows. */
export const BLOCKS: Cut = { pieces: markdownBlocks, reachesBack: (end) => DEFINITION.test(end) };

/** @returns the blocks of `text`, in order. */
export function markdownBlocks(text: string): string[] {
  if (DEFINITION.test(text)) return [text];
  const blocks: string[] = [];
  const lines = text.split('\n');
  let fence: string | null = null;
  let start = 0;
  let at = 0;
  let blank = false;
  let closed = false;
  let listed = false;
  for (const [index, line] of lines.entries()) {
    const mark = FENCE.exec(line)?.[1];
    if (fence !== null) {
      if (mark !== undefined && mark[0] === fence[0] && mark.length >= fence.length && line.trim() === mark) {
        // A block that begins with a fence holds nothing else: what follows it is a block of its own.
        closed = FENCE.test(text.slice(start, start + 8));
        fence = null;
      }
      blank = false;
    } else if (line.trim() === '') {
      blank = true;
    } else {
      const item = LISTED.test(line);
      const mayBeItem = item || (index === lines.length - 1 && NUMBER.test(line));
      const goesOn = listed && mayBeItem ? true : !item && INDENTED.test(line);
      const isNext = blank ? at > start && !goesOn : !listed && interrupts(text.slice(start, at), line);
      if (closed || isNext) {
        blocks.push(text.slice(start, at));
        start = at;
        listed = false;
      }
      listed ||= item;
      blank = false;
      closed = false;
      if (mark !== undefined) fence = mark;
    }
    at += line.length + 1;
  }
  if (start < text.length) blocks.push(text.slice(start));
  return blocks;
}

/** Whether a list begins with this line behind a paragraph, which a table is not. */
const interrupts = (before: string, line: string): boolean =>
  INTERRUPTS.test(line) && !before.includes('|') && isParagraph(before);

/** A blank line, and all up to what stands behind it. */
const GAP = /\n[ \t]*\n\s*/g;
/** What begins a block of its own behind any other; */
const NEXT = /^[\p{L}#>|`*\d+-]/u;
/** behind a list, no item of it. */
const NEXT_TO_LIST = /^(?:[\p{L}#>|`]|\*[*\p{L}\p{N}])/u;

/**
 * @param from where in `text` there is a block, but no code
 * @param isList whether it is a list
 * @returns where it ends, and where the next block begins
 */
export function behindBlock(
  text: string,
  from: number,
  isList: boolean,
): { readonly end: number; readonly next: number } | null {
  const begins = isList ? NEXT_TO_LIST : NEXT;
  GAP.lastIndex = from;
  for (let gap = GAP.exec(text); gap !== null; gap = GAP.exec(text)) {
    const next = gap.index + gap[0].length;
    if (text[next - 1] === '\n' && begins.test(text.slice(next, next + 2))) return { end: gap.index, next };
  }
  return null;
}

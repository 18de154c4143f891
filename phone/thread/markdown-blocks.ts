/**
 * Cuts Markdown at the blank lines between its top-level blocks, so that while text streams in only the last block is
 * parsed again. Never cuts inside a fence, a list or anything indented; the blocks joined are the text.
 */

/** A block longer than this is shown as plain text: parsing it would hold up the thumb. */
export const LONGEST_BLOCK = 64 * 1024;

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const CONTINUES = /^(\s+\S|[-+*]\s|\d{1,9}[.)]\s)/;
/** `[label]: target` and `[^note]: text` work across blocks, so such a text is left whole. */
const DEFINITION = /^ {0,3}\[[^\]\n]+\]:/m;

export function markdownBlocks(text: string): string[] {
  if (DEFINITION.test(text)) return [text];
  const blocks: string[] = [];
  const lines = text.split('\n');
  let fence: string | null = null;
  let start = 0;
  let at = 0;
  let blank = false;
  for (const line of lines) {
    const mark = FENCE.exec(line)?.[1];
    if (fence !== null) {
      if (mark !== undefined && mark[0] === fence[0] && mark.length >= fence.length && line.trim() === mark) {
        fence = null;
      }
      blank = false;
    } else if (line.trim() === '') {
      blank = true;
    } else {
      if (blank && at > start && !CONTINUES.test(line)) {
        blocks.push(text.slice(start, at));
        start = at;
      }
      blank = false;
      if (mark !== undefined) fence = mark;
    }
    at += line.length + 1;
  }
  if (start < text.length) blocks.push(text.slice(start));
  return blocks;
}

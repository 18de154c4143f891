/**
 * Which part of an output is drawn, in blocks: while it streams in, its end is, and of that only the last block changes.
 * Pure.
 */
import { settled, stylesAfter } from './plain-output.ts';

/** About the UTF-16 units of a block. */
const BLOCK = 4 * 1024;
/** How far back styles are looked for. */
const LOOK_BACK = 16 * 1024;

export interface OutputBlock {
  /** The same for the same block, whatever is cut off in front of it. */
  key: number;
  /** Settled text (plain-output.ts), which begins with the styles that hold there. */
  text: string;
}

export interface DrawnOutput {
  blocks: OutputBlock[];
  /** UTF-16 units of what is kept that stand in front of it and are not drawn. */
  before: number;
}

/**
 * @param cut UTF-16 units that are no longer kept, in front of `output`
 * @param size UTF-16 units to draw, about
 */
export function outputBlocks(output: string, cut: number, size: number): DrawnOutput {
  const start = beginning(output, cut, size);
  const blocks: OutputBlock[] = [];
  let styles = stylesAfter(output.slice(Math.max(0, start - LOOK_BACK), start));
  // Settled as a whole: what overwrites a line may stand far behind it.
  const text = settled(output.slice(start));
  for (let at = 0; at < text.length; ) {
    const end = lineEnd(text, at + BLOCK);
    const block = text.slice(at, end);
    blocks.push({ key: cut + start + at, text: styles + block });
    styles = stylesAfter(styles + block);
    at = end;
  }
  return { blocks, before: start };
}

/** A place that stays where it is while text comes at the end and goes in front. */
function beginning(output: string, cut: number, size: number): number {
  if (output.length <= size) return 0;
  const wanted = cut + output.length - size;
  const at = Math.max(0, Math.floor(wanted / (2 * BLOCK)) * 2 * BLOCK - cut);
  return at === 0 ? 0 : lineEnd(output, at);
}

/** Behind the first line end from `at` on; in a line that is far too long, somewhere in it. */
function lineEnd(text: string, at: number): number {
  if (at >= text.length) return text.length;
  const end = text.slice(at, at + BLOCK).indexOf('\n');
  if (end >= 0) return at + end + 1;
  // Not between the halves of a character, nor within a style.
  const far = Math.min(text.length, at + BLOCK);
  const sequence = text.lastIndexOf('\u001b', far);
  if (sequence > far - 32 && sequence > at) return sequence;
  const code = text.charCodeAt(far);
  return code >= 0xdc00 && code <= 0xdfff ? far + 1 : far;
}

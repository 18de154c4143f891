/** Code in a fence, read without a parser where it can only mean one thing, so that it costs next to nothing while it streams in. */

export interface Fence {
  /** The first word behind the marks; '': none. */
  readonly name: string;
  /** Without the line end behind its last line. */
  readonly code: string;
}

/** Not indented, without an escape or an entity in what it says of itself. */
const BEGINS = /^(`{3,}|~{3,})[ \t]*(?:([^\s`\\&]+)(?:[ \t][^\n`\\&]*)?)?(?:\n|$)/;
/** What a parser makes something else of. */
const ALTERED = /[\r\0]/;

/** @returns what a block says that is code in a fence and nothing else; null: it is not, or a parser has to tell. */
export function fenceOf(block: string): Fence | null {
  const [opening, marks = '', name = ''] = BEGINS.exec(block) ?? [];
  if (opening === undefined || ALTERED.test(block)) return null;
  const closing = new RegExp(`^ {0,3}${marks[0]}{${marks.length},}[ \t]*$`, 'm');
  const inside = block.slice(opening.length);
  const end = closing.exec(inside);
  if (end === null) return { name, code: inside.replace(/\n$/, '') };
  if (inside.slice(end.index + end[0].length).trim() !== '') return null;
  return { name, code: inside.slice(0, end.index).replace(/\n$/, '') };
}

const OPENING = /(?:^|\n)(?:`{3}|~{3})[^\n]*\n$/;

/** Whether this text ends with the line that code in a fence begins with. */
export const opensFence = (text: string): boolean => OPENING.test(text);

/** Indented in any way. */
const FENCE = /^[ \t]*(?:`{3}|~{3})/;
/** As `BEGINS`. */
const BEGUN = /^(?:`{3}|~{3})[ \t]*(?:[^\s`\\&]+(?:[ \t][^\n`\\&]*)?)?\n?$/;

/** @returns where the line begins that this text ends with and that code may follow; null: none does. */
export function fenceBegun(text: string): number | null {
  const at = text.lastIndexOf('\n', text.length - 2) + 1;
  const before = text.slice(0, at).trimEnd();
  // It may close what has no lines.
  if (FENCE.test(before.slice(before.lastIndexOf('\n') + 1))) return null;
  return BEGUN.test(text.slice(at)) ? at : null;
}

const CLOSES = /^ {0,3}(?:`{3,}|~{3,})$/;

/** @returns where the line ends that closes this code at the end of a text; null: nothing closes it, or a parser has to tell. */
export function fenceClosed(text: string, code: string): number | null {
  const end = text.trimEnd().length;
  const at = text.lastIndexOf('\n', end - 1);
  if (!CLOSES.test(text.slice(at + 1, end))) return null;
  const before = text.slice(0, at);
  return before.endsWith(code) && opensFence(before.slice(0, at - code.length)) ? end : null;
}

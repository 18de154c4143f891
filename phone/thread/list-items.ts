/**
 * Cuts a list of Markdown at its items, so that while text streams in only its last item is parsed again. Each item means alone
 * what it means in the whole; where that is not certain, nothing is cut. Pure.
 */

/** What an item begins with, and the room that its words leave for what belongs to it. */
const ITEM = /^([-+*]|\d{1,9}([.)])) {1,4}(?=\S)/;
/** A line across, which only looks like an item. */
const RULE = /^([-*_])[ \t]*(?:\1[ \t]*){2,}$/;
/** At the end of what came so far, an item that has just begun, or the number of one. */
const BEGINNING = /^(?:([-+*]|\d{1,9}([.)]))|\d{1,9})[ \t]*$/;

const CODE = /`{3}|~{3}/;

/** Its marker's kind; null: this line begins no item. */
function markerOf(line: string): { kind: string; numbered: boolean; width: number } | null {
  const found = RULE.test(line) ? null : ITEM.exec(line);
  return found === null
    ? null
    : { kind: found[2] ?? found[1]!, numbered: found[2] !== undefined, width: found[0].length };
}

/** @returns where the items of `block` begin; null: it is no list, or one of which an item alone may mean something else. */
function beginnings(block: string): number[] | null {
  // Most blocks are none, and may be long.
  if (!ITEM.test(block)) return null;
  const lines = block.trimEnd().split('\n');
  const list = markerOf(lines[0]!);
  if (list === null) return null;
  const found = [];
  let { width } = list;
  let blank = false;
  let hasCode = false;
  let at = 0;
  for (const [index, line] of lines.entries()) {
    const marker = markerOf(line);
    if (marker !== null) {
      if (marker.kind !== list.kind) return null;
      width = marker.width;
      hasCode = false;
      found.push(at);
    } else if (line.trim() !== '' && (blank || line.search(/[^ ]/) < width)) {
      // What stands behind a blank line within an item changes how all of them look.
      const [begun, bullet, dot] = (index === lines.length - 1 && BEGINNING.exec(line)) || [];
      if (begun === undefined || (bullet === undefined ? !list.numbered : (dot ?? bullet) !== list.kind))
        return null;
      if (bullet !== undefined || blank) found.push(at);
    }
    blank = line.trim() === '';
    hasCode ||= CODE.test(line);
    // It may be one of the code.
    if (blank && hasCode) return null;
    at += line.length + 1;
  }
  return found;
}

export const isList = (text: string): boolean => beginnings(text) !== null;

/** @returns the items of `block`, in order; joined they are the block. null: it is none that is cut. */
export function itemsOf(block: string): string[] | null {
  const found = beginnings(block);
  return found === null ? null : found.map((start, at) => block.slice(start, found[at + 1]));
}

/** @returns the same, or all of it */
export const listItems = (block: string): string[] => itemsOf(block) ?? [block];

/** Nothing but what an item begins with. */
const EMPTY = /^(?:[-+*]|\d{1,9}[.)])[ \t]*$/;

/** @returns what an item says, without what it begins with. */
export const itemWords = (item: string): string => {
  const line = item.trimEnd();
  return EMPTY.test(line) ? '' : line.replace(ITEM, '');
};

const TASK = /^\[[ xX]\]\s/;
/** A heading. */
const UNDERLINED = /^[^\n]*\n *(?:-+|=+) *(?:\n|$)/;

/** Whether one of these items has a box to tick. */
export const hasTask = (items: readonly string[]): boolean =>
  items.some((item) => TASK.test(itemWords(item)) && !UNDERLINED.test(item));

/** The number that an ordered list begins with; null: it is not ordered. */
export function listStart(block: string): number | null {
  const [, number] = /^(\d{1,9})[.)]/.exec(block) ?? [];
  return number === undefined ? null : Number(number);
}

/** Whether a blank line stands between two of these items, which then are paragraphs, all of them. */
export const isLoose = (items: readonly string[]): boolean =>
  items.slice(0, -1).some((item) => /\n[ \t]*\n$/.test(item));

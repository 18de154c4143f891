/** The words at the end of what was drawn of a text, where they go on as words. */
import css from '../agent-text.module.css';
import { isMark } from '../mere-words.ts';

/** UTF-16 units that have to stand there where nothing is in front of them in their line: fewer may still begin a list or a heading. */
const LEAST = 20;
/** Elements of words that go on. */
const HOLDS_WORDS = /^(?:P|LI|H[23]|T[DH])$/;
/** What begins no list and no heading, however it goes on. */
const BEGINS_NONE = /^(?:\*\*?|`)?\p{L}/u;
/** The beginning of a line that may define something, and then is not seen. */
const MAY_DEFINE = /^ {0,3}\[(?![^\]\n]*\]\()/;
/** May be open. */
const MARK = /[`*_~[\]<&\\]/;
const BLANK = /\s/;

export interface DrawnWords {
  readonly node: Text;
  readonly box: Element;
  /** UTF-16 units of the text in front of the node, */
  readonly start: number;
  /** and up to its end. */
  readonly end: number;
}

/** @param written the text of which `within` is the end, as it was drawn */
export function drawnWords(within: Element, written: string): DrawnWords | null {
  const node = lastIn(within);
  const box = node.parentElement;
  // The whole part of the page for Markdown may take the place of text that stands there plain.
  if (!(node instanceof Text) || box === null || box.classList.contains(css.plain!)) return null;
  // What is marked has its end in front of the words that come.
  if (!HOLDS_WORDS.test(box.tagName)) return null;
  const { data } = node;
  const words = data.trimEnd();
  const text = written.trimEnd();
  const line = words.slice(words.lastIndexOf('\n') + 1);
  const begins = node.previousSibling === null || line.length < words.length;
  const least = begins && !isMark(line) && !BEGINS_NONE.test(line) ? LEAST : 1;
  if (line.length < least || !text.endsWith(words)) return null;
  if (MAY_DEFINE.test(text.slice(text.lastIndexOf('\n') + 1))) return null;
  // A blank at the end may have been drawn, or not.
  const end = text.length + data.length - words.length;
  return { node, box, start: end - data.length, end };
}

/** What stands there last, and holds nothing. */
export function lastIn(within: Node): Node {
  let node = within;
  while (node.lastChild !== null) node = node.lastChild;
  return node;
}

/** Nothing in front of these words could be closed by a mark behind them, or be a longer address with what follows. */
export function nothingIsOpen(words: Text): boolean {
  if (words.previousSibling instanceof HTMLAnchorElement && !BLANK.test(words.data)) return false;
  for (let it = words.previousSibling; it !== null; it = it.previousSibling)
    if (it.nodeName !== 'CODE' && MARK.test(it.textContent ?? '')) return false;
  return true;
}

/**
 * An item of a thread as a screen draws it. Mere words that stream in at the end of a paragraph, and code in a fence, are put
 * behind what stands there, without drawing anything anew: that is most of what an agent writes, many times a second. Whatever
 * else changes has all of it drawn, and so do many words.
 */
import type { Item } from '../../protocol/session/items.ts';
import type { ThreadStore } from '../state/thread-store.ts';
import css from './agent-text.module.css';
import { LINES_TOGETHER } from './code-lines.ts';
import { ADDRESS, isMark, LETTERS } from './mere-words.ts';
import { spansOnward } from './plain-spans.ts';
import { SpansBehind } from './spans-behind.ts';

/** UTF-16 units that are put behind what was drawn; a text node without end would be laid out whole with each word. */
const MOST = 1_000;
/** UTF-16 units that have to stand there where nothing is in front of them: fewer may still begin a list or a heading. */
const LEAST = 20;
/** Elements of words that go on. */
const HOLDS_WORDS = /^(?:P|LI|H[23]|T[DH])$/;
/** What begins no list and no heading, however it goes on. */
const BEGINS_NONE = /^(?:\*\*?|`)?\p{L}/u;
/** UTF-16 units in which the last word has to begin. */
const REACH = 100;
/**
 * What means itself behind a word of the same, whatever stands before that: marks that would close, or finish, something that was
 * opened farther in front are not among them. The last word is looked at with what comes, because two parts may be an address.
 */
const WORDS = new RegExp(`^[ ${LETTERS}]*$`, 'u');

/** What ends a line, a heading or a cell, also within code. */
const ENDS = /[\n#|]/;
/**
 * Lines of code that may mean something else: the end of the fence, and what defines a link, which has the whole text read in
 * another way. And what a parser alters.
 */
const NOT_CODE = /^ {0,3}[`~[]|[\r\0]/m;
/** Milliseconds for which no code has come when it is drawn anew: only then it is coloured. */
const REST = 100;

/** Words or code are put behind this. */
interface Tail {
  readonly shown: SpansBehind;
  readonly drawn: AgentItem;
  /** UTF-16 units of its text in front of the node. */
  readonly start: number;
  readonly isCode: boolean;
  now: AgentItem;
  /** UTF-16 units of its text, up to the end of what is shown. */
  end: number;
}
type AgentItem = Extract<Item, { type: 'agent' }>;

export class GrowingItem {
  readonly #store: ThreadStore;
  readonly #index: number;
  #box: HTMLElement | null = null;
  /** As it stands in the box. */
  #drawn: Item | undefined;
  #tail: Tail | null = null;
  #draw: () => void = () => undefined;
  /** When code was put there last. */
  #grew = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(store: ThreadStore, index: number) {
    this.#store = store;
    this.#index = index;
  }

  /** What to draw: of one that has words behind it, what was drawn. */
  readonly get = (): Item | undefined => this.#tail?.drawn ?? this.#store.item(this.#index);

  /** @param draw called when it has to be drawn anew */
  readonly subscribe = (draw: () => void): (() => void) => {
    this.#draw = draw;
    const leave = this.#store.subscribe(this.#index, () => {
      if (!this.#grows()) this.#drawAnew();
    });
    return () => {
      leave();
      this.#stopTimer();
    };
  };

  /** Where it stands now. */
  stands(box: HTMLElement | null, item: Item | undefined): void {
    this.#box = box;
    this.#drawn = item;
  }

  /** Whether it has changed by words alone, which now stand there too. */
  #grows(): boolean {
    const now = this.#store.item(this.#index);
    const tail = this.#tail ?? this.#found();
    if (tail === null || !tail.shown.isThere || !isLonger(tail.now, now)) return false;
    if (now.text.length - tail.drawn.text.length > MOST) return false;
    if (!(tail.isCode ? codeGrows : wordsGrow)(tail, now.text)) return false;
    tail.now = now;
    this.#tail = tail;
    if (tail.isCode) {
      this.#grew = performance.now();
      this.#timer ??= setTimeout(this.#mayRest, REST);
    }
    return true;
  }

  /** The end of what was drawn, where that is words which stay where they are. */
  #found(): Tail | null {
    const drawn = this.#drawn;
    if (drawn?.type !== 'agent') return null;
    // The first of what stands there is the text; what it asks stands below.
    const text = this.#box?.firstElementChild ?? null;
    const code = text?.lastElementChild?.classList.contains(css.code!)
      ? text.querySelector(':scope > :last-child code')
      : null;
    let node: Node | null = code ?? text;
    while (node?.lastChild != null) node = node.lastChild;
    // The whole part of the page for Markdown may take the place of text that stands there plain.
    if (!(node instanceof Text) || node.parentElement?.classList.contains(css.plain!) === true) return null;
    const { data } = node;
    const tail = (end: number) => ({
      shown: new SpansBehind(node),
      drawn,
      start: end - data.length,
      isCode: code !== null,
      now: drawn,
      end,
    });
    if (code !== null) {
      const end = lengthOfCode(drawn.text);
      // Coloured code is not gone on with.
      const isPlain = node.parentElement?.parentElement === code;
      return isPlain && drawn.text.slice(0, end).endsWith(data) ? tail(end) : null;
    }
    // What is marked has its end in front of the words that come.
    if (!HOLDS_WORDS.test(node.parentElement?.tagName ?? '')) return null;
    const words = data.trimEnd();
    const written = drawn.text.trimEnd();
    const mayBegin = node.previousSibling === null && !isMark(data) && !BEGINS_NONE.test(data);
    const least = mayBegin ? LEAST : 1;
    if (words.length < least || !written.endsWith(words)) return null;
    // A blank at the end may have been drawn, or not.
    return tail(written.length + data.length - words.length);
  }

  /** All of it, by whoever drew it, for whom it has to stand there as they drew it last. */
  readonly #drawAnew = (): void => {
    this.#stopTimer();
    this.#tail?.shown.settle();
    this.#tail = null;
    this.#draw();
  };

  readonly #mayRest = (): void => {
    const left = this.#grew + REST - performance.now();
    if (left > 0) this.#timer = setTimeout(this.#mayRest, left);
    else this.#drawAnew();
  };

  #stopTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

/** @returns whether `text` has but words, or words with plain marks, behind the tail, which are now shown. */
function wordsGrow(tail: Tail, text: string): boolean {
  const { length } = tail.now.text;
  const from = text.lastIndexOf(' ', length - 1) + 1;
  const last = text.slice(from);
  const more = text.slice(tail.end);
  // Another line may be anything.
  if (more.includes('\n')) return false;
  if (length - from <= REACH && WORDS.test(last) && !ADDRESS.test(last)) {
    tail.shown.append(more);
  } else {
    const run = text.slice(tail.start);
    const spans = !ENDS.test(run) && tail.shown.nothingIsOpen ? spansOnward(run) : null;
    if (spans === null) return false;
    tail.shown.show(spans);
  }
  tail.end = text.length;
  return true;
}

/** The same of code. */
function codeGrows(tail: Tail, text: string): boolean {
  const line = tail.now.text.lastIndexOf('\n', tail.now.text.length - 1) + 1;
  if (NOT_CODE.test(text.slice(line))) return false;
  const end = lengthOfCode(text);
  if (text.slice(tail.start, end).split('\n').length > LINES_TOGETHER) return false;
  if (end > tail.end) tail.shown.append(text.slice(tail.end, end));
  tail.end = end;
  return true;
}

/** Of a fence that is still open, the line end behind its last line is not shown. */
const lengthOfCode = (text: string): number => (text.endsWith('\n') ? text.length - 1 : text.length);

/** Whether `now` is `before` with more text at its end, and nothing else. */
function isLonger(before: AgentItem, now: Item | undefined): now is AgentItem {
  if (now?.type !== 'agent' || !now.text.startsWith(before.text)) return false;
  const keys = Object.keys(now) as (keyof AgentItem)[];
  return (
    keys.length === Object.keys(before).length &&
    keys.every((key) => key === 'text' || Object.is(now[key], before[key]))
  );
}

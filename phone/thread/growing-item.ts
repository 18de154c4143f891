/**
 * An item of a thread as a screen draws it. Mere words that stream in at the end of a paragraph are put behind the words that
 * stand there, without drawing anything anew: that is most of what an agent writes, many times a second. Whatever else changes
 * has all of it drawn, and so do many words.
 */
import type { Item } from '../../protocol/session/items.ts';
import type { ThreadStore } from '../state/thread-store.ts';
import css from './agent-text.module.css';
import { ADDRESS, LETTERS } from './mere-words.ts';

/** UTF-16 units that are put behind what was drawn; a text node without end would be laid out whole with each word. */
const MOST = 1_000;
/** UTF-16 units that have to stand there: behind fewer, words may still begin a list or a heading. */
const LEAST = 20;
/** UTF-16 units in which the last word has to begin. */
const REACH = 100;
/**
 * What means itself behind a word of the same, whatever stands before that: marks that would close, or finish, something that was
 * opened farther in front are not among them. The last word is looked at with what comes, because two parts may be an address.
 */
const WORDS = new RegExp(`^[ ${LETTERS}]*$`, 'u');

/** Words are put behind this. */
interface Tail {
  readonly node: Text;
  /** What the node says as it was drawn. */
  readonly data: string;
  readonly drawn: AgentItem;
  now: AgentItem;
  /** UTF-16 units of its text, up to the end of what the node says. */
  shown: number;
}
type AgentItem = Extract<Item, { type: 'agent' }>;

export class GrowingItem {
  readonly #store: ThreadStore;
  readonly #index: number;
  #box: HTMLElement | null = null;
  /** As it stands in the box. */
  #drawn: Item | undefined;
  #tail: Tail | null = null;

  constructor(store: ThreadStore, index: number) {
    this.#store = store;
    this.#index = index;
  }

  /** What to draw: of one that has words behind it, what was drawn. */
  readonly get = (): Item | undefined => this.#tail?.drawn ?? this.#store.item(this.#index);

  /** @param draw called when it has to be drawn anew */
  readonly subscribe = (draw: () => void): (() => void) =>
    this.#store.subscribe(this.#index, () => {
      if (this.#grows()) return;
      this.#settle();
      draw();
    });

  /** Where it stands now. */
  stands(box: HTMLElement | null, item: Item | undefined): void {
    this.#box = box;
    this.#drawn = item;
  }

  /** Whether it has changed by words alone, which now stand there too. */
  #grows(): boolean {
    const now = this.#store.item(this.#index);
    const tail = this.#tail ?? this.#found();
    if (tail === null || !tail.node.isConnected || !isLonger(tail.now, now)) return false;
    if (now.text.length - tail.drawn.text.length > MOST) return false;
    const { length } = tail.now.text;
    const from = now.text.lastIndexOf(' ', length - 1) + 1;
    const end = now.text.slice(from);
    if (length - from > REACH || !WORDS.test(end) || ADDRESS.test(end)) return false;
    tail.node.appendData(now.text.slice(tail.shown));
    tail.shown = now.text.length;
    tail.now = now;
    this.#tail = tail;
    return true;
  }

  /** The end of what was drawn, where that is words which stay where they are. */
  #found(): Tail | null {
    const drawn = this.#drawn;
    if (drawn?.type !== 'agent') return null;
    // The first of what stands there is the text; what it asks stands below.
    let node: Node | null = this.#box?.firstElementChild ?? null;
    while (node?.lastChild != null) node = node.lastChild;
    // The whole part of the page for Markdown may take the place of text that stands there plain.
    if (!(node instanceof Text) || node.parentElement?.classList.contains(css.plain!) === true) return null;
    const { data } = node;
    const words = data.trimEnd();
    const text = drawn.text.trimEnd();
    if (words.length < LEAST || !text.endsWith(words)) return null;
    // A blank at the end may have been drawn, or not.
    return { node, data, drawn, now: drawn, shown: text.length + data.length - words.length };
  }

  /** What was drawn stands there again, as whoever drew it believes. */
  #settle(): void {
    if (this.#tail !== null) this.#tail.node.data = this.#tail.data;
    this.#tail = null;
  }
}

/** Whether `now` is `before` with more text at its end, and nothing else. */
function isLonger(before: AgentItem, now: Item | undefined): now is AgentItem {
  if (now?.type !== 'agent' || !now.text.startsWith(before.text)) return false;
  const keys = Object.keys(now) as (keyof AgentItem)[];
  return (
    keys.length === Object.keys(before).length &&
    keys.every((key) => key === 'text' || Object.is(now[key], before[key]))
  );
}

/**
 * An item of a thread as a screen draws it. Text that streams in is put behind what stands there, without drawing anything anew,
 * where it is told without a parser what it is: most of what an agent writes, many times a second. Whatever else changes has all
 * of it drawn, and so does much text.
 */
import type { Item } from '../../../protocol/session/items.ts';
import type { ThreadStore } from '../../state/thread-store.ts';
import { BlocksEnd } from './blocks-end.ts';
import { ClosedCodeEnd } from './closed-code-end.ts';
import { CodeEnd } from './code-end.ts';
import { ListEnd } from './list-end.ts';
import { noteGrowth, whenQuiet } from './quiet.ts';
import { TableEnd } from './table-end.ts';
import type { TextEnd } from './text-end.ts';
import { WordsEnd } from './words-end.ts';

/** An item that goes on behind what was drawn of it. */
interface Tail {
  readonly end: TextEnd;
  readonly drawn: AgentItem;
  /** As it stands there. */
  now: AgentItem;
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
  #stopWaiting: (() => void) | undefined;

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
      this.#rest();
    };
  };

  /** Where it stands now. */
  stands(box: HTMLElement | null, item: Item | undefined): void {
    this.#box = box;
    this.#drawn = item;
  }

  /** Whether it has changed by more text alone, which now stands there too. */
  #grows(): boolean {
    const now = this.#store.item(this.#index);
    const tail = this.#tail ?? this.#found();
    if (tail === null || !tail.end.isThere || !isLonger(tail.now, now)) return false;
    if (now.text.length - tail.drawn.text.length > tail.end.most) return false;
    // It may have begun to put there what it then cannot.
    this.#tail = tail;
    if (!tail.end.goesOn(tail.now.text, now.text)) return false;
    tail.now = now;
    noteGrowth();
    // Only then it is coloured.
    if (tail.end.rests) this.#stopWaiting ??= whenQuiet(this.#drawAnew);
    return true;
  }

  #found(): Tail | null {
    const drawn = this.#drawn;
    // The first of what stands there is the text; what it asks stands below.
    const text = this.#box?.firstElementChild ?? null;
    const end = drawn?.type === 'agent' && text !== null ? endOf(text, drawn.text) : null;
    return end && { end, drawn: drawn as AgentItem, now: drawn as AgentItem };
  }

  /** All of it, by whoever drew it, for whom it has to stand there as they drew it last. */
  readonly #drawAnew = (): void => {
    this.#rest();
    this.#tail?.end.settle();
    this.#tail = null;
    this.#draw();
  };

  #rest(): void {
    this.#stopWaiting?.();
    this.#stopWaiting = undefined;
  }
}

/** @returns null: only who draws it knows how it goes on. */
function endOf(text: Element, written: string): TextEnd | null {
  const last = text.lastElementChild;
  const isCode = last?.querySelector(':scope > pre') != null;
  const open = isCode ? CodeEnd.of(last, written) : null;
  if (open !== null) return open;
  const end = isCode
    ? ClosedCodeEnd.of(last, written)
    : (TableEnd.of(last, written) ?? ListEnd.of(last, written) ?? WordsEnd.of(text, written));
  return end && new BlocksEnd(text, end, /^[OU]L$/.test(last?.tagName ?? ''));
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

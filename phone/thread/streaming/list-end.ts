import { itemBox } from '../boxes.ts';
import { isLoose, itemsOf } from '../list-items.ts';
import { goesOnMerely } from '../mere-words.ts';
import { spansOnward } from '../plain-spans.ts';
import { BoxesBehind } from './boxes-behind.ts';
import { type DrawnWords, drawnWords, nothingIsOpen } from './drawn-words.ts';
import { PutBehind } from './put-behind.ts';
import { MOST_IN_BOXES, type TextEnd } from './text-end.ts';

/** The last item of a list that was drawn, and those that follow it. */
export class ListEnd implements TextEnd {
  readonly rests = false;
  readonly most = MOST_IN_BOXES;
  readonly from: number;
  readonly #drawn: DrawnWords;
  readonly #isLoose: boolean;
  readonly #first: PutBehind;
  readonly #others: BoxesBehind;
  /** What the first says by now. */
  #said: string;
  /** Of all that is written, up to where the first stands there. */
  #end: number;

  /** @param list what was drawn last */
  static of(list: Element | null, written: string): ListEnd | null {
    const item = /^[OU]L$/.test(list?.tagName ?? '') ? list!.lastElementChild : null;
    const words = item && drawnWords(item, written);
    // One within another, or of several lines, is told by a parser.
    if (words === null || (words.box !== item && words.box.parentElement !== item)) return null;
    const from = written.lastIndexOf('\n', words.end - 1) + 1;
    return words.start >= from && itemsOf(written.slice(from)) !== null
      ? new ListEnd(list!, words, from, written)
      : null;
  }

  private constructor(list: Element, drawn: DrawnWords, from: number, written: string) {
    this.from = from;
    this.#drawn = drawn;
    this.#isLoose = drawn.box.parentElement !== list;
    this.#first = new PutBehind(drawn.box, drawn.node);
    this.#others = new BoxesBehind(list, (item) => itemBox(item, this.#isLoose));
    this.#said = written.slice(from).trimEnd();
    this.#end = drawn.end;
  }

  get isThere(): boolean {
    return this.#first.isThere;
  }

  goesOn(before: string, now: string): boolean {
    if (this.#others.isEmpty ? this.#firstGoesOn(before, now) : this.#others.append(before, now)) return true;
    const [first, ...others] = itemsOf(now.slice(this.from)) ?? [];
    if (first === undefined || !this.#shows(first)) return false;
    return (this.#isLoose || !isLoose([first, ...others])) && this.#others.show(others, now);
  }

  settle(): void {
    this.#first.settle();
    this.#others.settle();
  }

  #firstGoesOn(before: string, now: string): boolean {
    const more = now.slice(this.#end);
    if (more.includes('\n') || !goesOnMerely(before, now)) return false;
    this.#first.append(more);
    this.#said = now.slice(this.from).trimEnd();
    this.#end = now.length;
    return true;
  }

  /** @returns false: a parser has to tell what the first says now. */
  #shows(first: string): boolean {
    const text = first.trimEnd();
    if (text === this.#said) return true;
    const { node, start } = this.#drawn;
    const spans = nothingIsOpen(node) ? spansOnward(text.slice(start - this.from)) : null;
    if (spans === null) return false;
    this.#first.show(spans);
    this.#said = text;
    this.#end = this.from + text.length;
    return true;
  }
}

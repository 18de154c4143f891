import { blockBox } from '../boxes.ts';
import { behindBlock, markdownBlocks } from '../markdown-blocks.ts';
import { BoxesBehind } from './boxes-behind.ts';
import { MOST_IN_BOXES, type TextEnd } from './text-end.ts';

/** The last block that was drawn of a text, and those that follow it. */
export class BlocksEnd implements TextEnd {
  readonly rests = false;
  readonly from: number;
  readonly #last: TextEnd;
  readonly #isList: boolean;
  readonly #others: BoxesBehind;
  /** Where those begin. */
  #next: number | null = null;

  /**
   * @param text all of it
   * @param last the end of its last block
   * @param isList whether that is a list
   */
  constructor(text: Element, last: TextEnd, isList: boolean) {
    this.from = last.from;
    this.#last = last;
    this.#isList = isList;
    this.#others = new BoxesBehind(text, blockBox);
  }

  get most(): number {
    return this.#next === null ? this.#last.most : MOST_IN_BOXES;
  }

  get isThere(): boolean {
    return this.#last.isThere;
  }

  goesOn(before: string, now: string): boolean {
    if (this.#others.append(before, now)) return true;
    if (this.#next === null) {
      const behind = behindBlock(now, this.from, this.#isList);
      if (behind === null) return this.#last.goesOn(before, now);
      const { end, next } = behind;
      if (end > before.length && !this.#last.goesOn(before, now.slice(0, end))) return false;
      this.#next = next;
    }
    return this.#others.show(markdownBlocks(now.slice(this.#next)), now);
  }

  settle(): void {
    this.#last.settle();
    this.#others.settle();
  }
}

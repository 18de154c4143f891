import { goesOnMerely } from '../mere-words.ts';
import { spansOnward } from '../plain-spans.ts';
import { type DrawnWords, drawnWords, nothingIsOpen } from './drawn-words.ts';
import { PutBehind } from './put-behind.ts';
import type { TextEnd } from './text-end.ts';

/** What ends a line, a heading or a cell, also within code. */
const ENDS = /[\n#|]/;

/** The end of a paragraph, or of anything else that holds words. */
export class WordsEnd implements TextEnd {
  readonly rests = false;
  // They stand in one box, which is laid out whole with each of them.
  readonly most = 1_000;
  readonly from: number;
  readonly #drawn: DrawnWords;
  readonly #shown: PutBehind;
  #end: number;

  static of(text: Element, written: string): WordsEnd | null {
    const words = drawnWords(text, written);
    return words && new WordsEnd(words);
  }

  private constructor(drawn: DrawnWords) {
    this.from = drawn.start;
    this.#drawn = drawn;
    this.#end = drawn.end;
    this.#shown = new PutBehind(drawn.box, drawn.node);
  }

  get isThere(): boolean {
    return this.#shown.isThere;
  }

  goesOn(before: string, now: string): boolean {
    const more = now.slice(this.#end);
    // Another line may be anything.
    if (more.includes('\n')) return more.trimStart() === '';
    if (goesOnMerely(before, now)) {
      this.#shown.append(more);
    } else {
      const run = now.slice(this.from);
      const spans = !ENDS.test(run) && nothingIsOpen(this.#drawn.node) ? spansOnward(run) : null;
      if (spans === null) return false;
      this.#shown.show(spans);
    }
    this.#end = now.length;
    return true;
  }

  settle(): void {
    this.#shown.settle();
  }
}

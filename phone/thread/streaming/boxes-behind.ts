import { type Box, goesOnInside, type Known } from '../boxes.ts';
import { goesOnMerely } from '../mere-words.ts';
import { PutBehind } from './put-behind.ts';

/** Boxes at the end of an element, each of a text of its own, of which the last grows. */
export class BoxesBehind {
  readonly #put: PutBehind;
  readonly #boxOf: (text: string, known: Known) => Box | null;
  #known = new Map<string, Box>();
  #last: Box | undefined;
  /** Of all that is written, up to where it stands there. */
  #end = 0;

  /** @param boxOf what a text is shown as; null: a parser has to tell */
  constructor(parent: Node, boxOf: (text: string, known: Known) => Box | null) {
    this.#put = new PutBehind(parent, null);
    this.#boxOf = boxOf;
  }

  get isEmpty(): boolean {
    return this.#last === undefined;
  }

  /**
   * Where `now` has but words behind `before`, they are put behind the last.
   * @param before all that is written, as it stands there
   * @returns false: it has to be told what stands there now
   */
  append(before: string, now: string): boolean {
    const more = now.slice(this.#end);
    if (this.#last === undefined || !goesOnInside(this.#last)) return false;
    if (more.includes('\n') || !goesOnMerely(before, now)) return false;
    // A line of a quotation that has but begun.
    if (before.trimEnd().endsWith('>')) return false;
    this.#put.append(more);
    this.#end = now.length;
    return true;
  }

  /**
   * @param texts at the end of what is `written`
   * @returns false: a parser has to tell
   */
  show(texts: readonly string[], written: string): boolean {
    const before = this.#known;
    const now = new Map<string, Box>();
    const known: Known = (key, make) => {
      const box = before.get(key) ?? make();
      if (box !== null) now.set(key, box);
      return box;
    };
    const boxes: Box[] = [];
    for (const text of texts) {
      const box = known(text, () => this.#boxOf(text, known));
      if (box === null) return false;
      boxes.push(box);
    }
    this.#known = now;
    this.#put.show(boxes);
    this.#last = boxes.at(-1);
    this.#end = written.trimEnd().length;
    return true;
  }

  settle(): void {
    this.#put.settle();
  }
}

import css from '../agent-text.module.css';
import { codeParts } from '../code-lines.ts';
import { opensFence } from '../fence.ts';
import { lastIn } from './drawn-words.ts';
import { PutBehind } from './put-behind.ts';
import type { TextEnd } from './text-end.ts';

/**
 * Lines of code that may mean something else: the end of the fence, and what defines a link, which has the whole text read in
 * another way. And what a parser alters.
 */
const NOT_CODE = /^ {0,3}[`~[]|[\r\0]/m;

/** As code-block.tsx has it. */
const PART = { class: css.part! };

/** The end of code in a fence that is still open. */
export class CodeEnd implements TextEnd {
  /** Only then it is coloured. */
  readonly rests = true;
  readonly from: number;
  /** The last part of it that was drawn, */
  readonly #part: PutBehind;
  /** and those that follow it. */
  readonly #others: PutBehind;

  /** @returns null: it is coloured already, or not the end of what is written */
  static of(figure: Element, written: string): CodeEnd | null {
    const code = figure.querySelector('code');
    const node = code && lastIn(code);
    if (!(node instanceof Text) || node.parentElement?.parentElement !== code) return null;
    const text = shownOf(written);
    const said = code!.textContent;
    // What is only indented has none.
    return opensFence(text.slice(0, text.length - said.length)) && text.endsWith(said)
      ? new CodeEnd(code!, node, text.length - node.data.length)
      : null;
  }

  private constructor(code: Element, drawn: Text, from: number) {
    this.from = from;
    this.#part = new PutBehind(drawn.parentElement!, drawn);
    this.#others = new PutBehind(code, null);
  }

  get isThere(): boolean {
    return this.#part.isThere;
  }

  goesOn(before: string, now: string): boolean {
    const line = before.lastIndexOf('\n', before.length - 1) + 1;
    if (NOT_CODE.test(now.slice(line))) return false;
    const [part = '', ...others] = codeParts(shownOf(now.slice(this.from)));
    this.#part.show([part]);
    this.#others.show(others.map((code) => ({ box: 'span', attributes: PART, inside: [code] })));
    return true;
  }

  settle(): void {
    this.#part.settle();
    this.#others.settle();
  }
}

/** Without the line end behind the last line, which is not shown. */
const shownOf = (code: string): string => (code.endsWith('\n') ? code.slice(0, -1) : code);

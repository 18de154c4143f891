import css from '../agent-text.module.css';
import { codeParts, LINES_TOGETHER } from '../code-lines.ts';
import { fenceBegun, opensFence } from '../fence.ts';
import { lastIn } from './drawn-words.ts';
import { PutBehind } from './put-behind.ts';
import type { TextEnd } from './text-end.ts';

/**
 * Lines of code that may mean something else: the end of the fence, and what defines a link, which has the whole text read in
 * another way. And what a parser alters.
 */
const NOT_CODE = /^ {0,3}(?:`{3}|~{3}|\[)|[\r\0]/m;

/** As code-block.tsx has it. */
const PART = { class: css.part! };

/** The end of code in a fence that is still open. */
export class CodeEnd implements TextEnd {
  /** Only then it is coloured. */
  readonly rests = true;
  // Its parts are drawn at half of what as much in boxes costs.
  readonly most = 5_000;
  readonly from: number;
  readonly #code: Element;
  /** The last part that was drawn; null: none was. */
  readonly #part: PutBehind | null;
  /** Those that follow it. */
  readonly #others: PutBehind;
  /** The one of them that goes on, how many lines have ended in it, and where it ends in the text. */
  #last: { readonly put: PutBehind; readonly lines: number; readonly end: number } | null = null;

  /** @returns null: it is coloured already, or not the end of what is written */
  static of(figure: Element, written: string): CodeEnd | null {
    const code = figure.querySelector('code');
    if (code === null) return null;
    const node = lastIn(code);
    if (node === code) {
      const from = fenceBegun(written);
      return from === null ? null : new CodeEnd(code, null, from);
    }
    if (!(node instanceof Text) || node.parentElement?.parentElement !== code) return null;
    const text = shownOf(written);
    const said = code.textContent;
    // What is only indented has none.
    return opensFence(text.slice(0, text.length - said.length)) && text.endsWith(said)
      ? new CodeEnd(code, node, text.length - node.data.length)
      : null;
  }

  /** @param from where the part begins that was drawn; without one, the line that code follows */
  private constructor(code: Element, drawn: Text | null, from: number) {
    this.from = from;
    this.#code = code;
    this.#part = drawn && new PutBehind(drawn.parentElement!, drawn);
    this.#others = new PutBehind(code, null);
  }

  get isThere(): boolean {
    return this.#part?.isThere ?? this.#code.isConnected;
  }

  goesOn(before: string, now: string): boolean {
    const start = this.#part === null ? behindLine(now, this.from) : this.from;
    if (this.#part === null && fenceBegun(now.slice(0, start ?? now.length)) !== this.from) return false;
    if (start === null) return true;
    const line = before.lastIndexOf('\n', before.length - 1) + 1;
    if (NOT_CODE.test(now.slice(Math.max(start, line)))) return false;
    const end = shownOf(now).length;
    if (!this.#append(now.slice(this.#last?.end, end), end)) this.#show(now.slice(start, end), end);
    return true;
  }

  settle(): void {
    this.#part?.settle();
    this.#others.settle();
  }

  /** @returns false: another part begins */
  #append(more: string, end: number): boolean {
    if (this.#last === null) return false;
    const { put } = this.#last;
    const lines = this.#last.lines + lineEnds(more);
    if (lines >= LINES_TOGETHER) return false;
    put.append(more);
    this.#last = { put, lines, end };
    return true;
  }

  #show(code: string, end: number): void {
    const parts = codeParts(code);
    const others = this.#part === null ? parts : parts.slice(1);
    this.#part?.show([parts[0] ?? '']);
    this.#others.show(others.map((part) => ({ box: 'span', attributes: PART, inside: [part] })));
    const put = others.length > 0 ? this.#others : this.#part;
    this.#last = put && { put, lines: lineEnds(parts.at(-1) ?? ''), end };
  }
}

/** @returns where the next line begins; null: there is none. */
function behindLine(text: string, from: number): number | null {
  const end = text.indexOf('\n', from);
  return end < 0 ? null : end + 1;
}

const lineEnds = (text: string): number => text.split('\n').length - 1;

/** Without the line end behind the last line, which is not shown. */
const shownOf = (code: string): string => (code.endsWith('\n') ? code.slice(0, -1) : code);

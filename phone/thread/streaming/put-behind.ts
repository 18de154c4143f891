/** Words and elements that are put behind what React drew, and taken away before it draws anew. */
import type { Box, Put } from '../boxes.ts';
import { OUTSIDE } from '../outside-link.ts';
import type { Span } from '../plain-spans.ts';

interface Standing {
  readonly node: Text | HTMLElement;
  /** @returns false: it is of another kind */
  becomes(put: Put): boolean;
  /** @returns false: words do not go on in it */
  append(words: string): boolean;
  leave(): void;
}

/** The end of an element. */
export class PutBehind {
  readonly #parent: Node;
  readonly #drawn: Text | null;
  #standing: Standing[] = [];

  /** @param drawn the words at the end of it, which may turn out to be something else */
  constructor(parent: Node, drawn: Text | null) {
    this.#parent = parent;
    this.#drawn = drawn;
    this.settle();
  }

  /** Whoever drew it has not put anything else in its place. */
  get isThere(): boolean {
    return (this.#drawn ?? this.#parent).isConnected;
  }

  /** @param all what stands there, from the words on that were drawn */
  show(all: readonly Put[]): void {
    const puts = joined(this.#drawn === null ? all : ['', ...all]);
    for (const [at, put] of puts.entries()) {
      if (this.#standing[at]?.becomes(put)) continue;
      this.#cut(at);
      this.#add(put);
    }
    this.#cut(puts.length);
  }

  append(words: string): void {
    if (!this.#standing.at(-1)?.append(words)) this.#add(words);
  }

  /** It stands there as it was drawn. */
  settle(): void {
    this.#cut(0);
    if (this.#drawn !== null) this.#standing.push(new Drawn(this.#drawn));
  }

  #add(put: Put): void {
    const more =
      typeof put === 'string' ? new Words(new Text()) : 'mark' in put ? new Marked(put) : new Boxed(put);
    more.becomes(put);
    this.#parent.appendChild(more.node);
    this.#standing.push(more);
  }

  #cut(length: number): void {
    for (const it of this.#standing.splice(length)) it.leave();
  }
}

class Words implements Standing {
  readonly node: Text;

  constructor(node: Text) {
    this.node = node;
  }

  becomes(put: Put): boolean {
    if (typeof put !== 'string') return false;
    const { data } = this.node;
    if (!put.startsWith(data)) this.node.data = put;
    else if (put !== data) this.node.appendData(put.slice(data.length));
    return true;
  }

  append(words: string): boolean {
    this.node.appendData(words);
    return true;
  }

  leave(): void {
    this.node.remove();
  }
}

class Drawn extends Words {
  readonly #data: string;

  constructor(node: Text) {
    super(node);
    this.#data = node.data;
  }

  override leave(): void {
    this.node.data = this.#data;
  }
}

class Marked implements Standing {
  readonly node: HTMLElement;

  constructor({ mark }: Exclude<Span, string>) {
    this.node = document.createElement(mark);
    if (this.node instanceof HTMLAnchorElement) Object.assign(this.node, { href: '', ...OUTSIDE });
  }

  becomes(put: Put): boolean {
    if (typeof put === 'string' || !('mark' in put) || put.mark !== this.node.localName) return false;
    if (put.mark === 'a') this.node.setAttribute('href', put.href);
    if (this.node.textContent !== put.text) this.node.textContent = put.text;
    return true;
  }

  append(): boolean {
    return false;
  }

  leave(): void {
    this.node.remove();
  }
}

class Boxed implements Standing {
  readonly node: HTMLElement;
  readonly #inside: PutBehind;
  readonly #align: string;
  /** As it was told last. */
  #put: Put | null = null;

  constructor({ box, align = '', attributes = {} }: Box) {
    this.node = document.createElement(box);
    this.#align = align;
    if (align !== '') this.node.style.textAlign = align;
    for (const [name, value] of Object.entries(attributes)) this.node.setAttribute(name, value);
    this.#inside = new PutBehind(this.node, null);
  }

  becomes(put: Put): boolean {
    if (typeof put === 'string' || !('box' in put) || put.box !== this.node.localName) return false;
    if ((put.align ?? '') !== this.#align) return false;
    if (put !== this.#put) this.#inside.show(put.inside);
    this.#put = put;
    return true;
  }

  append(words: string): boolean {
    this.#inside.append(words);
    return true;
  }

  leave(): void {
    this.node.remove();
  }
}

/** Words and marks that stand for nothing are one text. */
function joined(puts: readonly Put[]): Put[] {
  const all: Put[] = [];
  for (const put of puts) {
    const last = all.at(-1);
    if (typeof put === 'string' && typeof last === 'string') all[all.length - 1] = last + put;
    else all.push(put);
  }
  return all;
}

/** What was drawn, and what is put behind it without drawing it anew. */
import type { Span } from './plain-spans.ts';

const MARK = /[`*_~[\]<&\\]/;

export class SpansBehind {
  readonly #node: Text;
  /** What the node says as it was drawn. */
  readonly #data: string;
  /** What stands behind the node, in order. */
  #behind: { readonly span: Span; readonly node: Text | HTMLElement }[] = [];

  constructor(node: Text) {
    this.#node = node;
    this.#data = node.data;
  }

  /** Whoever drew it has not put anything else in its place. */
  get isThere(): boolean {
    return this.#node.isConnected;
  }

  /** Nothing in front of it could be closed by a mark behind it. */
  get nothingIsOpen(): boolean {
    for (let it = this.#node.previousSibling; it !== null; it = it.previousSibling)
      if (it instanceof Text && MARK.test(it.data)) return false;
    return true;
  }

  append(words: string): void {
    const last = this.#behind.at(-1)?.node ?? this.#node;
    if (last instanceof Text) last.appendData(words);
    else this.#put(words);
  }

  /** @param spans of all that the node said, and what has come since */
  show(spans: readonly Span[]): void {
    const [first = '', ...behind] = joined(spans);
    const before = this.#behind;
    const words = typeof first === 'string' ? first : '';
    if (this.#node.data !== words) this.#node.data = words;
    const now = typeof first === 'string' ? behind : [first, ...behind];
    let same = 0;
    while (same < before.length && isSame(before[same]!, now[same])) same += 1;
    for (const { node } of before.slice(same)) node.remove();
    this.#behind = before.slice(0, same);
    for (const span of now.slice(same)) this.#put(span);
  }

  /** It stands there as it was drawn. */
  settle(): void {
    for (const { node } of this.#behind) node.remove();
    this.#behind = [];
    this.#node.data = this.#data;
  }

  #put(span: Span): void {
    const node = typeof span === 'string' ? new Text(span) : document.createElement(span.mark);
    if (typeof span !== 'string') node.textContent = span.text;
    (this.#behind.at(-1)?.node ?? this.#node).after(node);
    this.#behind.push({ span, node });
  }
}

/** Words and marks that stand for nothing are one text. */
function joined(spans: readonly Span[]): Span[] {
  const all: Span[] = [];
  for (const span of spans) {
    const last = all.at(-1);
    if (typeof span === 'string' && typeof last === 'string') all[all.length - 1] = last + span;
    else all.push(span);
  }
  return all;
}

/** @param it as it stands there: words may have been put behind it since */
function isSame({ span, node }: { span: Span; node: Node }, now: Span | undefined): boolean {
  if (now === undefined) return false;
  if (typeof span === 'string' || typeof now === 'string')
    return typeof span === typeof now && node.textContent === now;
  return span.mark === now.mark && span.text === now.text;
}

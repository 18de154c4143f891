/** The end of what a terminal printed, by positions that only grow. */
import type { TerminalText } from './connection.ts';

export class TerminalRing {
  readonly #most: number;
  #text = '';
  /** The position after the last character. */
  #next = 0;

  /** @param most What is kept, in UTF-16 code units. */
  constructor(most: number) {
    this.#most = most;
  }

  print(text: string): void {
    this.#next += text.length;
    this.#text = (this.#text + text.slice(-this.#most)).slice(-this.#most);
  }

  /** What was printed before is another story. */
  clear(): void {
    this.#text = '';
  }

  from(position: number): TerminalText {
    const missing = Math.max(0, Math.min(this.#next - position, this.#text.length));
    return { text: missing === 0 ? '' : this.#text.slice(-missing), next: this.#next };
  }
}

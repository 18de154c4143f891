/** Two ways to show a host that runs: a terminal has its status redrawn in place, a pipe gets each change once. */
import type { StatusLine } from './texts.ts';

export interface Output {
  write(text: string): unknown;
}

export interface Screen {
  /** Lines that stay. */
  print(lines: readonly string[]): void;
  /** The status as it is now. */
  status(lines: readonly StatusLine[]): void;
  /** Leaves the last status standing and the terminal as it was. */
  end(): void;
}

// A status line longer than the terminal is cut by the terminal itself, which knows how wide its characters are; a
// wrapped one would make the block taller than counted. DECAWM off and on.
const NO_WRAP = '\x1b[?7l';
const WRAP = '\x1b[?7h';

export class LiveScreen implements Screen {
  readonly #output: Output;
  readonly #footer: string;
  #block: readonly string[] = [];

  /** @param footer The last line, which names the keys. */
  constructor(output: Output, footer: string) {
    this.#output = output;
    this.#footer = footer;
  }

  print(lines: readonly string[]): void {
    this.#output.write(`${this.#erase()}${joined(lines)}${this.#drawn()}`);
  }

  status(lines: readonly StatusLine[]): void {
    const erase = this.#erase();
    this.#block = [...lines.map((line) => line.text), '', this.#footer];
    this.#output.write(`${erase}${this.#drawn()}`);
  }

  end(): void {
    this.#output.write(`${this.#erase()}${joined(this.#block.slice(0, -2))}`);
    this.#block = [];
  }

  /** The cursor stands below the block: up to its first line, and clear to the end of the screen. */
  #erase(): string {
    return this.#block.length === 0 ? '' : `\x1b[${this.#block.length}A\r\x1b[J`;
  }

  #drawn(): string {
    return this.#block.length === 0 ? '' : `${NO_WRAP}${joined(this.#block)}${WRAP}`;
  }
}

export class PlainScreen implements Screen {
  readonly #output: Output;
  readonly #shown = new Map<string, string>();

  constructor(output: Output) {
    this.#output = output;
  }

  print(lines: readonly string[]): void {
    this.#output.write(joined(lines));
  }

  status(lines: readonly StatusLine[]): void {
    const changed = lines.filter(({ key, text }) => this.#shown.get(key) !== text);
    this.#shown.clear();
    for (const { key, text } of lines) this.#shown.set(key, text);
    if (changed.length > 0) this.print(changed.map((line) => line.text));
  }

  end(): void {}
}

const joined = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');

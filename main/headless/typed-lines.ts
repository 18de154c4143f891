/** Lines that a person types, or that come through a pipe, one at a time. */
import { StringDecoder } from 'node:string_decoder';
import type { KeyInput } from './keys.ts';

/** Characters that are read and not asked for yet; what comes behind them is not looked at. */
const LONGEST = 64 * 1024;

export class TypedLines {
  readonly #input: KeyInput;
  readonly #decoder = new StringDecoder('utf8');
  #text = '';
  #ended = false;
  #wake: () => void = () => {};

  constructor(input: KeyInput) {
    this.#input = input;
    input.on('data', this.#read);
    input.on('end', this.#end);
    input.resume();
  }

  /** @returns the next line, or null when there are no more. */
  async next(): Promise<string | null> {
    for (;;) {
      const end = this.#text.indexOf('\n');
      if (end !== -1 || this.#ended) {
        if (end === -1 && this.#text === '') return null;
        const line = end === -1 ? this.#text : this.#text.slice(0, end);
        this.#text = end === -1 ? '' : this.#text.slice(end + 1);
        return line.replace(/\r$/, '');
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  close(): void {
    this.#input.off('data', this.#read);
    this.#input.off('end', this.#end);
    this.#input.pause();
  }

  readonly #read = (data: Buffer): void => {
    this.#text += this.#decoder.write(data);
    if (this.#text.length > LONGEST) this.#ended = true;
    this.#wake();
  };

  readonly #end = (): void => {
    this.#ended = true;
    this.#wake();
  };
}

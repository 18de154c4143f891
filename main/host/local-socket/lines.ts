/** Bytes of a stream, cut into lines. Bounded: a peer that never ends its line costs `limit` bytes and no more. */

const NEWLINE = 0x0a;

/** `malformed`: not UTF-8; the stream goes on. `tooLong`: the last thing that the splitter gives. */
export type Line = { readonly text: string } | { readonly fault: 'malformed' | 'tooLong' };

export class LineSplitter {
  readonly #limit: number;
  #parts: Uint8Array[] = [];
  #length = 0;
  #ended = false;

  /** @param limit Bytes of one line, without its newline. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** @returns the lines that these bytes complete. */
  *push(bytes: Uint8Array): Generator<Line> {
    let start = 0;
    while (!this.#ended && start < bytes.length) {
      const newline = bytes.indexOf(NEWLINE, start);
      const end = newline === -1 ? bytes.length : newline;
      if (this.#length + (end - start) > this.#limit) {
        this.#ended = true;
        this.#parts = [];
        yield { fault: 'tooLong' };
        return;
      }
      this.#parts.push(bytes.subarray(start, end));
      this.#length += end - start;
      if (newline === -1) return;
      yield this.#take();
      start = newline + 1;
    }
  }

  #take(): Line {
    const line = Buffer.concat(this.#parts, this.#length);
    this.#parts = [];
    this.#length = 0;
    try {
      return { text: new TextDecoder('utf-8', { fatal: true }).decode(line) };
    } catch {
      return { fault: 'malformed' };
    }
  }
}

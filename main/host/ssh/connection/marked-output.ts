/**
 * Output of the far side between two marks. Before the first a login shell may print what it likes; after the second,
 * whatever was left running may hold the output open. The marks are random, so nothing else looks like them.
 */

export class MarkedOutput {
  readonly #begin: Buffer;
  readonly #end: Buffer;
  readonly #mostBefore: number;
  readonly #most: number;
  #chunks: Buffer[] = [];
  #bytes = 0;
  #began = false;
  #state: 'more' | 'done' | 'tooMuch' = 'more';
  #status = '';

  constructor(begin: string, end: string, limits: { readonly before: number; readonly between: number }) {
    this.#begin = Buffer.from(begin);
    this.#end = Buffer.from(end);
    this.#mostBefore = limits.before;
    this.#most = limits.between;
  }

  get began(): boolean {
    return this.#began;
  }

  get state(): 'more' | 'done' | 'tooMuch' {
    return this.#state;
  }

  /** What stands after the second mark up to a semicolon: the exit status. */
  get status(): number {
    return Number(this.#status);
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  push(bytes: Buffer): void {
    if (this.#state !== 'more') return;
    if (!this.#began) {
      const all = Buffer.concat([...this.#chunks, bytes]);
      const at = all.indexOf(this.#begin);
      if (at === -1) {
        this.#chunks = [all];
        if (all.length > this.#mostBefore) this.#state = 'tooMuch';
        return;
      }
      this.#began = true;
      this.#chunks = [];
      this.push(all.subarray(at + this.#begin.length));
      return;
    }
    this.#chunks.push(bytes);
    this.#bytes += bytes.length;
    this.#lookForEnd(bytes.length);
    if (this.#state === 'more' && this.#bytes > this.#most + this.#end.length + 8) this.#state = 'tooMuch';
  }

  /** The mark may lie across chunks, so the end of what came before is looked at again; no more than that. */
  #lookForEnd(added: number): void {
    const reach = added + this.#end.length + 8;
    const tail: Buffer[] = [];
    let length = 0;
    for (let index = this.#chunks.length - 1; index >= 0 && length < reach; index -= 1) {
      const chunk = this.#chunks[index] as Buffer;
      tail.unshift(chunk);
      length += chunk.length;
    }
    const last = Buffer.concat(tail);
    const at = last.indexOf(this.#end);
    if (at === -1) return;
    const status = /^(\d{1,3});/.exec(
      last.toString('latin1', at + this.#end.length, at + this.#end.length + 8),
    );
    if (status === null) return;
    this.#status = status[1] as string;
    this.#chunks = [...this.#chunks.slice(0, this.#chunks.length - tail.length), last.subarray(0, at)];
    this.#bytes -= length - at;
    this.#state = this.#bytes > this.#most ? 'tooMuch' : 'done';
  }
}

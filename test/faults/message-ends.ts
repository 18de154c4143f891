/** Where the messages of a WebSocket connection end, in one direction: the HTTP head first, then frames (RFC 6455). */

const HEAD_END = Buffer.from('\r\n\r\n');

export class MessageEnds {
  /** Frames that have passed whole; −1 while the HTTP head is not over. */
  count = -1;
  #head = Buffer.alloc(0);
  #header: number[] = [];
  /** Bytes of the frame's body that are still to come; null while its header is read. */
  #left: number | null = null;

  take(bytes: Uint8Array): void {
    this.#walk(bytes, Number.POSITIVE_INFINITY);
  }

  /** How many of these bytes lie before the end of message number `wanted` (0: of the HTTP head). Takes nothing. */
  reach(bytes: Uint8Array, wanted: number): number {
    const copy = new MessageEnds();
    copy.count = this.count;
    copy.#head = this.#head;
    copy.#header = [...this.#header];
    copy.#left = this.#left;
    return copy.#walk(bytes, wanted);
  }

  #walk(bytes: Uint8Array, wanted: number): number {
    let at = 0;
    while (at < bytes.length && this.count < wanted) {
      if (this.count < 0) at = this.#walkHead(bytes, at);
      else if (this.#left === null) {
        this.#header.push(bytes[at++]!);
        this.#left = bodyLength(this.#header);
      } else {
        const here = Math.min(this.#left, bytes.length - at);
        this.#left -= here;
        at += here;
      }
      if (this.#left === 0) {
        this.count += 1;
        this.#header = [];
        this.#left = null;
      }
    }
    return at;
  }

  #walkHead(bytes: Uint8Array, at: number): number {
    const before = this.#head.length;
    this.#head = Buffer.concat([this.#head, bytes.subarray(at)]);
    const end = this.#head.indexOf(HEAD_END);
    if (end < 0) return bytes.length;
    this.count = 0;
    return at + end + HEAD_END.length - before;
  }
}

/** Bytes behind a frame's header, with its mask's key counted to the header; null while the header is not whole. */
function bodyLength(header: readonly number[]): number | null {
  const [, second] = header;
  if (second === undefined) return null;
  const short = second & 0x7f;
  const extended = short === 126 ? 2 : short === 127 ? 8 : 0;
  const mask = second & 0x80 ? 4 : 0;
  if (header.length < 2 + extended + mask) return null;
  return extended === 0
    ? short
    : header.slice(2, 2 + extended).reduce((length, byte) => length * 256 + byte, 0);
}

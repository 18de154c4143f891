/**
 * What is inside a sealed frame: how a message becomes the plaintext of one or several, and a message again.
 *
 * ```
 * plaintext  kind u8 · length u32 · body · zeros
 * kind       0 JSON text · 2 part of a longer frame's plaintext · 3 its last part
 * ```
 */
import { type Bytes, concat, MalformedBytes, Reader, u8, u32, utf8 } from './bytes.ts';

/** A frame's body, so that the buffers of a relay stay small. A longer message goes in parts. */
export const MAX_BODY_BYTES = 60 * 1024;
/** A message, whole. */
export const MAX_MESSAGE_BYTES = 8 * 1024 * 1024;

/** The longest sealed frame. */
export const MAX_FRAME_BYTES = 64 * 1024;
/** The most that a sender may ask a frame to be padded to. */
export const MAX_PADDING_UNIT = 4096;

const HEADER = 5;
const TAG = 16;

export const Kind = { text: 0, part: 2, lastPart: 3 } as const;

/**
 * Why a frame ended its channel. `size`: not a length that a frame has · `unsealed`: altered, repeated, dropped or
 * out of order · `plaintext`: not `kind, length, body, zeros` · `parts`: parts in the wrong order or of the wrong
 * size · `tooLong`: more than a message may have · `text`: not UTF-8 · `over`: came after the end.
 */
export type FrameFailure = 'size' | 'unsealed' | 'plaintext' | 'parts' | 'tooLong' | 'text' | 'over';

export class FrameError extends Error {
  override readonly name = 'FrameError';
  readonly failure: FrameFailure;

  constructor(failure: FrameFailure) {
    super(`sealed frame: ${failure}`);
    this.failure = failure;
  }
}

/** Whether a sealed frame may be so long. */
export function isFrameLength(length: number): boolean {
  return length >= 64 && length <= MAX_FRAME_BYTES && length % (length <= 512 ? 64 : 256) === 0;
}

/**
 * The plaintexts of the frames that carry a message: one, or for a long message several, to be sealed and sent in
 * this order. Short messages may be sealed between them, parts of another long one not.
 *
 * @param padTo makes the sealed frame a multiple of so many bytes, for messages whose length would tell what they
 * say. A multiple of 256, at most {@link MAX_PADDING_UNIT}.
 * Throws a `RangeError` for a message above {@link MAX_MESSAGE_BYTES}.
 */
export function framesOf(text: string, { padTo }: { padTo?: number } = {}): Bytes[] {
  if (padTo !== undefined && (padTo < 256 || padTo > MAX_PADDING_UNIT || padTo % 256 !== 0)) {
    throw new RangeError('padTo is a multiple of 256');
  }
  const body = utf8(text);
  if (body.length > MAX_MESSAGE_BYTES) throw new RangeError('message is too long');
  if (body.length <= MAX_BODY_BYTES) return [plaintext(Kind.text, body, padTo)];

  const whole = concat(u8(Kind.text), u32(body.length), body);
  const frames: Bytes[] = [];
  for (let at = 0; at < whole.length; at += MAX_BODY_BYTES) {
    const end = at + MAX_BODY_BYTES;
    frames.push(plaintext(end < whole.length ? Kind.part : Kind.lastPart, whole.subarray(at, end), padTo));
  }
  return frames;
}

function plaintext(kind: number, body: Bytes, padTo?: number): Bytes {
  const bare = HEADER + body.length + TAG;
  const length = padTo ? roundUp(bare, padTo) : roundUp(bare, bare <= 512 ? 64 : 256);
  const padded = new Uint8Array(length - TAG);
  padded[0] = kind;
  padded.set(u32(body.length), 1);
  padded.set(body, HEADER);
  return padded;
}

function roundUp(length: number, unit: number): number {
  return Math.ceil(length / unit) * unit;
}

/**
 * Puts messages together from plaintexts. What it holds is bounded by one message: a part that is not the last has
 * exactly {@link MAX_BODY_BYTES}, so nobody can fill the memory with tiny ones either.
 */
export class Assembler {
  #parts: Bytes[] = [];

  /** The bytes of the text that this plaintext completes, or `undefined` while parts are missing. Throws {@link FrameError}. */
  accept(plaintext: Bytes): Bytes | undefined {
    const { kind, body } = parsePlaintext(plaintext);
    switch (kind) {
      case Kind.text:
        if (body.length > MAX_BODY_BYTES) throw new FrameError('parts');
        return body;
      case Kind.part:
        if (body.length !== MAX_BODY_BYTES) throw new FrameError('parts');
        this.#add(body);
        return undefined;
      case Kind.lastPart:
        if (this.#parts.length === 0 || body.length === 0 || body.length > MAX_BODY_BYTES) {
          throw new FrameError('parts');
        }
        this.#add(body);
        return this.#join();
      default:
        throw new FrameError('plaintext');
    }
  }

  clear(): void {
    this.#parts = [];
  }

  #add(part: Bytes): void {
    const held = this.#parts.length * MAX_BODY_BYTES + part.length;
    if (held > HEADER + MAX_MESSAGE_BYTES) throw new FrameError('tooLong');
    this.#parts.push(part);
  }

  #join(): Bytes {
    const joined = concat(...this.#parts);
    this.clear();
    const { kind, body } = parsePlaintext(joined);
    if (kind !== Kind.text || HEADER + body.length !== joined.length) throw new FrameError('parts');
    return body;
  }
}

function parsePlaintext(plaintext: Bytes): { kind: number; body: Bytes } {
  try {
    const reader = new Reader(plaintext);
    const kind = reader.u8();
    const body = reader.bytes(reader.u32());
    if (reader.rest().some((byte) => byte !== 0)) throw new MalformedBytes('padding is not zero');
    return { kind, body };
  } catch {
    throw new FrameError('plaintext');
  }
}

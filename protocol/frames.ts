/**
 * Sealed frames: what travels once a handshake is done. One key for each direction, one frame after the other.
 *
 * ```
 * frame  AEAD(key, nonce = 00000000 || counter u64, aad = "outpost/1 frame")
 * ```
 *
 * A sealed frame has a multiple of 64 bytes up to 512 and of 256 above, or is as long as its sender asked.
 * Frame `i`, a number never sent, uses the key after `i >> 20` steps of `HKDF(key, "", "outpost/1 rekey", 32)` and
 * the counter `i mod 2^20`. A frame that is dropped, repeated, reordered or altered does not open, and ends the
 * channel.
 */
import { type Bytes, concat, fromUtf8, u64, utf8 } from './bytes.ts';
import { Assembler, FrameError, isFrameLength } from './frame-plaintext.ts';
import type { Aead, Result, Suite } from './suite.ts';

export * from './frame-plaintext.ts';

const AAD = utf8('outpost/1 frame');

/** Frames under one key before the next one is derived. */
export const REKEY_INTERVAL = 2 ** 20;
/** Gives each pair of key and nonce of one direction once, in order: taking a pair is what moves it on. */
class Ratchet<R extends Result> {
  readonly #suite: Suite<R>;
  readonly #interval: number;
  #key: Bytes;
  #aead: Aead<R>;
  #counter = 0;

  constructor(suite: Suite<R>, key: Bytes, interval: number) {
    this.#suite = suite;
    this.#interval = interval;
    this.#key = key;
    this.#aead = suite.aead(key);
  }

  take(): { aead: Aead<R>; nonce: Bytes } {
    if (this.#counter === this.#interval) {
      this.#key = this.#suite.hkdf(this.#key, new Uint8Array(), utf8('outpost/1 rekey'), 32);
      this.#aead = this.#suite.aead(this.#key);
      this.#counter = 0;
    }
    return { aead: this.#aead, nonce: concat(new Uint8Array(4), u64(this.#counter++)) };
  }
}

export interface DirectionOptions {
  /** For tests. Both ends must use the same. */
  readonly rekeyInterval?: number;
}

/**
 * Seals the frames of one direction. With a suite that answers at once, so does `seal`; otherwise it gives promises,
 * to be sent in the order of the calls.
 */
export class Sealer<R extends Result = Result> {
  readonly #ratchet: Ratchet<R>;

  /** @param key the direction's, 32 bytes. Make one `Sealer` of a key, ever. */
  constructor(suite: Suite<R>, key: Bytes, { rekeyInterval = REKEY_INTERVAL }: DirectionOptions = {}) {
    this.#ratchet = new Ratchet(suite, key, rekeyInterval);
  }

  /** @param frame one of {@link framesOf}. Its place in the order is that of this call. */
  seal(frame: Bytes): R {
    const { aead, nonce } = this.#ratchet.take();
    return aead.seal(nonce, frame, AAD);
  }
}

/** At once or later, as the suite answers. */
type Later<R extends Result, T> = R extends Bytes ? T : Promise<T>;

/**
 * Opens the frames of one direction, in the order in which they were sealed. The first failure is the end: from then
 * on everything is refused.
 */
export class Opener<R extends Result = Result> {
  readonly #ratchet: Ratchet<R>;
  readonly #assembler = new Assembler();
  #ended = false;
  /** Settles when all earlier frames have been dealt with; absent when they have. */
  #earlier: Promise<unknown> | undefined;

  constructor(suite: Suite<R>, key: Bytes, { rekeyInterval = REKEY_INTERVAL }: DirectionOptions = {}) {
    this.#ratchet = new Ratchet(suite, key, rekeyInterval);
  }

  /**
   * The text of the message that this frame completes, or `undefined` while parts of it are missing.
   * Throws or rejects with {@link FrameError}. Calls need not wait for each other: answers come in their order.
   */
  open(sealed: Bytes): Later<R, string | undefined> {
    try {
      return this.#open(sealed) as Later<R, string | undefined>;
    } catch (error) {
      throw this.#fail(error);
    }
  }

  #open(sealed: Bytes): Opened {
    if (this.#ended) throw new FrameError('over');
    if (!isFrameLength(sealed.length)) throw new FrameError('size');
    // Taken at the call, whatever is still under way, so that each frame meets the nonce of its place.
    const { aead, nonce } = this.#ratchet.take();
    const plaintext = aead.open(nonce, sealed, AAD);
    if (plaintext instanceof Promise || this.#earlier) {
      return this.#inOrder(Promise.all([plaintext, this.#earlier]).then(([bytes]) => this.#accept(bytes)));
    }
    return this.#accept(plaintext);
  }

  #inOrder(text: Promise<string | undefined>): Promise<string | undefined> {
    const settled = text.catch((error: unknown) => {
      throw this.#fail(error);
    });
    const done = () => {
      if (this.#earlier === settled) this.#earlier = undefined;
    };
    this.#earlier = settled;
    settled.then(done, done);
    return settled;
  }

  #accept(plaintext: Bytes): string | undefined {
    if (this.#ended) throw new FrameError('over');
    const body = this.#assembler.accept(plaintext);
    if (body === undefined) return undefined;
    try {
      return fromUtf8(body);
    } catch {
      throw new FrameError('text');
    }
  }

  #fail(error: unknown): FrameError {
    this.#ended = true;
    this.#assembler.clear();
    return error instanceof FrameError ? error : new FrameError('unsealed');
  }
}

type Opened = string | undefined | Promise<string | undefined>;

/**
 * What is on its way to one device: frames are sealed only when they can leave, and at most a window of bytes that
 * the device has not acknowledged is under way. So what a slow device costs is bounded, whatever lies between.
 */
import type { Bytes } from '../../../protocol/bytes.ts';
import { framesOf, MAX_MESSAGE_BYTES, type Sealer } from '../../../protocol/frames.ts';
import { SESSION_WINDOW } from '../../../protocol/session/window.ts';
import type { Clock } from '../clock.ts';
import type { ChannelPort } from '../link/relay-link.ts';

/** Plaintext that may wait behind a full window: answers that the device asked for. More is a flood of requests. */
const MAX_WAITING = 1024 * 1024;

export class Outbox {
  readonly #port: ChannelPort;
  readonly #sealer: Sealer<Bytes>;
  readonly #clock: Clock;
  #waiting: Bytes[] = [];
  #waitingBytes = 0;
  #sent = 0;
  #acknowledged = 0;
  #mark: 'next' | { readonly end: number; readonly sealedAt: number } | undefined;
  #openedMark: number | undefined;

  constructor(port: ChannelPort, sealer: Sealer<Bytes>, clock: Clock) {
    this.#port = port;
    this.#sealer = sealer;
    this.#clock = clock;
  }

  /** Nothing that can wait should be added now. */
  get blocked(): boolean {
    return (
      this.#waiting.length > 0 || this.#port.blocked() || this.#sent - this.#acknowledged >= SESSION_WINDOW
    );
  }

  /**
   * @returns false when too much waits already; the session ends then. A single message may be longer than that, but
   * not than a message can be.
   */
  send(text: string): boolean {
    if (this.#waitingBytes > MAX_WAITING || isTooLong(text)) return false;
    for (const frame of framesOf(text)) {
      this.#waiting.push(frame);
      this.#waitingBytes += frame.length;
    }
    this.flush();
    return true;
  }

  /**
   * Remembers when the next frame is sealed, until the device has acknowledged it: what the device says from then on, it
   * said after that. While one mark is under way, another does nothing.
   */
  mark(): void {
    this.#mark ??= 'next';
  }

  /** When the marked frame was sealed, once, if the device has acknowledged it since. */
  takeOpenedMark(): number | undefined {
    const sealedAt = this.#openedMark;
    this.#openedMark = undefined;
    return sealedAt;
  }

  /** The device has opened so many bytes since the session began. More than were sent is nonsense: false. */
  acknowledge(bytes: number): boolean {
    if (bytes > this.#sent) return false;
    this.#acknowledged = Math.max(this.#acknowledged, bytes);
    if (typeof this.#mark === 'object' && bytes >= this.#mark.end) {
      this.#openedMark = this.#mark.sealedAt;
      this.#mark = undefined;
    }
    this.flush();
    return true;
  }

  /** Sends what the window and the way allow. */
  flush(): void {
    let next = 0;
    while (
      next < this.#waiting.length &&
      !this.#port.blocked() &&
      this.#sent - this.#acknowledged < SESSION_WINDOW
    ) {
      const sealed = this.#sealer.seal(this.#waiting[next]!);
      this.#waitingBytes -= this.#waiting[next]!.length;
      this.#sent += sealed.length;
      if (this.#mark === 'next') this.#mark = { end: this.#sent, sealedAt: this.#clock.now() };
      next++;
      this.#port.send(sealed);
    }
    if (next > 0) this.#waiting = this.#waiting.slice(next);
  }
}

/** Counted only where it could be: a UTF-16 unit takes at most three bytes. */
const isTooLong = (text: string): boolean =>
  text.length * 3 > MAX_MESSAGE_BYTES && Buffer.byteLength(text) > MAX_MESSAGE_BYTES;

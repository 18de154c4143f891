/**
 * What the client needs of the world it runs in: a browser page, or Node in tests. Handed in, so that a test can
 * hold the clock and cut the wire.
 */
import type { Bytes } from '../../protocol/bytes.ts';
import type { Suite } from '../../protocol/suite.ts';

/** The part of a WebSocket that is used; the browser's own and that of `ws` both have it. */
export interface Socket {
  binaryType: string;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  /** Always followed by `onclose`. */
  onerror: (() => void) | null;
  send(data: Bytes): void;
  close(): void;
}

export interface Environment {
  /** The same at each call. Rejects when a part of it cannot be loaded; the next call tries again. */
  suite(): Promise<Suite>;
  /** Absent on a page served by plain http; keys then lie in the store as bytes. */
  readonly subtle: SubtleCrypto | undefined;
  /** Whether this is an https page, from which a browser opens no `ws:`. */
  readonly secure: boolean;
  /** Throws when the URL may not be opened from here. */
  openSocket(url: string): Socket;
  /** False when there surely is no network. */
  online(): boolean;
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Runs once after `ms`, unless the returned function was called before. */
  after(ms: number, run: () => void): () => void;
  /** From 0 up to 1; for jitter only. */
  random(): number;
}

/** But for the suite, which the page's first paint does without: browser-suite.ts. */
export type Surroundings = Omit<Environment, 'suite'>;

export function browserSurroundings(): Surroundings {
  return {
    subtle: (globalThis.crypto as { subtle?: SubtleCrypto }).subtle,
    secure: location.protocol === 'https:',
    // The DOM types its handlers by the full event; only `data` and `code` are read.
    openSocket: (url) => new WebSocket(url) as unknown as Socket,
    online: () => navigator.onLine,
    now: () => Date.now(),
    after(ms, run) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    random: () => Math.random(),
  };
}

/** Pictures that were shown: who scrolls past one and back sees it at once, and the network carries it once. */
import type { Params } from '../../protocol/session/catalogue.ts';
import type { HostConnection } from '../client/types.ts';
import type { HostSession } from '../state/host-session.ts';
import { partOf } from '../state/part.ts';

/** In bytes, of all that are kept for one host: what was shown last. */
const KEPT_BYTES = 16 * 1024 * 1024;

export type PictureRef = Params<'image/read'>;

export class Pictures {
  readonly #connection: Pick<HostConnection, 'call'>;
  /** What was shown last comes last. */
  readonly #kept = new Map<string, Blob>();
  #bytes = 0;

  constructor(connection: Pick<HostConnection, 'call'>) {
    this.#connection = connection;
  }

  kept(ref: PictureRef): Blob | undefined {
    const key = keyOf(ref);
    const blob = this.#kept.get(key);
    if (blob !== undefined) {
      this.#kept.delete(key);
      this.#kept.set(key, blob);
    }
    return blob;
  }

  /** Asks the host for it. Rejects with CallError. */
  async fetch(ref: PictureRef): Promise<Blob> {
    const { type, data } = await this.#connection.call('image/read', ref);
    const blob = new Blob([bytesOf(data)], { type });
    this.#keep(keyOf(ref), blob);
    return blob;
  }

  #keep(key: string, blob: Blob): void {
    this.#bytes += blob.size - (this.#kept.get(key)?.size ?? 0);
    this.#kept.delete(key);
    this.#kept.set(key, blob);
    for (const [oldest, { size }] of this.#kept) {
      if (this.#bytes <= KEPT_BYTES) return;
      this.#kept.delete(oldest);
      this.#bytes -= size;
    }
  }
}

export const picturesOf = partOf((session: HostSession) => new Pictures(session.connection));

const keyOf = ({ thread, item, picture }: PictureRef): string => JSON.stringify([thread, item, picture]);

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return bytes;
}

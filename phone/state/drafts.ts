/** Words that were typed and not sent, for each place where something can be said. */
import * as v from 'valibot';
import { PROMPT_LIMIT } from '../../protocol/session/prompt.ts';
import type { Keep } from './keep.ts';

const Kept = v.record(v.string(), v.pipe(v.string(), v.maxLength(PROMPT_LIMIT)));

export class Drafts {
  readonly #keep: Keep;
  readonly #key: string;
  readonly #texts: Map<string, string>;

  constructor(keep: Keep, host: string) {
    this.#keep = keep;
    this.#key = `drafts:${host}`;
    const kept = v.safeParse(Kept, keep.read(this.#key));
    this.#texts = new Map(kept.success ? Object.entries(kept.output) : []);
  }

  forget(): void {
    this.#texts.clear();
    this.#keep.write(this.#key, undefined);
  }

  /** @param place a thread's id, or a name for a screen. */
  get(place: string): string {
    return this.#texts.get(place) ?? '';
  }

  set(place: string, text: string): void {
    if (text === '') this.#texts.delete(place);
    else this.#texts.set(place, text.slice(0, PROMPT_LIMIT));
    this.#keep.write(this.#key, Object.fromEntries(this.#texts));
  }
}

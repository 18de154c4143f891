/** Words that were typed and not sent, for each place where something can be said. */
import * as v from 'valibot';
import { PROMPT_LIMIT } from '../../protocol/session/prompt.ts';
import type { HostSession } from './host-session.ts';
import { type Keep, keyOf } from './keep.ts';
import { partOf } from './part.ts';

const Kept = v.record(v.string(), v.pipe(v.string(), v.maxLength(PROMPT_LIMIT)));

export class Drafts {
  readonly #keep: Keep;
  readonly #key: string;

  constructor(keep: Keep, host: string) {
    this.#keep = keep;
    this.#key = keyOf('drafts', host);
  }

  /** @param place a thread's id, or a name for a screen. */
  get(place: string): string {
    return this.#kept().get(place) ?? '';
  }

  /** Of the other places stays what was typed there, in whichever tab. */
  set(place: string, text: string): void {
    const texts = this.#kept();
    if (text === '') texts.delete(place);
    else texts.set(place, text.slice(0, PROMPT_LIMIT));
    this.#keep.write(this.#key, Object.fromEntries(texts));
  }

  #kept(): Map<string, string> {
    const kept = v.safeParse(Kept, this.#keep.read(this.#key));
    return new Map(kept.success ? Object.entries(kept.output) : []);
  }
}

export const draftsOf = partOf(
  ({ connection, surroundings }: HostSession) => new Drafts(surroundings.keep, connection.facts.id),
);

/** When people were asked in which thread, since this host started: what is open, and the latest of what was closed. */
import type { Approval } from '../../../protocol/session/approvals.ts';

/** Approvals that are remembered; the one asked longest ago is forgotten first. */
const KEPT = 2000;

export class AskedLately {
  readonly #asked = new Map<string, { thread: string; at: number }>();

  /** One that opened or closed; the later time of the two counts. */
  add({ id, thread, at, decidedAt }: Approval): void {
    this.#asked.delete(id);
    this.#asked.set(id, { thread, at: decidedAt ?? at });
    if (this.#asked.size > KEPT) this.#asked.delete(this.#asked.keys().next().value!);
  }

  /** Times in milliseconds, of those behind `since`. */
  since(thread: string, since: number): number[] {
    return [...this.#asked.values()]
      .filter((asked) => asked.thread === thread && asked.at > since)
      .map(({ at }) => at);
  }
}

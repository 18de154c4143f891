/**
 * The home as it was known last, kept over reloads so that the first screen shows something at once. It is a convenience:
 * a browser that keeps nothing, or lost it, costs a moment, and what is read is parsed like anything from outside.
 */
import * as v from 'valibot';
import { Home } from '../../protocol/session/home.ts';
import { Millis } from '../../protocol/session/values.ts';
import type { HomeState } from './home.ts';

/** As kept for a host. `at`: when it was known, by this phone's clock. */
export const KeptHome = v.object({ at: Millis, home: Home });
export type KeptHome = v.InferOutput<typeof KeptHome>;

/** Where it is kept. Nothing here rejects: what cannot be kept or read is not there. */
export interface HomeKeep {
  read(host: string): Promise<unknown>;
  write(host: string, kept: KeptHome): Promise<void>;
  forget(host: string): Promise<void>;
}

/** Between two writes, so that a busy host does not keep the phone's disk busy. */
const REST_MS = 2000;
/** What a first screen can use. */
const MOST_THREADS = 200;
const MOST_APPROVALS = 20;

export interface LastHomeOptions {
  keep: HomeKeep;
  host: string;
  now: () => number;
  /** @returns a function that takes it back. */
  after: (ms: number, run: () => void) => () => void;
}

export class LastHome {
  readonly #options: LastHomeOptions;
  /** Known since the last write. */
  #newer: KeptHome | null = null;
  /** Ends the rest after a write; null: nothing was written just now. */
  #cancelRest: (() => void) | null = null;
  #over = false;

  constructor(options: LastHomeOptions) {
    this.#options = options;
  }

  /** Null where nothing is kept, or nothing that makes sense. */
  async read(): Promise<KeptHome | null> {
    const kept = v.safeParse(KeptHome, await this.#options.keep.read(this.#options.host));
    return kept.success ? kept.output : null;
  }

  /** Written at once, as the page may be gone in a moment; what follows soon is written together. */
  changed(home: HomeState): void {
    if (this.#over) return;
    this.#newer = { at: this.#options.now(), home };
    if (this.#cancelRest === null) this.flush();
  }

  /** Writes what is not written yet, now. */
  flush(): void {
    this.#cancelRest?.();
    this.#cancelRest = null;
    if (this.#newer === null) return;
    const { at, home } = this.#newer;
    this.#newer = null;
    const { keep, host, after } = this.#options;
    this.#cancelRest = after(REST_MS, () => this.flush());
    void keep.write(host, { at, home: bounded(home) });
  }

  /** For good: this phone is no longer of that host. */
  async forget(): Promise<void> {
    this.#over = true;
    this.#cancelRest?.();
    this.#newer = null;
    await this.#options.keep.forget(this.#options.host);
  }
}

/** Without the cards: what is asked in full is of use only while it can be answered, and holds commands and diffs. */
const bounded = (home: HomeState): Home => ({
  ...home,
  threads: [...home.threads].sort((a, b) => b.updatedAt - a.updatedAt).slice(0, MOST_THREADS),
  approvals: home.approvals
    .filter(({ state }) => state === 'open')
    .slice(0, MOST_APPROVALS)
    .map((approval) => ({ ...approval, card: null })),
});

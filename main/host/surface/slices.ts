/** The host's state for its owner, in slices: told only when a slice really differs from what was told last. */
import type { Change } from '../../contract/contract.ts';
import type { HostState } from '../../contract/state.ts';

export type Readers = { [K in keyof HostState]: () => HostState[K] };

export class Slices {
  readonly #read: Readers;
  readonly #told = new Map<keyof HostState, string>();
  readonly #listeners = new Set<(change: Change) => void>();

  constructor(read: Readers) {
    this.#read = read;
  }

  /** Whoever else looks is told at once of what differs: for them it would be told already afterwards. */
  snapshot(): HostState {
    const state: Partial<Record<keyof HostState, unknown>> = {};
    for (const slice of Object.keys(this.#read) as (keyof HostState)[]) {
      state[slice] = this.#read[slice]();
      this.#tell(slice, state[slice]);
    }
    return state as HostState;
  }

  subscribe(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Something that these slices show may have changed. Costs nothing while nobody looks. */
  touch(...slices: (keyof HostState)[]): void {
    if (this.#listeners.size === 0) return;
    for (const slice of slices) this.#tell(slice, this.#read[slice]());
  }

  #tell(slice: keyof HostState, value: unknown): void {
    const text = JSON.stringify(value);
    if (this.#told.get(slice) === text) return;
    this.#told.set(slice, text);
    const change = { slice, value } as Change;
    for (const listener of [...this.#listeners]) listener(change);
  }
}

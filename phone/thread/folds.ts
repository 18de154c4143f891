/** What a reader has unfolded in a thread: it stays so while they scroll past and come back. */
import { createContext, useCallback, useContext, useState, useSyncExternalStore } from 'react';

export class Folds {
  readonly #open = new Map<string, boolean>();
  readonly #listeners = new Set<() => void>();

  /** Null where nobody has touched it. */
  get(id: string): boolean | null {
    return this.#open.get(id) ?? null;
  }

  set(id: string, open: boolean): void {
    this.#open.set(id, open);
    for (const listener of [...this.#listeners]) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

/** Null outside of a thread: there a fold is forgotten with its place on the screen. */
export const FoldsContext = createContext<Folds | null>(null);

const never = () => () => undefined;

/** Whether the fold `id` of this thread is open, and how to change that. */
export function useFold(id: string | undefined, openAtFirst: boolean): [boolean, (open: boolean) => void] {
  const folds = useContext(FoldsContext);
  const [here, setHere] = useState(openAtFirst);
  const kept = folds === null || id === undefined ? null : { folds, id };
  const there = useSyncExternalStore(kept === null ? never : kept.folds.subscribe, () =>
    kept === null ? null : kept.folds.get(kept.id),
  );
  const set = useCallback(
    (open: boolean) => {
      if (folds === null || id === undefined) setHere(open);
      else folds.set(id, open);
    },
    [folds, id],
  );
  return [kept === null ? here : (there ?? openAtFirst), set];
}

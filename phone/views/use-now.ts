import { useSyncExternalStore } from 'react';
import { Store } from '../state/store.ts';

/** A clock that runs only while somebody looks at it. */
class Clock {
  readonly #now = new Store(Date.now());
  readonly #step: number;
  #watchers = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(step: number) {
    this.#step = step;
  }

  readonly get = (): number => this.#now.get();

  readonly subscribe = (listener: () => void): (() => void) => {
    const unsubscribe = this.#now.subscribe(listener);
    this.#watchers += 1;
    if (this.#watchers === 1) {
      this.#now.set(Date.now());
      this.#timer = setInterval(() => this.#now.set(Date.now()), this.#step);
    }
    return () => {
      unsubscribe();
      this.#watchers -= 1;
      if (this.#watchers === 0) clearInterval(this.#timer);
    };
  };
}

const seconds = new Clock(1000);
const minutes = new Clock(20_000);

/** Now in milliseconds, renewed each second while something runs or each twenty for ages. */
export function useNow(step: 'seconds' | 'minutes'): number {
  const clock = step === 'seconds' ? seconds : minutes;
  return useSyncExternalStore(clock.subscribe, clock.get);
}

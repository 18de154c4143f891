/** The host's state as this window has it: live once it has come, and asked for again where it did not. */
import type { HostApi } from '../main/contract/contract.ts';
import { followState } from '../main/contract/follow.ts';
import type { HostState } from '../main/contract/state.ts';

export type HostView =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'shown'; readonly state: HostState };

/** Lives as long as the window; its shape is that of `useSyncExternalStore`. */
export class HostStore {
  readonly #api: Pick<HostApi, 'snapshot' | 'subscribe'>;
  readonly #listeners = new Set<() => void>();
  #view: HostView = { kind: 'loading' };
  /** Settles with the host's first answer, be it an error; never rejects. */
  readonly answered: Promise<void>;

  /** Asks at once. */
  constructor(api: Pick<HostApi, 'snapshot' | 'subscribe'>) {
    this.#api = api;
    this.answered = this.#ask();
  }

  readonly get = (): HostView => this.#view;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** After a failure, and then only: whoever asks twice is answered once. */
  readonly retry = (): void => {
    if (this.#view.kind !== 'failed') return;
    this.#show({ kind: 'loading' });
    void this.#ask();
  };

  #ask(): Promise<void> {
    return followState(this.#api, (state) => this.#show({ kind: 'shown', state })).then(
      () => {},
      () => this.#show({ kind: 'failed' }),
    );
  }

  #show(view: HostView): void {
    this.#view = view;
    for (const listener of this.#listeners) listener();
  }
}

/**
 * Where the person is, kept in the history's own entries: the back button works everywhere, a reload comes back to the
 * same screen, and no id of a thread ever stands in an address.
 */
import * as v from 'valibot';
import { type Readable, Store } from './state/store.ts';

const Tab = v.picklist(['inbox', 'threads', 'hosts']);
export type Tab = v.InferOutput<typeof Tab>;

const Detail = v.variant('view', [
  /** `approval`: rises as a sheet on arriving. */
  v.object({ view: v.literal('thread'), thread: v.string(), approval: v.nullable(v.string()) }),
  v.object({ view: v.literal('new'), project: v.nullable(v.string()) }),
  /** Threads that were put away. */
  v.object({ view: v.literal('archived') }),
  /** A thread that was asked for and has no id yet. */
  v.object({ view: v.literal('starting'), request: v.string() }),
]);
export type Detail = v.InferOutput<typeof Detail>;

/** A tab, and what is open from it; on a wide screen both show side by side. */
const Place = v.object({ tab: Tab, detail: v.nullable(Detail), depth: v.number() });
export type Place = v.InferOutput<typeof Place>;

const START: Place = { tab: 'inbox', detail: null, depth: 0 };

export class Navigation {
  readonly #place: Store<Place>;
  readonly #history: History;

  constructor(page: Window) {
    this.#history = page.history;
    const kept = v.safeParse(Place, this.#history.state);
    this.#place = new Store(kept.success ? kept.output : START);
    page.addEventListener('popstate', (event) => {
      const place = v.safeParse(Place, event.state);
      this.#place.set(place.success ? place.output : START);
    });
  }

  get place(): Readable<Place> {
    return this.#place;
  }

  readonly tab = (tab: Tab): void => {
    const { depth, tab: before, detail } = this.#place.get();
    if (tab !== before || detail !== null) this.#go({ tab, detail: null, depth }, 'replaceState');
  };

  readonly open = (detail: Detail): void => {
    const { tab, depth } = this.#place.get();
    this.#go({ tab, detail, depth: depth + 1 }, 'pushState');
  };

  /** The same place under its final name: it is not a step back. */
  readonly replace = (detail: Detail): void => {
    this.#go({ ...this.#place.get(), detail }, 'replaceState');
  };

  readonly back = (): void => {
    const { tab, depth } = this.#place.get();
    if (depth > 0) this.#history.back();
    else this.#go({ tab, detail: null, depth }, 'replaceState');
  };

  #go(place: Place, how: 'pushState' | 'replaceState'): void {
    this.#history[how](place, '');
    this.#place.set(place);
  }
}

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
  /** A sub-agent's thread. `from`: the thread in which it was tapped, to which a step back leads. */
  v.object({ view: v.literal('nested'), thread: v.string(), from: v.nullable(v.string()) }),
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

/** What lies over a place, a sheet for one, has an entry of its own. 0: the place itself. */
const Layer = v.object({ layer: v.pipe(v.number(), v.safeInteger(), v.minValue(1)) });
const layerOf = (state: unknown): number => {
  const parsed = v.safeParse(Layer, state);
  return parsed.success ? parsed.output.layer : 0;
};

export class Navigation {
  readonly #place: Store<Place>;
  readonly #history: History;
  /** What takes each layer away, from the lowest. */
  readonly #layers: (() => void)[] = [];
  /** What was asked for while a step back is on its way; null: none is. */
  #waiting: (() => void)[] | null = null;

  constructor(page: Window) {
    this.#history = page.history;
    const kept = v.safeParse(Place, this.#history.state);
    this.#place = new Store(kept.success ? kept.output : START);
    page.addEventListener('popstate', (event) => this.#arrived(event.state));
    // Sheets do not outlive a reload.
    const layers = layerOf(this.#history.state);
    if (layers > 0) this.#goBack(layers);
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

  readonly back = (): void =>
    this.#then(() => {
      const { tab, depth } = this.#place.get();
      if (depth > 0) this.#history.back();
      else this.#go({ tab, detail: null, depth }, 'replaceState');
    });

  /**
   * Something rises over the place, and the next step back takes it away again.
   * @param away called for that step, and when another place is opened over it.
   * @returns to be called when it went away by itself.
   */
  raise(away: () => void): () => void {
    this.#layers.push(away);
    this.#then(() => {
      const layer = this.#layers.indexOf(away) + 1;
      if (layer > 0) this.#history.pushState({ ...this.#place.get(), layer }, '');
    });
    return () => {
      const at = this.#layers.indexOf(away);
      if (at < 0) return;
      this.#layers.splice(at, 1);
      // One in the middle leaves an entry that changes nothing; the one on top takes its entry with it.
      this.#then(() => {
        if (at === this.#layers.length && layerOf(this.#history.state) === at + 1) this.#goBack(1);
      });
    };
  }

  #arrived(state: unknown): void {
    if (this.#waiting !== null) {
      // Our own step, from a layer to its place: all is as it was, and what was asked for meanwhile comes on top of it.
      const waiting = this.#waiting;
      this.#waiting = null;
      for (const each of waiting) this.#then(each);
      return;
    }
    for (const away of this.#layers.splice(layerOf(state)).reverse()) away();
    const place = v.safeParse(Place, state);
    const next = place.success ? place.output : START;
    if (JSON.stringify(next) !== JSON.stringify(this.#place.get())) this.#place.set(next);
  }

  /** At once, or behind a step back that is on its way, which would else start from what is asked for now. */
  #then(run: () => void): void {
    if (this.#waiting === null) run();
    else this.#waiting.push(run);
  }

  #goBack(steps: number): void {
    this.#waiting = [];
    this.#history.go(-steps);
  }

  #go(place: Place, how: 'pushState' | 'replaceState'): void {
    // What lay over the old place goes with it, and the new one takes its entry.
    const layers = this.#layers.splice(0);
    for (const away of layers.reverse()) away();
    this.#place.set(place);
    this.#then(() => {
      const over = layerOf(this.#history.state) > 0;
      this.#history[over ? 'replaceState' : how](place, '');
    });
  }
}

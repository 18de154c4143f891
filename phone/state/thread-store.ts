/**
 * One open thread, as the screen watches it. Each item has its own listeners, so text that streams into one item
 * touches that item only, whatever the length of the thread.
 */
import type { Item } from '../../protocol/session/items.ts';
import { applyEntry, type LogEntry, type NestedIn, type ThreadPage } from '../../protocol/session/thread.ts';
import { type NextFrame, perFrame } from './frames.ts';

/** An item's index in the log · `shape`: which items there are · `turn` · `state`: everything else. */
export type Topic = number | 'shape' | 'turn' | 'state';

export type OlderState = 'none' | 'more' | 'loading' | 'failed';

/** Why nothing can be shown: a sentence from the host. */
export interface ThreadProblem {
  code: string;
  message: string;
}

export class ThreadStore {
  #page: ThreadPage | null = null;
  #older: OlderState = 'none';
  #problem: ThreadProblem | null = null;
  #nested: NestedIn | null = null;
  readonly #listeners = new Map<Topic, Set<() => void>>();
  readonly #changed = new Set<Topic>();
  readonly #tell: () => void;

  constructor(nextFrame: NextFrame) {
    this.#tell = perFrame(() => this.#flush(), nextFrame);
  }

  /** Null until the host has answered. */
  get page(): ThreadPage | null {
    return this.#page;
  }
  get older(): OlderState {
    return this.#older;
  }
  get problem(): ThreadProblem | null {
    return this.#problem;
  }
  /** Where it belongs, if it is a sub-agent's. */
  get nested(): NestedIn | null {
    return this.#nested;
  }
  readonly item = (index: number): Item | undefined => this.#page?.items[index - this.#page.first];

  subscribe(topic: Topic, listener: () => void): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(topic);
    };
  }

  /** @returns `'gap'` when the entry does not follow what is held: the thread has to be opened anew. */
  apply(entry: LogEntry): 'applied' | 'gap' {
    const before = this.#page;
    if (before === null) return 'gap';
    const after = applyEntry(before, entry);
    if (after === 'gap') return 'gap';
    if (after === before) return 'applied';
    this.#page = after;
    if (entry.event.type === 'turn') this.#changed.add('turn');
    else this.#changed.add(entry.event.index);
    if (after.items.length !== before.items.length) this.#changed.add('shape');
    this.#tell();
    return 'applied';
  }

  /** What is held is replaced by this page. */
  replace(page: ThreadPage): void {
    this.#page = page;
    this.#older = page.first > 0 ? 'more' : 'none';
    this.#problem = null;
    this.#changeAll();
  }

  /** Puts items in front, unless the log has changed since they were asked for. */
  prepend(epoch: string, first: number, items: readonly Item[]): void {
    const page = this.#page;
    if (page === null || page.epoch !== epoch || first + items.length !== page.first) return;
    this.#page = { ...page, first, items: [...items, ...page.items] };
    this.#older = first > 0 ? 'more' : 'none';
    this.#changeAll();
  }

  setOlder(older: OlderState): void {
    this.#older = older;
    this.#changed.add('state');
    this.#tell();
  }

  setNested(nested: NestedIn | null): void {
    if (JSON.stringify(this.#nested) === JSON.stringify(nested)) return;
    this.#nested = nested;
    this.#changed.add('state');
    this.#tell();
  }

  setProblem(problem: ThreadProblem | null): void {
    if (this.#problem === problem) return;
    this.#problem = problem;
    this.#changed.add('state');
    this.#tell();
  }

  #changeAll(): void {
    for (const topic of this.#listeners.keys()) this.#changed.add(topic);
    this.#tell();
  }

  #flush(): void {
    const topics = [...this.#changed];
    this.#changed.clear();
    for (const topic of topics) for (const listener of [...(this.#listeners.get(topic) ?? [])]) listener();
  }
}

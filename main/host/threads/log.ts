/**
 * The ordered log of one thread: what it holds now, and the latest entries, so that a device that was away gets
 * what it lacks. Memory is bounded: a reader that is too far behind gets a page instead.
 */
import type { Item, ItemOf } from '../../../protocol/session/items.ts';
import {
  appendText,
  type LogEntry,
  type ThreadEvent,
  type ThreadPage,
  type Turn,
} from '../../../protocol/session/thread.ts';

/** Entries that are kept for readers that were away. */
export const MAX_ENTRIES = 4096;
/** UTF-16 units that the kept entries may hold together. */
export const MAX_ENTRY_TEXT = 512 * 1024;
/** A page holds at most so many items, and so many UTF-16 units of them, but always the last item. */
export const PAGE_ITEMS = 50;
const PAGE_TEXT = 96 * 1024;
/**
 * UTF-16 units of the names and diffs of one item together. A message holds 8 MiB and a page always its last item, so
 * this leaves room for the worst that JSON and UTF-8 make of them. Further diffs end early, as a single long one does.
 */
const MAX_CHANGES_TEXT = 1024 * 1024;
/** Merged text of one entry for a reader that is behind. */
const MERGED_TEXT = 32 * 1024;

export class ThreadLog {
  readonly epoch: string;
  #items: Item[];
  #turn: Turn | null;
  #seq = 0;
  #entries: ThreadEvent[] = [];
  #sizes: number[] = [];
  #text = 0;

  constructor(epoch: string, items: readonly Item[] = [], turn: Turn | null = null) {
    this.epoch = epoch;
    this.#items = items.map(bounded);
    this.#turn = turn;
  }

  /** The number of the last entry; 0 before the first. */
  get seq(): number {
    return this.#seq;
  }

  get turn(): Turn | null {
    return this.#turn;
  }

  get length(): number {
    return this.#items.length;
  }

  /** All of them, the oldest first. */
  get items(): readonly Item[] {
    return this.#items;
  }

  item(index: number): Item | undefined {
    return this.#items[index];
  }

  /** Adds an entry. An `append` to something that is not there is a bug of the caller. */
  add(told: ThreadEvent): void {
    const event = told.type === 'put' ? { ...told, item: bounded(told.item) } : told;
    switch (event.type) {
      case 'turn':
        this.#turn = event.turn;
        break;
      case 'put':
        if (event.index > this.#items.length) throw new RangeError('an item leaves a gap');
        this.#items[event.index] = event.item;
        break;
      case 'append': {
        const item = this.#items[event.index];
        if (item === undefined) throw new RangeError('text for an item that is not there');
        this.#items[event.index] = appendText(item, event.text);
        break;
      }
    }
    this.#seq++;
    const size = sizeOf(event);
    this.#entries.push(event);
    this.#sizes.push(size);
    this.#text += size;
    if (this.#entries.length > MAX_ENTRIES || this.#text > MAX_ENTRY_TEXT) this.#forget();
  }

  /** The end of the thread, as much as a first screen needs. */
  page(): ThreadPage {
    const first = this.#pageStart(this.#items.length, PAGE_ITEMS);
    return { epoch: this.epoch, seq: this.#seq, first, items: this.#items.slice(first), turn: this.#turn };
  }

  /** At most `limit` items before `before`. */
  older(before: number, limit: number): { first: number; items: Item[] } {
    const end = Math.min(before, this.#items.length);
    const first = this.#pageStart(end, limit);
    return { first, items: this.#items.slice(first, end) };
  }

  /**
   * What a reader at `seq` lacks, text for the same item merged; null when that is not kept any more (or is ahead of
   * this log): then it needs a page.
   */
  since(seq: number): LogEntry[] | null {
    const base = this.#seq - this.#entries.length;
    if (seq < base || seq > this.#seq) return null;
    const out: LogEntry[] = [];
    for (let at = seq - base; at < this.#entries.length; at++) {
      const event = this.#entries[at]!;
      const last = out.at(-1);
      if (
        event.type === 'append' &&
        last?.event.type === 'append' &&
        last.event.index === event.index &&
        last.event.text.length + event.text.length <= MERGED_TEXT
      ) {
        out[out.length - 1] = {
          seq: base + at + 1,
          merged: last.merged + 1,
          event: { type: 'append', index: event.index, text: last.event.text + event.text },
        };
      } else {
        out.push({ seq: base + at + 1, merged: 1, event });
      }
    }
    return out;
  }

  /** The only entry that a reader at `seq` lacks; null when it lacks another number of them. The usual case, cheap. */
  next(seq: number): ThreadEvent | null {
    return seq === this.#seq - 1 ? (this.#entries.at(-1) ?? null) : null;
  }

  /** Drops the older half, so that the cost of dropping is spread. */
  #forget(): void {
    let count = 0;
    while (
      count < this.#entries.length - 1 &&
      (this.#entries.length - count > MAX_ENTRIES / 2 || this.#text > MAX_ENTRY_TEXT / 2)
    ) {
      this.#text -= this.#sizes[count]!;
      count++;
    }
    this.#entries = this.#entries.slice(count);
    this.#sizes = this.#sizes.slice(count);
  }

  #pageStart(end: number, limit: number): number {
    let first = end;
    let text = 0;
    while (first > 0 && end - first < limit) {
      text += itemSize(this.#items[first - 1]!);
      if (text > PAGE_TEXT && first < end) break;
      first--;
    }
    return first;
  }
}

const bounded = (item: Item): Item => (item.type === 'change' ? boundedChange(item) : item);

function boundedChange(item: ItemOf<'change'>): Item {
  if (itemSize(item) <= MAX_CHANGES_TEXT) return item;
  let left = MAX_CHANGES_TEXT;
  const named = item.changes.filter(({ path, movedTo }) => {
    left -= path.length + (movedTo?.length ?? 0) + 100;
    return left > MAX_CHANGES_TEXT / 2;
  });
  left = MAX_CHANGES_TEXT / 2;
  const changes = named.map((change) => {
    const diff = change.diff.slice(0, left);
    left -= diff.length;
    return { ...change, diff };
  });
  return { ...item, changes };
}

function sizeOf(event: ThreadEvent): number {
  switch (event.type) {
    case 'append':
      return event.text.length + 16;
    case 'put':
      return itemSize(event.item);
    case 'turn':
      return 100;
  }
}

/** About how many UTF-16 units an item takes on the wire. */
function itemSize(item: Item): number {
  const base = 150;
  switch (item.type) {
    case 'user':
      return base + item.text.length + (item.pictures ?? []).join().length;
    case 'reasoning':
    case 'proposal':
    case 'notice':
    case 'other':
      return base + item.text.length;
    case 'agent':
      return (
        base +
        item.text.length +
        (item.questions ?? []).reduce(
          (sum, { text, options }) => sum + text.length + options.join().length,
          0,
        )
      );
    case 'subagents':
      return (
        base +
        item.prompt.length +
        item.agents.reduce(
          (sum, { thread, message }) => sum + 100 + thread.length + (message ?? '').length,
          0,
        )
      );
    case 'image':
      return base + item.path.length;
    case 'command':
      return base + item.command.length + item.output.length;
    case 'change':
      return base + item.changes.reduce((sum, { path, diff }) => sum + path.length + diff.length + 50, 0);
    case 'tool':
      return base + item.input.length + item.output.length;
    case 'search':
      return base + item.query.length;
    case 'plan':
      return base + item.steps.reduce((sum, { text }) => sum + text.length + 30, 0);
  }
}

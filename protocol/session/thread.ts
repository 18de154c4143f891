/**
 * A thread as an ordered log. The host appends events; a device holds `(epoch, seq)` and applies what it lacks.
 *
 * Items have a fixed position (`index`, from 0) for the life of an epoch, so a device that holds only the last page
 * can apply every event: what lies before its page is not its business. The same pure function runs on both sides.
 */
import * as v from 'valibot';
import { Item, TEXT_LIMIT } from './items.ts';
import { Count, Id, Line, Millis } from './values.ts';

export const TurnState = v.picklist(['running', 'completed', 'interrupted', 'failed', 'void']);

/** The latest turn of a thread. `void`: its agent stopped under it. `error`: a sentence, when it failed. */
export const Turn = v.object({
  id: Id,
  state: TurnState,
  error: v.nullable(Line),
  startedAt: Millis,
  endedAt: v.nullable(Millis),
});
export type Turn = v.InferOutput<typeof Turn>;

export const ThreadEvent = v.variant('type', [
  /** Adds the item at the end (`index` = length) or replaces what stands at `index`. */
  v.object({ type: v.literal('put'), index: Count, item: Item }),
  /** More text for the streaming field of the item at `index`. */
  v.object({ type: v.literal('append'), index: Count, text: v.pipe(v.string(), v.maxLength(TEXT_LIMIT)) }),
  v.object({ type: v.literal('turn'), turn: Turn }),
]);
export type ThreadEvent = v.InferOutput<typeof ThreadEvent>;

/** 16 random bytes in base64url; new whenever the log is not a continuation of the one before. */
export const Epoch = v.pipe(v.string(), v.length(22));

/** The end of a thread: the items from `first` on, at the point `seq` of the log `epoch`. */
export const ThreadPage = v.object({
  epoch: Epoch,
  seq: Count,
  first: Count,
  items: v.array(Item),
  turn: v.nullable(Turn),
});
export type ThreadPage = v.InferOutput<typeof ThreadPage>;

/** Of which thread a sub-agent's own is a part. */
export const NestedIn = v.object({
  /** The thread that began it: a person's, or that of another sub-agent. */
  parent: Id,
  /** The person's thread at the top, which stands in lists and to which its approvals belong. */
  root: Id,
  /** What the sub-agent is called; empty where nobody says. */
  name: Line,
});
export type NestedIn = v.InferOutput<typeof NestedIn>;

/** One entry of the log, or several merged into one: it takes a reader from `seq - merged` to `seq`. */
export const LogEntry = v.object({ seq: Count, merged: v.optional(Count, 1), event: ThreadEvent });
export type LogEntry = v.InferOutput<typeof LogEntry>;

/** Appends streamed text to an item, within TEXT_LIMIT; returns the item that stands there afterwards. */
export function appendText(item: Item, text: string): Item {
  switch (item.type) {
    case 'command': {
      const output = item.output + text;
      const over = Math.max(0, output.length - TEXT_LIMIT);
      return { ...item, output: over > 0 ? output.slice(over) : output, cut: item.cut + over };
    }
    case 'tool':
      return { ...item, output: (item.output + text).slice(0, TEXT_LIMIT) };
    case 'agent':
    case 'reasoning':
    case 'proposal':
    case 'other':
      return { ...item, text: (item.text + text).slice(0, TEXT_LIMIT) };
    case 'user':
    case 'change':
    case 'search':
    case 'plan':
    case 'subagents':
    case 'image':
    case 'notice':
      return item;
    default:
      return assertNever(item);
  }
}

/**
 * Applies one log entry to a page.
 * @returns the new page, the same page for an entry that it already contains, or `'gap'` when entries in between are
 * missing or do not fit: then the reader opens the thread anew with its `(epoch, seq)`.
 */
export function applyEntry(page: ThreadPage, entry: LogEntry): ThreadPage | 'gap' {
  if (entry.seq <= page.seq) return page;
  if (entry.seq - entry.merged !== page.seq) return 'gap';
  const { event, seq } = entry;
  switch (event.type) {
    case 'turn':
      return { ...page, seq, turn: event.turn };
    case 'put': {
      const at = event.index - page.first;
      if (at < 0) return { ...page, seq };
      if (at > page.items.length) return 'gap';
      return { ...page, seq, items: page.items.toSpliced(at, 1, event.item) };
    }
    case 'append': {
      const at = event.index - page.first;
      if (at < 0) return { ...page, seq };
      const item = page.items[at];
      if (item === undefined) return 'gap';
      return { ...page, seq, items: page.items.with(at, appendText(item, event.text)) };
    }
    default:
      return assertNever(event);
  }
}

function assertNever(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}

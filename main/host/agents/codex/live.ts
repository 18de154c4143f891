/**
 * One followed thread: Codex's notifications in, changes out. It keeps only what is not finished, because that is what
 * Codex cannot be asked for again: text that streams, commands that run, the contents of a file change that waits.
 */
import * as v from 'valibot';
import { type Item, TEXT_LIMIT } from '../../../../protocol/session/items.ts';
import type { Turn } from '../../../../protocol/session/thread.ts';
import type { NativeChange, NativeHistory } from '../agent.ts';
import { boundedId, boundedIdOrNull, head, tail } from './bounds.ts';
import { CodexChange } from './diff.ts';
import { CodexTurn, mapItem, mapPlan, mapTurn, notice } from './items.ts';

/** Items of one thread that may be unfinished at once; the oldest is forgotten first. */
const MAX_UNFINISHED = 500;

/** What streams as text, and the item that a first piece without its announcement makes. */
export type Stream = 'agent' | 'reasoning' | 'plan' | 'output';

interface Unfinished {
  item: Item;
  /** Text that came after `item`. */
  text: string;
  /** UTF-16 units that were cut off in front of `text`. */
  cut: number;
  changes: readonly CodexChange[] | null;
  /** It is known to run; a command that waits for an answer does not. */
  runs: boolean;
}

const FileChange = v.object({ type: v.literal('fileChange'), changes: v.array(CodexChange) });
const Process = v.object({ processId: v.string() });
const Failure = v.object({
  error: v.looseObject({ message: v.string() }),
  willRetry: v.boolean(),
});

export interface LiveOptions {
  cwd: string;
  now(): number;
  change(change: NativeChange): void;
}

/** A turn that ended as Codex died, which it later calls interrupted, or knows nothing of. */
export interface Voided {
  readonly turn: Turn;
  /** Id of the turn before it; null: it was the first. */
  readonly after: string | null;
}

export class LiveThread {
  readonly #options: LiveOptions;
  readonly #unfinished = new Map<string, Unfinished>();
  /** Turns that a person stopped: their commands end as `stopped`, not as `failed`. */
  readonly #stopped = new Set<string>();
  readonly #waiters = new Set<{ turn: string; then: () => void }>();
  #turn: Turn | null;
  /** Id of the turn before that. */
  #before: string | null;
  #notices = 0;

  /** `turns`: what Codex gave as the history, of which the unfinished items are kept. */
  constructor(options: LiveOptions, turn: Turn | null, turns: readonly CodexTurn[]) {
    this.#options = options;
    this.#turn = turn;
    this.#before = turns.at(-2)?.id ?? null;
    for (const { id, items, status } of turns)
      if (status === 'inProgress') for (const raw of items) this.#keepRunning(raw, id);
  }

  get turn(): Turn | null {
    return this.#turn;
  }

  /** Whether an item of this turn, or of any when null, is unfinished. */
  hasUnfinished(turn: string | null = null): boolean {
    for (const { item } of this.#unfinished.values()) if (turn === null || item.turn === turn) return true;
    return false;
  }

  /** Runs `then` when the next item of this turn begins. @returns a function that takes it back. */
  whenBegun(turn: string, then: () => void): () => void {
    const waiter = { turn, then };
    this.#waiters.add(waiter);
    return () => this.#waiters.delete(waiter);
  }

  /** The changes of a fileChange item that waits for an answer or is being applied. */
  changesOf(item: string): readonly CodexChange[] | null {
    return this.#unfinished.get(boundedId(item))?.changes ?? null;
  }

  /** The command of an item that runs or waits. */
  commandOf(item: string): string | null {
    const known = this.#unfinished.get(boundedId(item))?.item;
    return known?.type === 'command' ? known.command : null;
  }

  /** Streamed text. The hot path: one look-up and one call. */
  append(stream: Stream, turn: string, itemId: string, delta: string): void {
    const known = this.#unfinished.get(boundedId(itemId));
    if (known === undefined) return this.#unannounced(stream, turn, itemId, delta);
    known.text += delta;
    if (known.text.length > 2 * TEXT_LIMIT) {
      // Twice the limit before cutting, so that cutting costs little per piece.
      const kept = stream === 'output' ? tail(known.text) : head(known.text);
      if (stream === 'output') known.cut += known.text.length - kept.length;
      known.text = kept;
    }
    this.#options.change({
      type: 'append',
      item: known.item.id,
      text: stream === 'output' ? tail(delta) : head(delta),
    });
  }

  itemStarted(raw: unknown, turn: string): void {
    const item = this.#map(raw, turn, false);
    if (item === null) return;
    this.#keep(item, raw);
    this.#put(item);
  }

  itemCompleted(raw: unknown, turn: string): void {
    let item = this.#map(raw, turn, true);
    if (item === null) return;
    const before = this.#unfinished.get(item.id);
    this.#unfinished.delete(item.id);
    if (item.type === 'command' && item.output === '' && before?.item.type === 'command') {
      const { output, cut } = withText(before) as typeof item;
      item = { ...item, output, cut };
    }
    if (item.type === 'command' && item.status === 'failed' && this.#stopped.has(turn))
      item = { ...item, status: 'stopped' };
    this.#put(item);
  }

  turnStarted(raw: unknown): void {
    this.#turnIs(raw);
  }

  /** Codex answered that it takes up this turn. What it tells of it may have come before the answer, or never comes. */
  took(turn: string): void {
    if (this.#turn?.id !== turn && this.#turn?.state !== 'running')
      this.#turnIs({ id: turn, status: 'inProgress' });
  }

  /** What streamed ends with its turn; what the turn never got to run was stopped with it. */
  turnCompleted(raw: unknown): void {
    const turn = this.#turnIs(raw);
    if (turn === null) return;
    const streamed = ['agent', 'reasoning', 'proposal', 'search'];
    this.#finish(({ item, text, runs }) => {
      if (item.turn !== turn.id) return false;
      if (turn.state === 'completed') return streamed.includes(item.type);
      // A command that runs goes on in the background; one that still waited will never begin.
      return item.type !== 'command' || !(runs || text !== '');
    });
  }

  plan(raw: unknown, turn: string): void {
    const item = mapPlan(raw, turn, this.#options.now());
    if (item !== null) this.#put(item);
  }

  /** Trouble that Codex tries to get over by itself; one notice a turn. What ends a turn is told by the turn. */
  failed(raw: unknown, turn: string): void {
    const parsed = v.safeParse(Failure, raw);
    if (!parsed.success || !parsed.output.willRetry) return;
    const text = `Codex has trouble reaching its model: ${parsed.output.error.message}`;
    this.#put(notice(`retry:${turn}`, turn, this.#options.now(), 'warning', text));
  }

  notice(level: 'info' | 'warning', text: string, id: string | null = null): void {
    const now = this.#options.now();
    this.#notices += 1;
    this.#put(notice(id ?? `notice:${now}:${this.#notices}`, this.#turn?.id ?? null, now, level, text));
  }

  /** From now on, commands of this turn that fail were stopped. */
  stopping(turn: string): void {
    this.#stopped.add(turn);
    if (this.#stopped.size > 50) this.#stopped.delete(this.#stopped.values().next().value!);
  }

  isStopping(turn: string): boolean {
    return this.#stopped.has(turn);
  }

  /** A history that Codex gave now, with what it leaves out of unfinished items. */
  complete(history: NativeHistory): NativeHistory {
    const items = [...history.items];
    for (const [id, unfinished] of this.#unfinished) {
      const at = items.findIndex((item) => item.id === id);
      if (at < 0) items.push(withText(unfinished));
      else items[at] = withText(unfinished);
    }
    return { items, turn: this.#turn ?? history.turn };
  }

  /** The agent is gone, and with it what ran. @returns the turn that ended by it, if one ran. */
  died(sentence: string): Voided | null {
    this.#finish(() => true);
    if (this.#turn === null || this.#turn.state !== 'running') return null;
    this.#turn = { ...this.#turn, state: 'void', error: sentence, endedAt: this.#options.now() };
    this.#options.change({ type: 'turn', turn: this.#turn });
    return { turn: this.#turn, after: this.#before };
  }

  #turnIs(raw: unknown): Turn | null {
    const parsed = v.safeParse(CodexTurn, raw);
    if (!parsed.success) return null;
    const turn = mapTurn(parsed.output, this.#options.now());
    if (turn.id === this.#turn?.id) this.#turn = { ...turn, startedAt: this.#turn.startedAt };
    else [this.#before, this.#turn] = [this.#turn?.id ?? null, turn];
    this.#options.change({ type: 'turn', turn: this.#turn });
    return this.#turn;
  }

  #finish(which: (unfinished: Unfinished) => boolean): void {
    for (const [id, unfinished] of this.#unfinished) {
      if (!which(unfinished)) continue;
      this.#unfinished.delete(id);
      this.#put(stopped(withText(unfinished)));
    }
  }

  /** After a reconnect Codex goes on in the middle of an item that it does not announce again. */
  #unannounced(stream: Stream, turn: string, itemId: string, delta: string): void {
    if (itemId === '') return; // nothing can be said of it later
    if (stream === 'output') return; // the command itself is not known; its end brings the whole output
    const base = {
      id: boundedId(itemId),
      turn: boundedIdOrNull(turn),
      at: this.#options.now(),
      text: head(delta),
    };
    const item: Item =
      stream === 'agent'
        ? { ...base, type: 'agent', final: false, done: false }
        : stream === 'reasoning'
          ? { ...base, type: 'reasoning', done: false }
          : { ...base, type: 'proposal', done: false };
    this.#keep(item, null);
    this.#put(item);
  }

  #keepRunning(raw: unknown, turn: string): void {
    const item = this.#map(raw, turn, true);
    if (item !== null && 'status' in item && item.status === 'running') this.#keep(item, raw);
  }

  #keep(item: Item, raw: unknown): void {
    const file = raw === null ? null : v.safeParse(FileChange, raw);
    const changes = file?.success ? file.output.changes : null;
    this.#unfinished.set(item.id, { item, text: '', cut: 0, changes, runs: v.is(Process, raw) });
    if (this.#unfinished.size > MAX_UNFINISHED)
      this.#unfinished.delete(this.#unfinished.keys().next().value!);
    for (const waiter of this.#waiters) {
      if (waiter.turn !== item.turn) continue;
      this.#waiters.delete(waiter);
      waiter.then();
    }
  }

  #map(raw: unknown, turn: string, done: boolean): Item | null {
    const { cwd, now } = this.#options;
    return mapItem(raw, { turn, cwd, done, now: now() });
  }

  #put(item: Item): void {
    this.#options.change({ type: 'put', item });
  }
}

/** The item with the text that streamed after it. */
function withText({ item, text, cut }: Unfinished): Item {
  if (text === '') return item;
  switch (item.type) {
    case 'command': {
      const whole = item.output + text;
      const output = tail(whole);
      return { ...item, output, cut: item.cut + cut + whole.length - output.length };
    }
    case 'agent':
    case 'reasoning':
    case 'proposal':
    case 'other':
      return { ...item, text: head(item.text + text) };
    default:
      return item;
  }
}

function stopped(item: Item): Item {
  if ('done' in item) return { ...item, done: true };
  if ('status' in item && item.status === 'running') return { ...item, status: 'stopped' };
  return item;
}

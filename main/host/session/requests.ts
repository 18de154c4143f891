/**
 * Said once, done once. Whatever makes the agent act carries an id that the device made; the host writes it before
 * it acts and the answer after, so that the same request sent again, over any cut or restart, runs no second time and
 * gets the same answer. What a crash cut short is answered *unknown*, and looked up in the thread by a person.
 */
import * as v from 'valibot';
import { toBase64url, utf8 } from '../../../protocol/bytes.ts';
import { ERRORS, type ErrorCode } from '../../../protocol/session/errors.ts';
import type { SyncSuite } from '../../../protocol/suite.ts';
import type { JournalFile } from '../files/journal.ts';

/** A device sends again within seconds; a day covers a phone that was in a drawer. */
const REQUEST_KEPT_MS = 24 * 60 * 60_000;
/** Requests that are remembered; beyond, the oldest of the device with the most is forgotten. */
export const MAX_KEPT = 10_000;
/** Records that the journal grows by before it is written anew without the old ones. */
const COMPACT_AFTER = 20_000;

/** What a method answers: its result, or an error of the catalogue with a sentence. */
export type Answer<Code extends ErrorCode = ErrorCode> =
  | {
      ok: true;
      result: unknown;
      /** Runs when the answer is on its way: what follows from it must not overtake it. Never for what acts. */
      sent?: () => void;
    }
  | Failure<Code>;
interface Failure<Code extends ErrorCode> {
  ok: false;
  code: Code;
  message: string;
}

export const failed = <Code extends ErrorCode>(
  code: Code,
  message: string = ERRORS[code],
): Failure<Code> => ({ ok: false, code, message });

const Begun = v.object({
  t: v.literal('begun'),
  at: v.number(),
  device: v.string(),
  id: v.string(),
  digest: v.string(),
});
const Done = v.object({
  t: v.literal('done'),
  device: v.string(),
  id: v.string(),
  answer: v.union([
    // What acts answers with ids and nothing else, so a damaged line cannot hold what could not be written again.
    v.object({ ok: v.literal(true), result: v.record(v.string(), v.string()) }),
    v.object({
      ok: v.literal(false),
      code: v.picklist(Object.keys(ERRORS) as ErrorCode[]),
      message: v.string(),
    }),
  ]),
});
const Entry = v.variant('t', [Begun, Done]);

interface Known {
  at: number;
  device: string;
  id: string;
  digest: string;
  /** Null: begun before a restart, and nobody knows how it ended. */
  answer: Promise<Answer> | null;
  done: Answer | null;
}

export interface RequestsOptions {
  journal: JournalFile;
  suite: SyncSuite;
  now: () => number;
}

export class Requests {
  readonly #options: RequestsOptions;
  readonly #known = new Map<string, Known>();
  /** How many of them each device has. */
  readonly #counts = new Map<string, number>();
  /** Records appended since the journal was last written anew. */
  #grown = 0;

  constructor(options: RequestsOptions) {
    this.#options = options;
  }

  async load(): Promise<void> {
    const { journal, now } = this.#options;
    const { records } = await journal.load();
    const entries = records.flatMap((record) => {
      const parsed = v.safeParse(Entry, record);
      return parsed.success ? [parsed.output] : [];
    });
    const oldest = oldestOf(
      entries.flatMap((entry) => (entry.t === 'begun' ? [entry.at] : [])),
      now(),
    );
    for (const entry of entries) {
      const key = keyOf(entry.device, entry.id);
      if (entry.t === 'begun') {
        if (entry.at < oldest) continue;
        this.#add(key, { ...entry, answer: null, done: null });
      } else {
        const known = this.#known.get(key);
        if (known === undefined) continue;
        known.done = entry.answer as Answer;
        known.answer = Promise.resolve(known.done);
      }
    }
    // On a disk that is full it is only longer than it needs to be; the host starts all the same.
    if (records.length > 0) await this.#compact().catch(() => {});
  }

  /**
   * Runs `act` once for (device, id). `request`: what was asked, whose digest tells a repetition from another request
   * under the same id. `act` answers expected failures and throws for bugs.
   */
  async run(
    device: string,
    id: string,
    request: readonly unknown[],
    act: () => Promise<Answer>,
  ): Promise<Answer> {
    const { suite, now } = this.#options;
    const digest = toBase64url(suite.sha256(utf8(JSON.stringify(request))));
    const key = keyOf(device, id);
    const known = this.#known.get(key);
    if (known !== undefined) {
      if (known.digest !== digest) return failed('requestConflict');
      return known.answer ?? failed('unknownOutcome');
    }
    const fresh: Known = { at: now(), device, id, digest, answer: null, done: null };
    this.#add(key, fresh);
    this.#limit();
    fresh.answer = this.#perform(fresh, act);
    let answer: Answer;
    try {
      answer = await fresh.answer;
    } catch (error) {
      // A bug in what acts: whether it was done is as unknown as after a crash.
      fresh.done = failed('unknownOutcome');
      fresh.answer = Promise.resolve(fresh.done);
      throw error;
    }
    this.#grown += 2;
    if (this.#grown > COMPACT_AFTER) {
      // A journal that cannot be written anew is only longer than it needs to be; it is tried again later.
      this.#grown = 0;
      this.#compact().catch(() => {});
    }
    return answer;
  }

  async #perform(fresh: Known, act: () => Promise<Answer>): Promise<Answer> {
    const { journal } = this.#options;
    const { at, device, id, digest } = fresh;
    try {
      await journal.append({ t: 'begun', at, device, id, digest });
    } catch {
      // Nothing was done, so the same id may be tried again.
      this.#forget(keyOf(device, id));
      return failed('storage');
    }
    const answer = await act();
    // Before it is appended: a journal that is written anew in between must not lose it.
    fresh.done = answer;
    // It was done: an answer that cannot be written is still the answer, and after a crash it is `unknown`.
    await journal.append({ t: 'done', device, id, answer }).catch(() => {});
    return answer;
  }

  #compact(): Promise<void> {
    const oldest = oldestOf(
      [...this.#known.values()].map(({ at }) => at),
      this.#options.now(),
    );
    for (const [key, { at }] of this.#known) if (at < oldest) this.#forget(key);
    return this.#options.journal.rewrite(() => this.#recordsNow());
  }

  #recordsNow(): object[] {
    const records: object[] = [];
    for (const { at, device, id, digest, done } of this.#known.values()) {
      records.push({ t: 'begun', at, device, id, digest });
      if (done !== null) records.push({ t: 'done', device, id, answer: done });
    }
    return records;
  }

  /** So a device that floods the host costs only itself: what others sent is still known when they say it again. */
  #limit(): void {
    if (this.#known.size <= MAX_KEPT) return;
    const [most] = [...this.#counts].reduce((a, b) => (b[1] > a[1] ? b : a));
    for (const [key, { device, answer, done }] of this.#known) {
      // Insertion order is age. One that still runs is never forgotten.
      if (device !== most || (answer !== null && done === null)) continue;
      this.#forget(key);
      return;
    }
  }

  #add(key: string, known: Known): void {
    this.#forget(key);
    this.#known.set(key, known);
    this.#counts.set(known.device, (this.#counts.get(known.device) ?? 0) + 1);
  }

  #forget(key: string): void {
    const known = this.#known.get(key);
    if (known === undefined) return;
    this.#known.delete(key);
    const left = this.#counts.get(known.device)! - 1;
    if (left === 0) this.#counts.delete(known.device);
    else this.#counts.set(known.device, left);
  }
}

/**
 * What is older is forgotten: by the clock or by the latest request, whichever forgets less. A clock that was set
 * ahead must not make the host forget what a phone said just before, and is about to say again.
 */
const oldestOf = (times: readonly number[], now: number): number =>
  Math.min(
    now,
    times.reduce((latest, at) => Math.max(latest, at), 0),
  ) - REQUEST_KEPT_MS;

const keyOf = (device: string, id: string): string => `${device} ${id}`;

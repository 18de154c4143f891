/**
 * What owners have looked at: for each of them, when they last looked at a thread and how many tokens it had used by then.
 * Phones of one owner share it: what was read on the tablet is not news on the phone. Losing it costs a mark, so it is
 * written behind what it is about, and never waited for.
 */
import path from 'node:path';
import * as v from 'valibot';
import type { Disk } from '../files/disk.ts';
import { JsonFile } from '../files/json-file.ts';

/** Threads that are remembered for each owner; the one looked at longest ago is forgotten first. */
const MAX_THREADS = 1000;
const MAX_OWNERS = 50;

const Mark = v.object({
  thread: v.pipe(v.string(), v.maxLength(600)),
  at: v.number(),
  tokens: v.nullable(v.number()),
});
const Owner = v.object({
  owner: v.pipe(v.string(), v.maxLength(64)),
  /** When they came: what lies before is no news to them. */
  since: v.number(),
  marks: v.pipe(v.array(Mark), v.maxLength(MAX_THREADS)),
});
const SeenFile = v.object({ owners: v.pipe(v.array(Owner), v.maxLength(MAX_OWNERS)) });

export interface Mark {
  at: number;
  /** Null: not known. */
  tokens: number | null;
}

interface Known {
  since: number;
  marks: Map<string, Mark>;
}

export interface SeenThreadsOptions {
  folder: string;
  disk: Disk;
  now: () => number;
  failed: (error: unknown) => void;
}

export class SeenThreads {
  readonly #options: SeenThreadsOptions;
  readonly #file: JsonFile<v.InferOutput<typeof SeenFile>>;
  readonly #owners = new Map<string, Known>();
  readonly #listeners = new Set<(owner: string, thread: string) => void>();

  constructor(options: SeenThreadsOptions) {
    this.#options = options;
    this.#file = new JsonFile({
      disk: options.disk,
      file: path.join(options.folder, 'seen.json'),
      version: 1,
      schema: SeenFile,
      initial: () => ({ owners: [] }),
      now: options.now,
    });
  }

  /** @returns a notice for the owner, or null. */
  async load(): Promise<string | null> {
    const { value, notice } = await this.#file.load();
    for (const { owner, since, marks } of value.owners)
      this.#owners.set(owner, {
        since,
        marks: new Map(marks.map(({ thread, at, tokens }) => [thread, { at, tokens }])),
      });
    return notice;
  }

  /** Resolves when nothing is being written any more. */
  idle(): Promise<void> {
    return this.#file.idle();
  }

  listen(changed: (owner: string, thread: string) => void): void {
    this.#listeners.add(changed);
  }

  /** Since when things are news to this owner in this thread. */
  last(owner: string, thread: string): Mark {
    const known = this.#known(owner);
    return known.marks.get(thread) ?? { at: known.since, tokens: null };
  }

  mark(owner: string, thread: string, tokens: number | null): void {
    const { marks } = this.#known(owner);
    marks.delete(thread);
    marks.set(thread, { at: this.#options.now(), tokens });
    if (marks.size > MAX_THREADS) marks.delete(marks.keys().next().value!);
    this.#save();
    for (const listener of this.#listeners) listener(owner, thread);
  }

  #known(owner: string): Known {
    let known = this.#owners.get(owner);
    if (known === undefined) {
      known = { since: this.#options.now(), marks: new Map() };
      this.#owners.set(owner, known);
      if (this.#owners.size > MAX_OWNERS) this.#owners.delete(this.#owners.keys().next().value!);
      this.#save();
    }
    return known;
  }

  #save(): void {
    this.#file.save(() => ({ owners: this.#list() })).catch(this.#options.failed);
  }

  #list(): v.InferOutput<typeof Owner>[] {
    return [...this.#owners].map(([owner, { since, marks }]) => ({
      owner,
      since,
      marks: [...marks].map(([thread, mark]) => ({ thread, ...mark })),
    }));
  }
}

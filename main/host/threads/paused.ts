/** Threads in which nothing starts until they are resumed, and since when; kept over restarts, also of threads that are away. */
import path from 'node:path';
import * as v from 'valibot';
import { AgentError } from '../agents/agent.ts';
import type { Disk } from '../files/disk.ts';
import { JsonFile } from '../files/json-file.ts';

/** None is ever forgotten by itself: that would resume it. */
export const MAX_PAUSED = 1000;

const Paused = v.object({ thread: v.pipe(v.string(), v.maxLength(600)), since: v.number() });
export type Paused = v.InferOutput<typeof Paused>;
const PausedFile = v.object({ threads: v.pipe(v.array(Paused), v.maxLength(MAX_PAUSED)) });

export interface PausedThreadsOptions {
  folder: string;
  disk: Disk;
  now: () => number;
}

export class PausedThreads {
  readonly #options: PausedThreadsOptions;
  readonly #file: JsonFile<v.InferOutput<typeof PausedFile>>;
  readonly #threads = new Map<string, number>();
  readonly #listeners = new Set<(thread: string) => void>();

  constructor(options: PausedThreadsOptions) {
    this.#options = options;
    this.#file = new JsonFile({
      disk: options.disk,
      file: path.join(options.folder, 'paused.json'),
      version: 1,
      schema: PausedFile,
      initial: () => ({ threads: [] }),
      now: options.now,
    });
  }

  /** @returns a notice for the owner, or null. */
  async load(): Promise<string | null> {
    const { value, notice } = await this.#file.load();
    for (const { thread, since } of value.threads) this.#threads.set(thread, since);
    return notice;
  }

  /** Resolves when nothing is being written any more. */
  idle(): Promise<void> {
    return this.#file.idle();
  }

  listen(changed: (thread: string) => void): void {
    this.#listeners.add(changed);
  }

  has(thread: string): boolean {
    return this.#threads.has(thread);
  }

  /** The one that has been paused longest first. */
  list(): Paused[] {
    return [...this.#threads].map(([thread, since]) => ({ thread, since }));
  }

  /**
   * It holds at once; resolves when it is on the disk. Rejects, with nothing changed, where that cannot be written, and with
   * AgentError where more are paused than are kept.
   */
  async set(thread: string, on: boolean): Promise<void> {
    const before = this.#threads.get(thread);
    if (on === (before !== undefined)) return;
    if (on && this.#threads.size >= MAX_PAUSED)
      throw new AgentError('agentRefused', `${MAX_PAUSED} threads are paused already. Resume one first.`);
    this.#put(thread, on ? this.#options.now() : undefined);
    try {
      await this.#file.save(() => ({ threads: this.list() }));
    } catch (error) {
      this.#put(thread, before);
      throw error;
    }
  }

  #put(thread: string, since: number | undefined): void {
    if (since === undefined) this.#threads.delete(thread);
    else this.#threads.set(thread, since);
    for (const listener of this.#listeners) listener(thread);
  }
}

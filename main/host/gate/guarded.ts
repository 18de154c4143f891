/** Which threads were started behind the gate, over restarts: they are never continued without it. */
import path from 'node:path';
import * as v from 'valibot';
import type { Disk } from '../files/disk.ts';
import { JsonFile } from '../files/json-file.ts';

/** Remembered at most; the oldest is forgotten first, and is then shown as not gated. */
const MOST = 5000;
const Kept = v.object({
  threads: v.pipe(v.array(v.pipe(v.string(), v.maxLength(300))), v.maxLength(MOST)),
});

export class Guarded {
  readonly #file: JsonFile<v.InferOutput<typeof Kept>>;
  #threads = new Set<string>();

  constructor({ folder, disk, now }: { folder: string; disk: Disk; now: () => number }) {
    this.#file = new JsonFile({
      disk,
      file: path.join(folder, 'gated.json'),
      version: 1,
      schema: Kept,
      initial: () => ({ threads: [] }),
      now,
    });
  }

  /** @returns a sentence for the owner, when the file was not as it should be. */
  async load(): Promise<string | null> {
    const { value, notice } = await this.#file.load();
    this.#threads = new Set(value.threads);
    return notice;
  }

  has(agent: string, thread: string): boolean {
    return this.#threads.has(`${agent} ${thread}`);
  }

  /** Resolves when it is on the disk; rejects when it could not be written, and is then not remembered. */
  async add(agent: string, thread: string): Promise<void> {
    const id = `${agent} ${thread}`;
    this.#threads.add(id);
    try {
      await this.#file.save(() => ({ threads: [...this.#threads].slice(-MOST) }));
    } catch (error) {
      this.#threads.delete(id);
      throw error;
    }
  }

  /** Resolves when nothing is being written any more. */
  idle(): Promise<void> {
    return this.#file.idle();
  }
}

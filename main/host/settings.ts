/** What the owner chose, and what the host remembers of its own set-up. */
import path from 'node:path';
import * as v from 'valibot';
import type { Disk } from './files/disk.ts';
import { JsonFile } from './files/json-file.ts';

const Settings = v.object({
  awakeWhileConnected: v.boolean(),
  /** The port of the embedded relay: phones come back to it, so it stays the same. */
  port: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65535))),
});
export type Settings = v.InferOutput<typeof Settings>;

export class SettingsStore {
  readonly #file: JsonFile<Settings>;
  #value: Settings = { awakeWhileConnected: true, port: null };

  constructor(options: { folder: string; disk: Disk; now: () => number }) {
    this.#file = new JsonFile({
      disk: options.disk,
      file: path.join(options.folder, 'host.json'),
      version: 1,
      schema: Settings,
      initial: () => ({ awakeWhileConnected: true, port: null }),
      now: options.now,
    });
  }

  /** Resolves when nothing is being written any more. */
  idle(): Promise<void> {
    return this.#file.idle();
  }

  async load(): Promise<string | null> {
    const { value, notice } = await this.#file.load();
    this.#value = value;
    return notice;
  }

  get(): Settings {
    return this.#value;
  }

  async set(change: Partial<Settings>): Promise<void> {
    const before = this.#value;
    this.#value = { ...before, ...change };
    try {
      await this.#file.save(() => this.#value);
    } catch (error) {
      // What was set meanwhile stays.
      const mine = (Object.keys(change) as (keyof Settings)[]).filter(
        (key) => this.#value[key] === change[key],
      );
      this.#value = { ...this.#value, ...Object.fromEntries(mine.map((key) => [key, before[key]])) };
      throw error;
    }
  }
}

/** The port of the embedded relay, over restarts: phones come back to it, so it stays the same. */
import path from 'node:path';
import * as v from 'valibot';
import type { Disk } from './files/disk.ts';
import { JsonFile } from './files/json-file.ts';

const Remembered = v.object({
  port: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65535))),
});

export class EmbeddedPort {
  readonly #file: JsonFile<v.InferOutput<typeof Remembered>>;
  #port: number | null = null;

  constructor({ folder, disk, now }: { folder: string; disk: Disk; now: () => number }) {
    this.#file = new JsonFile({
      disk,
      file: path.join(folder, 'host.json'),
      version: 1,
      schema: Remembered,
      initial: () => ({ port: null }),
      now,
    });
  }

  /** @returns a sentence for the owner, when the file was not as it should be. */
  async load(): Promise<string | null> {
    const { value, notice } = await this.#file.load();
    this.#port = value.port;
    return notice;
  }

  get remembered(): number | null {
    return this.#port;
  }

  async remember(port: number): Promise<void> {
    this.#port = port;
    await this.#file.save(() => ({ port: this.#port }));
  }

  /** Resolves when nothing is being written any more. */
  idle(): Promise<void> {
    return this.#file.idle();
  }
}

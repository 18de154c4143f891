/** A state file: JSON with a version. A damaged one is set aside with a notice, never silently replaced. */
import path from 'node:path';
import * as v from 'valibot';
import { fromUtf8 } from '../../../protocol/bytes.ts';
import type { Disk } from './disk.ts';
import { setAside } from './disk.ts';
import { StateFile } from './state-file.ts';

export interface JsonFileOptions<T> {
  disk: Disk;
  file: string;
  /** Raised when the meaning of the file changes; a file of another version is not read. */
  version: number;
  schema: v.GenericSchema<unknown, T>;
  initial: () => T;
  now: () => number;
}

export interface Loaded<T> {
  value: T;
  /** A sentence for the owner, when something was not as it should be. */
  notice: string | null;
}

/** A state file of a later version: this program must not touch it. */
export class NewerFileError extends Error {
  constructor(file: string) {
    super(`${path.basename(file)} was written by a newer Outpost. Start that one, or move the file away.`);
    this.name = 'NewerFileError';
  }
}

export class JsonFile<T> {
  readonly #options: JsonFileOptions<T>;
  readonly #stored: StateFile;

  constructor(options: JsonFileOptions<T>) {
    this.#options = options;
    this.#stored = new StateFile(options.disk, options.file);
  }

  async load(): Promise<Loaded<T>> {
    const { disk, file, initial, now } = this.#options;
    const name = path.basename(file);
    const current = await this.#read(file);
    if (current.kind === 'good') return { value: current.value, notice: null };
    const backup = await this.#read(`${file}.bak`);
    if (current.kind === 'missing') {
      if (backup.kind !== 'good') return { value: initial(), notice: null };
      return {
        value: backup.value,
        notice: `${name} was missing. Its last copy (${name}.bak) is used instead.`,
      };
    }
    const aside = await setAside(disk, file, now());
    if (backup.kind === 'good') {
      return {
        value: backup.value,
        notice: `${name} was damaged and is kept as ${aside}. The state before it (${name}.bak) is used instead.`,
      };
    }
    return { value: initial(), notice: `${name} was damaged and is kept as ${aside}. It starts empty.` };
  }

  /** Resolves when this value, or a later one, is on the disk; see `StateFile`. */
  save(read: () => T): Promise<void> {
    return this.#stored.save(() => JSON.stringify({ version: this.#options.version, ...read() }));
  }

  /** Resolves when nothing is being written any more, whether it succeeded or not. */
  idle(): Promise<void> {
    return this.#stored.idle();
  }

  async #read(file: string): Promise<{ kind: 'good'; value: T } | { kind: 'missing' | 'damaged' }> {
    const bytes = await this.#options.disk.read(file);
    if (bytes === null) return { kind: 'missing' };
    let value: unknown;
    try {
      value = JSON.parse(fromUtf8(bytes));
    } catch {
      return { kind: 'damaged' };
    }
    const version = (value as { version?: unknown } | null)?.version;
    if (typeof version === 'number' && version > this.#options.version) throw new NewerFileError(file);
    if (version !== this.#options.version) return { kind: 'damaged' };
    const parsed = v.safeParse(this.#options.schema, value);
    return parsed.success ? { kind: 'good', value: parsed.output } : { kind: 'damaged' };
  }
}

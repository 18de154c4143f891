/** The owner's settings, kept in `settings.toml`, which the owner may edit by hand: it is never replaced when it has a mistake. */
import path from 'node:path';
import { fromUtf8 } from '../../../protocol/bytes.ts';
import { INITIAL_SETTINGS, type SettingKey, type Settings } from '../../contract/settings.ts';
import type { Disk } from '../files/disk.ts';
import { StateFile } from '../files/state-file.ts';
import { codexFeatures } from './codex-features.ts';
import {
  type Chosen,
  type ReadSettings,
  readSettings,
  SettingsTextError,
  writeSettings,
} from './settings-text.ts';

export const SETTINGS_FILE = 'settings.toml';
const NONE: ReadSettings = { chosen: {}, unknown: {}, faults: [] };

/** By key; undefined: back to the initial value. */
type Change = { readonly [K in SettingKey]?: Settings[K] | undefined };

const changed = (chosen: Chosen, change: Change): Chosen =>
  Object.fromEntries(
    Object.entries({ ...chosen, ...change }).filter(([, value]) => value !== undefined),
  ) as Chosen;

/** The file has a mistake that the owner has to correct before anything is written there. */
export class SettingsDamagedError extends Error {
  constructor(why: string) {
    super(`${SETTINGS_FILE} was not changed: ${why}. Correct it, or delete it, and start Outpost again.`);
    this.name = 'SettingsDamagedError';
  }
}

export interface SettingsStoreOptions {
  readonly folder: string;
  readonly disk: Disk;
  /** Codex's own `config.toml`, read when there is no `settings.toml` yet. */
  readonly codexConfig: string | null;
}

export class SettingsStore {
  readonly #options: SettingsStoreOptions;
  readonly path: string;
  readonly #file: StateFile;
  #read: ReadSettings = NONE;
  #damage: string | null = null;
  #problem: string | null = null;
  #isMissing = false;

  constructor(options: SettingsStoreOptions) {
    this.#options = options;
    this.path = path.join(options.folder, SETTINGS_FILE);
    this.#file = new StateFile(options.disk, this.path);
  }

  /** @returns what is wrong with the file, for the owner. A first start writes it, with what the user chose in Codex. */
  async load(): Promise<string | null> {
    const problem = await this.look();
    if (this.#isMissing) {
      await this.#file.save(() => writeSettings(this.#read));
      this.#isMissing = false;
    }
    return problem;
  }

  /** As `load`, and writes nothing. */
  async look(): Promise<string | null> {
    const bytes = await this.#options.disk.read(this.path);
    this.#isMissing = bytes === null;
    this.#damage = null;
    if (bytes === null) {
      this.#read = { ...NONE, chosen: await this.#chosenInCodex() };
      return this.#tell(null);
    }
    try {
      this.#read = readSettings(fromUtf8(bytes));
      const { faults } = this.#read;
      return this.#tell(faults.length === 0 ? null : `${SETTINGS_FILE}: ${faults.slice(0, 5).join(' ')}`);
    } catch (error) {
      this.#damage = error instanceof SettingsTextError ? error.message : 'it is not text';
      const before = await this.#before();
      this.#read = before ?? NONE;
      return this.#tell(
        `${SETTINGS_FILE} could not be read (${this.#damage}). ` +
          (before ? 'What was set before its last change holds' : 'Nothing that it says holds') +
          ' until you have corrected it and started Outpost again.',
      );
    }
  }

  get(): Settings {
    return { ...INITIAL_SETTINGS, ...this.#read.chosen };
  }

  /** What has to be corrected in the file, and what holds meanwhile; null: nothing. */
  get problem(): string | null {
    return this.#problem;
  }

  /** Rejects with a {@link SettingsDamagedError}, and when the disk refuses; then nothing has changed. */
  set(change: Partial<Settings>): Promise<void> {
    return this.#change(change);
  }

  /** Back to the initial value. Rejects as `set` does. */
  unset(key: SettingKey): Promise<void> {
    return this.#change({ [key]: undefined });
  }

  async #change(change: Change): Promise<void> {
    if (this.#damage !== null) throw new SettingsDamagedError(this.#damage);
    const before = this.#read.chosen;
    this.#read = { ...this.#read, chosen: changed(before, change) };
    try {
      await this.#file.save(() => writeSettings(this.#read));
    } catch (error) {
      // What was set meanwhile stays.
      const untouched = (Object.keys(change) as SettingKey[]).filter(
        (key) => this.#read.chosen[key] === change[key],
      );
      const undo = Object.fromEntries(untouched.map((key) => [key, before[key]]));
      this.#read = { ...this.#read, chosen: changed(this.#read.chosen, undo) };
      throw error;
    }
  }

  /** Resolves when nothing is being written any more. */
  idle(): Promise<void> {
    return this.#file.idle();
  }

  #tell(problem: string | null): string | null {
    this.#problem = problem;
    return problem;
  }

  async #chosenInCodex(): Promise<Chosen> {
    const { disk, codexConfig } = this.#options;
    const bytes = codexConfig === null ? null : await disk.read(codexConfig).catch(() => null);
    return bytes === null ? {} : codexFeatures(Buffer.from(bytes).toString('utf8'));
  }

  async #before(): Promise<ReadSettings | null> {
    try {
      const bytes = await this.#options.disk.read(`${this.path}.bak`);
      return bytes === null ? null : readSettings(fromUtf8(bytes));
    } catch {
      return null;
    }
  }
}

/** The owner's settings, kept in `settings.toml`, which the owner may edit by hand: it is never replaced when it has a mistake. */
import path from 'node:path';
import { fromUtf8 } from '../../../protocol/bytes.ts';
import { INITIAL_SETTINGS, type Settings } from '../../contract/settings.ts';
import type { Disk } from '../files/disk.ts';
import { StateFile } from '../files/state-file.ts';
import { codexFeatures } from './codex-features.ts';
import { type ReadSettings, readSettings, SettingsTextError, writeSettings } from './settings-text.ts';

export const SETTINGS_FILE = 'settings.toml';
const NONE: ReadSettings = { chosen: {}, unknown: {}, faults: [] };

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
  readonly #path: string;
  readonly #file: StateFile;
  #read: ReadSettings = NONE;
  #damage: string | null = null;

  constructor(options: SettingsStoreOptions) {
    this.#options = options;
    this.#path = path.join(options.folder, SETTINGS_FILE);
    this.#file = new StateFile(options.disk, this.#path);
  }

  /** @returns what is wrong with the file, for the owner. A first start writes it, with what the user chose in Codex. */
  async load(): Promise<string | null> {
    const { disk } = this.#options;
    const bytes = await disk.read(this.#path);
    if (bytes === null) {
      await this.#begin();
      return null;
    }
    try {
      this.#read = readSettings(fromUtf8(bytes));
      const { faults } = this.#read;
      return faults.length === 0 ? null : `${SETTINGS_FILE}: ${faults.slice(0, 5).join(' ')}`;
    } catch (error) {
      this.#damage = error instanceof SettingsTextError ? error.message : 'it is not text';
      const before = await this.#before();
      this.#read = before ?? NONE;
      return (
        `${SETTINGS_FILE} could not be read (${this.#damage}). ` +
        (before ? 'What was set before its last change holds' : 'Nothing that it says holds') +
        ' until you have corrected it and started Outpost again.'
      );
    }
  }

  get(): Settings {
    return { ...INITIAL_SETTINGS, ...this.#read.chosen };
  }

  /** Rejects with a {@link SettingsDamagedError}, and when the disk refuses; then nothing has changed. */
  async set(change: Partial<Settings>): Promise<void> {
    if (this.#damage !== null) throw new SettingsDamagedError(this.#damage);
    const before = this.#read.chosen;
    this.#read = { ...this.#read, chosen: { ...before, ...change } };
    try {
      await this.#file.save(() => writeSettings(this.#read));
    } catch (error) {
      const chosen: Record<string, unknown> = { ...this.#read.chosen };
      for (const [key, value] of Object.entries(change)) {
        // What was set meanwhile stays.
        if (chosen[key] !== value) continue;
        if (Object.hasOwn(before, key)) chosen[key] = before[key as keyof Settings];
        else delete chosen[key];
      }
      this.#read = { ...this.#read, chosen: chosen as Partial<Settings> };
      throw error;
    }
  }

  /** Resolves when nothing is being written any more. */
  idle(): Promise<void> {
    return this.#file.idle();
  }

  async #begin(): Promise<void> {
    const { disk, codexConfig } = this.#options;
    const bytes = codexConfig === null ? null : await disk.read(codexConfig).catch(() => null);
    this.#read = {
      ...NONE,
      chosen: bytes === null ? {} : codexFeatures(Buffer.from(bytes).toString('utf8')),
    };
    await this.#file.save(() => writeSettings(this.#read));
  }

  async #before(): Promise<ReadSettings | null> {
    try {
      const bytes = await this.#options.disk.read(`${this.#path}.bak`);
      return bytes === null ? null : readSettings(fromUtf8(bytes));
    } catch {
      return null;
    }
  }
}

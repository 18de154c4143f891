/** Where `outpost settings` reads and writes: the host that runs, or the file of a folder on which none does. */
import type { HostApi, Refusal } from '../contract/contract.ts';
import { parseSetting, type SettingKey, type Settings } from '../contract/settings.ts';
import { nodeDisk } from '../host/files/disk.ts';
import { asUnwritable, takeFolder } from '../host/folder.ts';
import { SettingsDamagedError, SettingsStore } from '../host/settings/settings-store.ts';

export interface SettingsPlace {
  /** `overridden`: in whose place the command line of the running host holds. */
  read(): Promise<{
    settings: Settings;
    overridden: readonly SettingKey[];
    file: string;
    problem: string | null;
  }>;
  /** Null: done. */
  set(key: SettingKey, value: unknown): Promise<Refusal | null>;
  unset(key: SettingKey): Promise<Refusal | null>;
  /** Whether a host obeys at once what is set here. */
  readonly runs: boolean;
}

export function runningHost(api: HostApi): SettingsPlace {
  const refusalOf = (outcome: Awaited<ReturnType<HostApi['run']>>) => (outcome.ok ? null : outcome.refusal);
  return {
    runs: true,
    async read() {
      const { settings, overridden, settingsFile } = await api.snapshot();
      return { settings, overridden, file: settingsFile.path, problem: settingsFile.problem };
    },
    set: async (key, value) => refusalOf(await api.run('settings/set', { key, value })),
    unset: async (key) => refusalOf(await api.run('settings/unset', { key })),
  };
}

/**
 * Reading writes nothing. Writing holds the folder, so that no host starts on the file before.
 * Rejects with a HostStartError when the folder is in use or cannot be written.
 */
export function folderAtRest(folder: string, codexConfig: string | null): SettingsPlace {
  const store = () => new SettingsStore({ folder, disk: nodeDisk, codexConfig });
  const write = async (act: (held: SettingsStore) => Promise<void>): Promise<Refusal | null> => {
    const lock = await takeFolder(folder);
    try {
      const held = store();
      await held.load();
      await act(held);
      return null;
    } catch (error) {
      if (error instanceof SettingsDamagedError) return { code: 'damaged', message: error.message };
      throw asUnwritable(folder, error) ?? error;
    } finally {
      await lock.release();
    }
  };
  return {
    runs: false,
    async read() {
      const looked = store();
      const problem = await looked.look();
      return { settings: looked.get(), overridden: [], file: looked.path, problem };
    },
    set: async (key, value) => {
      const parsed = parseSetting(key, value);
      if (!parsed.ok) return { code: 'badValue', message: `It has to be ${parsed.expected}.` };
      return write((held) => held.set({ [key]: parsed.value }));
    },
    unset: (key) => write((held) => held.unset(key)),
  };
}

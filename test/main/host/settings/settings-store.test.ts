import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { INITIAL_SETTINGS } from '../../../../main/contract/settings.ts';
import { type Disk, nodeDisk } from '../../../../main/host/files/disk.ts';
import { SettingsDamagedError, SettingsStore } from '../../../../main/host/settings/settings-store.ts';

let folder: string;
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'outpost-settings-'));
});
afterEach(() => fs.rm(folder, { recursive: true, force: true }));

const file = () => path.join(folder, 'settings.toml');
async function loaded({
  disk = nodeDisk,
  codexConfig = null,
}: {
  disk?: Disk;
  codexConfig?: string | null;
} = {}) {
  const store = new SettingsStore({ folder, disk, codexConfig });
  return { store, notice: await store.load() };
}

describe('settings', () => {
  test('are what they are at first, and stay what they were set to', async () => {
    const { store, notice } = await loaded();
    expect(notice).toBeNull();
    expect(store.get()).toEqual(INITIAL_SETTINGS);
    await store.set({ keep_awake_while: 'always' });
    expect((await loaded()).store.get()).toEqual({ ...INITIAL_SETTINGS, keep_awake_while: 'always' });
  });

  test('are taken from Codex once, by their common names, and only where they fit', async () => {
    const codexConfig = path.join(folder, 'config.toml');
    const text = '[features]\nmobile_keep_awake = false\nremote_connections = "no"\nother = true\n';
    await fs.writeFile(codexConfig, text);
    expect((await loaded({ codexConfig })).store.get()).toEqual({
      ...INITIAL_SETTINGS,
      mobile_keep_awake: false,
    });
    await fs.writeFile(codexConfig, '[features]\ncomputer_use_mobile = true\n');
    expect((await loaded({ codexConfig })).store.get().computer_use_mobile).toBe(false);
    expect(await fs.readFile(codexConfig, 'utf8')).toBe('[features]\ncomputer_use_mobile = true\n');
  });

  test.each(['[features', '\0', 'features = 3', '__proto__ = 1'])(
    'take no harm from %j in Codex’s file',
    async (text) => {
      const codexConfig = path.join(folder, 'config.toml');
      await fs.writeFile(codexConfig, text);
      const { store, notice } = await loaded({ codexConfig });
      expect({ settings: store.get(), notice }).toEqual({ settings: INITIAL_SETTINGS, notice: null });
    },
  );

  test('that a hand has damaged are left as they are; what held before holds, and nothing can be set', async () => {
    const { store } = await loaded();
    await store.set({ remote_connections: false });
    await store.set({ updates: false });
    const damaged = `${await fs.readFile(file(), 'utf8')}\nname = \n`;
    await fs.writeFile(file(), damaged);
    const { store: again, notice } = await loaded();
    expect(notice).toMatch(
      /^settings\.toml could not be read \(line \d+ cannot be understood\)\. .+ before its last change/,
    );
    expect(again.get()).toEqual({ ...INITIAL_SETTINGS, remote_connections: false });
    await expect(again.set({ updates: true })).rejects.toThrow(SettingsDamagedError);
    expect(await fs.readFile(file(), 'utf8')).toBe(damaged);
  });

  test('say of a value that means nothing what holds instead', async () => {
    await fs.writeFile(file(), 'notifications = 1\nsleep_on_battery = true\n');
    const { store, notice } = await loaded();
    expect(notice).toContain('“notifications” has to be true or false. Until then it is true.');
    expect(store.get()).toEqual({ ...INITIAL_SETTINGS, sleep_on_battery: true });
  });

  test('that the disk refuses are not set, and what was set meanwhile is', async () => {
    let full = false;
    const disk: Disk = {
      ...nodeDisk,
      writeDurably: (...args) => (full ? Promise.reject(new Error('full')) : nodeDisk.writeDurably(...args)),
    };
    const { store } = await loaded({ disk });
    full = true;
    const failing = store.set({ updates: false });
    await Promise.resolve();
    const merged = store.set({ notifications: false }).catch(() => 'refused');
    await expect(failing).rejects.toThrow('full');
    expect(await merged).toBe('refused');
    expect(store.get()).toEqual(INITIAL_SETTINGS);
    full = false;
    await store.set({ tailscale: true });
    expect((await loaded()).store.get()).toEqual({ ...INITIAL_SETTINGS, tailscale: true });
  });
});

describe('a setting that is taken back', () => {
  test('has its initial value, also where another one becomes it', async () => {
    const { store } = await loaded();
    await store.set({ name: 'studio', updates: false });
    await store.unset('name');
    expect(store.get()).toEqual({ ...INITIAL_SETTINGS, updates: false });
    expect(await fs.readFile(file(), 'utf8')).toContain('\n# name = ""\n');
  });

  test('stays set when the disk refuses', async () => {
    let full = false;
    const disk: Disk = {
      ...nodeDisk,
      writeDurably: (...args) => (full ? Promise.reject(new Error('full')) : nodeDisk.writeDurably(...args)),
    };
    const { store } = await loaded({ disk });
    await store.set({ name: 'studio' });
    full = true;
    await expect(store.unset('name')).rejects.toThrow('full');
    expect(store.get().name).toBe('studio');
  });
});

test('looking at the settings writes nothing', async () => {
  const codexConfig = path.join(folder, 'config.toml');
  await fs.writeFile(codexConfig, '[features]\nmobile_keep_awake = false\n');
  const store = new SettingsStore({ folder, disk: nodeDisk, codexConfig });
  expect(await store.look()).toBeNull();
  expect(store.get().mobile_keep_awake).toBe(false);
  expect(await fs.readdir(folder)).toEqual(['config.toml']);
});

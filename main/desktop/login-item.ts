/**
 * Has the system start this app when its user logs in. macOS and Windows have an interface of their own, over Electron; on
 * Linux it is a file in the user's autostart folder (freedesktop.org, Desktop Application Autostart).
 */
import fs from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { app } from 'electron';
import type { LoginItem } from '../host/options.ts';

/** Only a packed app is a program that the system can start: in development it would be Electron without an app. */
const UNPACKED = 'Only an installed Outpost can be started by the system.';

export function systemLoginItem(platform: NodeJS.Platform, env: NodeJS.ProcessEnv, home: string): LoginItem {
  if (!app.isPackaged)
    return { read: () => ({ state: 'unavailable', detail: UNPACKED }), write: async () => {} };
  if (platform !== 'linux') return electronLoginItem();
  return autostartFile(
    path.join(env.XDG_CONFIG_HOME ?? path.join(home, '.config'), 'autostart', 'outpost.desktop'),
    env.APPIMAGE ?? process.execPath,
  );
}

function electronLoginItem(): LoginItem {
  return {
    read() {
      const { openAtLogin, status } = app.getLoginItemSettings();
      if (status === 'requires-approval')
        return {
          state: 'held',
          detail: 'macOS waits for your word: System Settings → General → Login Items → Outpost.',
        };
      return { state: openAtLogin ? 'on' : 'off', detail: '' };
    },
    write: async (on) => app.setLoginItemSettings({ openAtLogin: on }),
  };
}

/** @param program absolute; an AppImage starts by its own file, not by what it unpacked */
export function autostartFile(file: string, program: string): LoginItem {
  return {
    read: () => ({ state: fs.existsSync(file) ? 'on' : 'off', detail: '' }),
    async write(on) {
      if (!on) return rm(file, { force: true });
      await mkdir(path.dirname(file), { recursive: true });
      // Renamed into place: a session that begins just now reads the whole entry or none.
      const fresh = `${file}.new`;
      await writeFile(fresh, autostartEntry(program));
      await rename(fresh, file);
    },
  };
}

/** `Exec` is quoted as the Desktop Entry Specification says: once for the argument, once for the string that it stands in. */
export function autostartEntry(program: string): string {
  const argument = `"${program.replaceAll(/["`$\\]/g, '\\$&')}"`;
  const exec = argument.replaceAll('\\', '\\\\').replaceAll('%', '%%');
  return `[Desktop Entry]\nType=Application\nName=Outpost\nExec=${exec}\nTerminal=false\n`;
}

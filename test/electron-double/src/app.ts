import { EventEmitter } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { LoginItemSettings, Settings } from 'electron';
import { environment } from './environment.ts';
import { lifecycle } from './lifecycle.ts';
import { PreventableEvent } from './preventable-event.ts';
import { SingleInstance } from './single-instance.ts';
import { windows } from './window-registry.ts';

type PathName = 'home' | 'appData' | 'userData' | 'sessionData' | 'temp' | 'exe' | 'logs';

function defaultPath(name: PathName): string {
  const userData = (): string => {
    const given = environment().switches.get('user-data-dir');
    if (!given)
      throw new Error('electron-double: start it with --user-data-dir, so that no real data is touched');
    return path.resolve(given);
  };
  switch (name) {
    case 'home':
      return os.homedir();
    case 'appData':
      return path.join(os.homedir(), '.config');
    case 'temp':
      return os.tmpdir();
    case 'exe':
      return process.execPath;
    case 'userData':
    case 'sessionData':
      return userData();
    case 'logs':
      return path.join(userData(), 'logs');
    default:
      throw new Error(`Failed to get '${name as string}' path`);
  }
}

class App extends EventEmitter {
  readonly isPackaged = false;
  readonly commandLine = {
    appendSwitch: (): void => {},
    hasSwitch: (name: string): boolean => environment().switches.has(name),
    getSwitchValue: (name: string): string => environment().switches.get(name) ?? '',
  };
  /** macOS only, as in Electron's own types. */
  readonly dock = process.platform === 'darwin' ? { hide: () => {}, show: async () => {} } : undefined;
  readonly #paths = new Map<PathName, string>();
  #singleInstance: SingleInstance | undefined;
  #loginItem: LoginItemSettings | undefined;

  get name(): string {
    return environment().name;
  }
  getName(): string {
    return this.name;
  }
  getVersion(): string {
    return environment().version;
  }
  getAppPath(): string {
    return environment().appPath;
  }
  getLocale(): string {
    return 'en-US';
  }
  getPath(name: PathName): string {
    const folder = this.#paths.get(name) ?? defaultPath(name);
    if (name !== 'exe') fs.mkdirSync(folder, { recursive: true });
    return folder;
  }
  setPath(name: PathName, folder: string): void {
    this.#paths.set(name, folder);
  }
  isReady(): boolean {
    return lifecycle.ready;
  }
  whenReady(): Promise<void> {
    return lifecycle.whenReady();
  }

  requestSingleInstanceLock(): boolean {
    this.#singleInstance ??= new SingleInstance(this.getPath('userData'), ({ argv, workingDirectory }) =>
      this.emit('second-instance', new PreventableEvent(), argv, workingDirectory, undefined),
    );
    return this.#singleInstance.request();
  }
  hasSingleInstanceLock(): boolean {
    return this.#singleInstance?.held ?? false;
  }
  releaseSingleInstanceLock(): void {
    this.#singleInstance?.release();
  }

  /** before-quit → every window closes → will-quit → quit → exit; each of the first three can stop it. */
  quit(): void {
    if (lifecycle.quitting) return;
    const before = new PreventableEvent();
    this.emit('before-quit', before);
    if (before.defaultPrevented) return;
    for (const window of windows.all()) {
      window.close();
      if (!window.isDestroyed()) return;
    }
    lifecycle.setQuitting(true);
    const will = new PreventableEvent();
    this.emit('will-quit', will);
    if (will.defaultPrevented) {
      lifecycle.setQuitting(false);
      return;
    }
    this.emit('quit', new PreventableEvent(), 0);
    this.exit(0);
  }
  exit(code = 0): void {
    lifecycle.setQuitting(true);
    this.#singleInstance?.release();
    // Not at once: a test that asked for it still has to get its answer over the debugger.
    setImmediate(() => void lifecycle.exit(code));
  }

  /** Only noted by Electron, and done when the app ends; here it is not done. */
  relaunch(): void {}
  focus(): void {}
  setAsDefaultProtocolClient(): boolean {
    return true;
  }
  setAppUserModelId(): void {}
  setActivationPolicy(): void {}
  setLoginItemSettings(settings: Settings): void {
    this.#loginItem = { ...this.getLoginItemSettings(), openAtLogin: settings.openAtLogin ?? false };
  }
  getLoginItemSettings(): LoginItemSettings {
    return (
      this.#loginItem ?? {
        openAtLogin: false,
        wasOpenedAtLogin: false,
        status: 'not-registered',
        executableWillLaunchAtLogin: false,
        launchItems: [],
      }
    );
  }
}

export const app = new App();
windows.onAllClosed(() => {
  if (lifecycle.quitting) return;
  if (app.listenerCount('window-all-closed') > 0) app.emit('window-all-closed');
  else app.quit();
});

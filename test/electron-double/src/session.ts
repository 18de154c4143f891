import { EventEmitter } from 'node:events';
import { internal } from './internal.ts';

type Ask = (contents: null, permission: string, decide: (granted: boolean) => void, details: object) => void;
type Check = (contents: null, permission: string, origin: string, details: object) => boolean;

/** By Electron's names, and as Chromium's driver calls them. */
const PERMISSIONS: Readonly<Record<string, string>> = {
  geolocation: 'geolocation',
  notifications: 'notifications',
  midi: 'midi',
  'clipboard-read': 'clipboard-read',
};

/**
 * Electron asks the app for each permission that a page wants, and grants it where the app has no handler. The double asks
 * when a page is loaded, and tells Chromium, which denies in headless what it was not told.
 */
class Session extends EventEmitter {
  #ask: Ask | null = null;
  #check: Check | null = null;

  setPermissionRequestHandler(handler: Ask | null): void {
    this.#ask = handler;
  }
  setPermissionCheckHandler(handler: Check | null): void {
    this.#check = handler;
  }
  setDevicePermissionHandler(_handler: unknown): void {}
  setSpellCheckerEnabled(_enabled: boolean): void {}

  readonly [internal] = {
    /** What a page of this origin is granted, as Chromium's driver calls it. */
    granted: (origin: string): string[] =>
      Object.entries(PERMISSIONS)
        .filter(([name]) => this.#allows(name, origin))
        .map(([, chromium]) => chromium),
  };

  #allows(permission: string, origin: string): boolean {
    let granted = true;
    this.#ask?.(
      null,
      permission,
      (decided) => {
        granted = decided;
      },
      { requestingUrl: origin },
    );
    return granted && (this.#check?.(null, permission, origin, {}) ?? true);
  }
}

export const session = {
  defaultSession: new Session(),
  /** One for each name in Electron; here nothing is kept in any. */
  fromPartition: (_partition: string, _options?: object): Session => new Session(),
};

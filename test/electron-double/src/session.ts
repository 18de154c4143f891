import { EventEmitter } from 'node:events';

/** The handlers are taken and never called: headless Chromium denies every permission by itself. */
class Session extends EventEmitter {
  setPermissionRequestHandler(_handler: unknown): void {}
  setPermissionCheckHandler(_handler: unknown): void {}
  setDevicePermissionHandler(_handler: unknown): void {}
  setSpellCheckerEnabled(_enabled: boolean): void {}
}

export const session = { defaultSession: new Session() };

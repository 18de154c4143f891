/**
 * New versions by `electron-updater`: it knows the three systems' ways to replace a program, and checks what it fetched
 * (the digest from the feed, and the signature where the system signs programs).
 */
import type { AppUpdater, CancellationToken } from 'electron-updater';
import { updateFailure } from './update-failure.ts';
import { type FoundUpdate, UpdateFailure, type UpdateSource } from './update-source.ts';

/** Semantic versions, of a bounded length: it is shown to a person, and the feed is not trusted to be ours. */
const VERSION = /^\d{1,6}\.\d{1,6}\.\d{1,6}(-[0-9A-Za-z.-]{1,32})?$/;

export class FeedUpdates implements UpdateSource {
  readonly #load: () => Promise<AppUpdater>;
  #updater: AppUpdater | undefined;

  constructor(load: () => Promise<AppUpdater>) {
    this.#load = load;
  }

  async check(): Promise<FoundUpdate | undefined> {
    this.#updater ??= configured(await this.#load());
    const updater = this.#updater;
    try {
      const result = await updater.checkForUpdates();
      if (!result?.isUpdateAvailable) return undefined;
      const { version } = result.updateInfo;
      if (!VERSION.test(version)) throw new UpdateFailure('unreadable');
      return found(updater, version, result.cancellationToken);
    } catch (error) {
      throw updateFailure(error);
    }
  }

  /**
   * On macOS Squirrel has it since it was fetched, and puts it in place after any end of the process: that disturbs no
   * turn either, since nothing is ended by it.
   */
  placeAtEnd(placed: boolean): void {
    if (this.#updater) this.#updater.autoInstallOnAppQuit = placed;
  }

  restart(failed: () => void): void {
    const updater = this.#updater;
    if (!updater) return failed();
    updater.once('error', failed);
    // Without windows of the installer, and with a start of what it installed.
    updater.quitAndInstall(true, true);
  }
}

function found(
  updater: AppUpdater,
  version: string,
  cancellation: CancellationToken | undefined,
): FoundUpdate {
  return {
    version,
    cancel: () => cancellation?.cancel(),
    fetch: async () => {
      try {
        await updater.downloadUpdate(cancellation);
      } catch (error) {
        throw updateFailure(error);
      }
    },
  };
}

function configured(updater: AppUpdater): AppUpdater {
  // It says what it does on the console otherwise, with paths and addresses.
  updater.logger = null;
  // Every failure is also thrown by what was called; without a listener the event would be an exception.
  updater.on('error', () => {});
  // What is announced is looked at before it is fetched.
  updater.autoDownload = false;
  // Has to be so when it is fetched; `placeAtEnd` decides when the process ends.
  updater.autoInstallOnAppQuit = true;
  updater.allowDowngrade = false;
  updater.allowPrerelease = false;
  updater.disableWebInstaller = true;
  // It would send an identifier of this installation with every request; the feed has no business with who asks.
  updater.requestHeaders = { 'x-user-staging-id': 'none' };
  return updater;
}

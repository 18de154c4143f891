/** What this copy of the app says about itself, and where its new versions come from. */
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { app } from 'electron';
import type { AppUpdater } from 'electron-updater';
import { FeedUpdates } from './feed-updates.ts';
import type { UpdateSource } from './update-source.ts';
import { whyOff } from './why-off.ts';

/** Once the app is ready. */
export function electronUpdates(): UpdateSource | { readonly off: string } {
  const appImage = process.env.APPIMAGE;
  const off = whyOff({
    platform: process.platform,
    packaged: app.isPackaged,
    program: app.getPath('exe'),
    appImage,
    writable: appImage !== undefined && isWritable(path.dirname(appImage)),
    feed: app.isPackaged && existsSync(path.join(process.resourcesPath, 'app-update.yml')),
  });
  return off === undefined ? new FeedUpdates(loadUpdater) : { off };
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Loaded when it is first asked: a start should not pay for it. */
async function loadUpdater(): Promise<AppUpdater> {
  const { updater } = await import('./updater.ts');
  return updater();
}

/**
 * Whether this system has a place for a tray icon. Electron does not say: on a Linux desktop without one, a `Tray` is made
 * as everywhere and nobody ever sees it.
 */
import { readBusProperty, sessionBusAddress } from './session-bus.ts';

/** What shows the icons of Linux desktops (StatusNotifierItem); GNOME has it by an extension only. */
const WATCHER = {
  service: 'org.kde.StatusNotifierWatcher',
  path: '/StatusNotifierWatcher',
  interface: 'org.kde.StatusNotifierWatcher',
  property: 'IsStatusNotifierHostRegistered',
} as const;

/**
 * An old X11 tray that only knows XEmbed counts as none: an icon may be there all the same, and the window that opens at
 * the start costs less than a program that cannot be reached.
 */
export async function hasTrayPlace(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): Promise<boolean> {
  if (platform !== 'linux') return true;
  const address = sessionBusAddress(env);
  if (address === undefined) return false;
  return (await readBusProperty(address, WATCHER)) === true;
}

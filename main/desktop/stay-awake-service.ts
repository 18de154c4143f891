/**
 * Whether a request of Electron to stay awake reaches anybody. On Linux Chromium hands it to GNOME's session manager or, where
 * that does not run, to the desktop's power manager; where neither does (Sway, i3, Hyprland), it drops it without a word.
 */
import { hasBusName, sessionBusAddress } from './session-bus.ts';

const SERVICES = ['org.gnome.SessionManager', 'org.freedesktop.PowerManagement'] as const;

/** @returns false: nobody takes it. True also where that cannot be told. */
export async function takesStayAwake(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): Promise<boolean> {
  if (platform !== 'linux') return true;
  const address = sessionBusAddress(env);
  if (address === undefined) return false;
  const running = await Promise.all(SERVICES.map((name) => hasBusName(address, name)));
  return running.some((runs) => runs !== false);
}

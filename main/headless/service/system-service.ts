/** Which program runs services on this system. */
import { Launchd } from './launchd.ts';
import type { ServiceManager } from './service-manager.ts';
import { Systemd, systemdVersion } from './systemd.ts';

export interface ServiceMachine {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  readonly uid: number;
  readonly now: () => number;
}

/** @returns a sentence where Outpost has none: what to use instead */
export async function systemService({
  platform,
  env,
  home,
  uid,
  now,
}: ServiceMachine): Promise<ServiceManager | string> {
  switch (platform) {
    case 'linux':
      return new Systemd({ env, home, uid, version: await systemdVersion(env) });
    case 'darwin':
      return new Launchd({ env, home, uid, now });
    case 'win32':
      // A service of Windows runs in a session of its own, without the user's keys and programs, and a task of the Task
      // Scheduler can only be killed, not asked to end, and shows a console window.
      return 'On Windows the Outpost app starts itself: turn on “Start at login” in its settings. Outpost in a terminal cannot be a service there.';
    default:
      return 'Outpost does not know how services are run on this system. Have it run “outpost start --service systemd”, which shows no code and never asks.';
  }
}

/** What `outpost start` gives the core as its power hold, by system. */
import type { PowerHold } from '../../host/options.ts';
import { LinuxPowerSource } from '../../host/power/linux-power-source.ts';
import { linuxInhibitor } from './linux-inhibitor.ts';
import { macCaffeinate } from './mac-caffeinate.ts';
import { MacPowerSource } from './mac-power-source.ts';
import { ProgramHold } from './program-hold.ts';

export function terminalPower(platform: NodeJS.Platform, env: NodeJS.ProcessEnv, host: number): PowerHold {
  switch (platform) {
    case 'linux':
      return new ProgramHold({ program: linuxInhibitor, source: new LinuxPowerSource({ env }), env });
    case 'darwin':
      return new ProgramHold({ program: macCaffeinate(host), source: new MacPowerSource(env), env });
    case 'win32':
      return unable(
        'Outpost in a terminal cannot keep Windows awake. Its tray app can; or set sleep to “Never” under Power in Windows’ settings.',
      );
    default:
      return unable(
        'Outpost does not know how to keep this system awake. Turn off its sleep in its own settings.',
      );
  }
}

const unable = (problem: string): PowerHold => ({
  hold() {},
  release() {},
  source: () => 'unknown',
  problem: () => problem,
  listen: () => () => {},
});

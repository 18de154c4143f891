/** Keeps this machine awake, by Electron, and says what it runs on. The core decides when. */
import { powerMonitor, powerSaveBlocker } from 'electron';
import type { PowerHold, PowerSource } from '../host/options.ts';
import { LinuxPowerSource } from '../host/power/linux-power-source.ts';
import type { PowerSourceWatch } from '../host/power/power-source.ts';

/** Electron tells on macOS and Windows; on Linux it says mains, whatever is the case (electron.d.ts, `on-battery`). */
const electronPowerSource: PowerSourceWatch = {
  current: () => (powerMonitor.isOnBatteryPower() ? 'battery' : 'mains'),
  listen(changed) {
    // A cable may be pulled while the machine sleeps.
    powerMonitor.on('on-ac', changed).on('on-battery', changed).on('resume', changed);
    return () => {
      powerMonitor.off('on-ac', changed).off('on-battery', changed).off('resume', changed);
    };
  },
};

/** The machine stays awake, the display may go dark: a phone needs the agent, not the screen. */
export class PowerBlocker implements PowerHold {
  readonly #sources: readonly PowerSourceWatch[];
  #id: number | undefined;

  constructor(platform: NodeJS.Platform = process.platform) {
    this.#sources =
      platform === 'linux'
        ? [electronPowerSource, new LinuxPowerSource({ env: process.env })]
        : [electronPowerSource];
  }

  hold(): void {
    this.#id ??= powerSaveBlocker.start('prevent-app-suspension');
  }

  release(): void {
    if (this.#id !== undefined) powerSaveBlocker.stop(this.#id);
    this.#id = undefined;
  }

  /** On Linux the system's own word, unless Electron knows of a battery. */
  source(): PowerSource {
    const told = this.#sources.map((source) => source.current());
    return told.includes('battery') ? 'battery' : told.at(-1)!;
  }

  /** Electron does not tell whether the system obeyed. */
  problem(): null {
    return null;
  }

  listen(changed: () => void): () => void {
    const ends = this.#sources.map((source) => source.listen(changed));
    return () => {
      for (const end of ends) end();
    };
  }
}

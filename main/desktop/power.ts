/** Keeps this machine awake, by Electron, and says what it runs on. The core decides when. */
import { powerMonitor, powerSaveBlocker } from 'electron';
import type { PowerHold, PowerSource } from '../host/options.ts';
import { LinuxPowerSource } from '../host/power/linux-power-source.ts';
import type { PowerSourceWatch } from '../host/power/power-source.ts';
import { takesStayAwake } from './stay-awake-service.ts';

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

/** Begins with what it means: the tray shows the beginning. */
const NOBODY =
  'Nothing in this desktop keeps the computer awake: neither GNOME’s session manager nor a power manager runs. Turn off its sleep in its own settings, where it has any.';

/** The machine stays awake, the display may go dark: a phone needs the agent, not the screen. */
export class PowerBlocker implements PowerHold {
  readonly #sources: readonly PowerSourceWatch[];
  readonly #listeners = new Set<() => void>();
  readonly #platform: NodeJS.Platform;
  #id: number | undefined;
  #problem: string | null = null;

  constructor(platform: NodeJS.Platform = process.platform) {
    this.#platform = platform;
    this.#sources =
      platform === 'linux'
        ? [electronPowerSource, new LinuxPowerSource({ env: process.env })]
        : [electronPowerSource];
  }

  hold(): void {
    this.#id ??= powerSaveBlocker.start('prevent-app-suspension');
    // Now, as Chromium does: a session that has just begun may not have its services yet.
    void takesStayAwake(this.#platform, process.env).then((taken) => this.#know(taken ? null : NOBODY));
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

  /** Of the latest hold. Electron does not tell whether the system obeyed; on Linux it is seen whether anybody was asked. */
  problem(): string | null {
    return this.#problem;
  }

  listen(changed: () => void): () => void {
    const ends = this.#sources.map((source) => source.listen(changed));
    this.#listeners.add(changed);
    return () => {
      this.#listeners.delete(changed);
      for (const end of ends) end();
    };
  }

  #know(problem: string | null): void {
    if (problem === this.#problem) return;
    this.#problem = problem;
    for (const changed of [...this.#listeners]) changed();
  }
}

/** Keeps this machine awake, by Electron, and says what it runs on. The core decides when. */
import { powerMonitor, powerSaveBlocker } from 'electron';
import type { PowerHold, PowerSource } from '../host/options.ts';

/** The machine stays awake, the display may go dark: a phone needs the agent, not the screen. */
export class PowerBlocker implements PowerHold {
  #id: number | undefined;

  hold(): void {
    this.#id ??= powerSaveBlocker.start('prevent-app-suspension');
  }

  release(): void {
    if (this.#id !== undefined) powerSaveBlocker.stop(this.#id);
    this.#id = undefined;
  }

  source(): PowerSource {
    return powerMonitor.isOnBatteryPower() ? 'battery' : 'mains';
  }

  /** Electron does not tell whether the system obeyed. */
  problem(): null {
    return null;
  }

  listen(changed: () => void): () => void {
    // A cable may be pulled while the machine sleeps.
    powerMonitor.on('on-ac', changed).on('on-battery', changed).on('resume', changed);
    return () => {
      powerMonitor.off('on-ac', changed).off('on-battery', changed).off('resume', changed);
    };
  }
}

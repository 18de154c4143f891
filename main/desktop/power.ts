/** Keeps this machine awake, by Electron. The core decides when. */
import { powerSaveBlocker } from 'electron';
import type { PowerHold } from '../host/options.ts';

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
}

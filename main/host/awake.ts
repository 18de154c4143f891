/** Keeps the machine awake exactly while the owner's settings say so, and says in words why. */
import type { PowerHold } from './options.ts';

export interface AwakeState {
  held: boolean;
  because: string;
}

export class Awake {
  readonly #power: PowerHold | null;
  #held = false;

  constructor(power: PowerHold | null) {
    this.#power = power;
  }

  update(wanted: boolean, connected: number): void {
    const hold = wanted && connected > 0 && this.#power !== null;
    if (hold === this.#held) return;
    this.#held = hold;
    if (hold) this.#power?.hold();
    else this.#power?.release();
  }

  state(wanted: boolean, connected: number): AwakeState {
    return { held: this.#held, because: this.#because(wanted, connected) };
  }

  #because(wanted: boolean, connected: number): string {
    if (!wanted) return 'This computer may sleep. Phones cannot reach it then.';
    if (this.#held) {
      return connected === 1 ? 'A phone is connected.' : `${connected} phones are connected.`;
    }
    if (this.#power === null)
      return 'Outpost in a terminal does not keep this computer awake. Its own settings decide.';
    return 'No phone is connected, so this computer may sleep.';
  }

  release(): void {
    if (this.#held) this.#power?.release();
    this.#held = false;
  }
}

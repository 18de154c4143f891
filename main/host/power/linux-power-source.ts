/**
 * The power source on Linux, without polling: the kernel tells `udevadm monitor` when a supply changes, which needs no
 * rights and no further service (UPower is missing on servers, and logind tells no change). Then the supplies are read.
 * A machine without a battery is read once and not watched.
 */
import type { PowerSource } from '../options.ts';
import { startLeashed } from '../reach/leash.ts';
import { hasBattery, powerSourceOf, readSupplies, SUPPLIES_FOLDER } from './linux-supplies.ts';
import type { PowerSourceWatch } from './power-source.ts';

export interface LinuxPowerSourceOptions {
  env: NodeJS.ProcessEnv;
  /** Where the supplies are listed. */
  folder?: string;
}

export class LinuxPowerSource implements PowerSourceWatch {
  readonly #env: NodeJS.ProcessEnv;
  readonly #folder: string;
  #current: PowerSource = 'unknown';

  constructor({ env, folder = SUPPLIES_FOLDER }: LinuxPowerSourceOptions) {
    this.#env = env;
    this.#folder = folder;
  }

  current(): PowerSource {
    return this.#current;
  }

  listen(changed: () => void): () => void {
    let over = false;
    let stop = (): void => {};
    const become = (source: PowerSource) => {
      if (over || source === this.#current) return;
      this.#current = source;
      changed();
    };
    const read = async () => {
      const supplies = await readSupplies(this.#folder);
      become(supplies === null ? 'unknown' : powerSourceOf(supplies));
      return supplies;
    };
    let reading = false;
    let outdated = false;
    /** However many changes are told while the supplies are read, they are read once more. */
    const readAgain = async () => {
      outdated = true;
      if (reading) return;
      reading = true;
      while (outdated && !over) {
        outdated = false;
        await read();
      }
      reading = false;
    };
    const begin = async () => {
      if (!hasBattery((await read()) ?? []) || over) return;
      const monitor = startLeashed({
        command: 'udevadm',
        args: ['monitor', '--kernel', '--subsystem-match=power_supply'],
        env: this.#env,
        mostLines: Number.POSITIVE_INFINITY,
        // Its title comes once it listens: what changed before that is read then.
        heard: (line) => {
          if (line.startsWith('KERNEL')) void readAgain();
        },
      });
      stop = () => void monitor.stop();
      await monitor.ended;
      // Nobody tells any more, so what was read last may be wrong by now.
      become('unknown');
    };
    void begin();
    return () => {
      over = true;
      stop();
    };
  }
}

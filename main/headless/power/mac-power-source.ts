/**
 * The power source on macOS, without polling: `pmset -g batt` tells what it draws from now, `pmset -g pslog` at every change
 * (pmset(1)).
 */
import type { PowerSource } from '../../host/options.ts';
import type { PowerSourceWatch } from '../../host/power/power-source.ts';
import { startLeashed } from '../../host/reach/leash.ts';

/** @returns null for a line that does not say it. */
export function drawnFrom(line: string): PowerSource | null {
  const [, source] = /Now drawing from '([^']{1,40})'/.exec(line) ?? [];
  if (source === undefined) return null;
  if (source === 'AC Power') return 'mains';
  return source === 'Battery Power' || source === 'UPS Power' ? 'battery' : 'unknown';
}

export class MacPowerSource implements PowerSourceWatch {
  readonly #env: NodeJS.ProcessEnv;
  #current: PowerSource = 'unknown';

  constructor(env: NodeJS.ProcessEnv) {
    this.#env = env;
  }

  current(): PowerSource {
    return this.#current;
  }

  listen(changed: () => void): () => void {
    let over = false;
    const become = (source: PowerSource | null) => {
      if (over || source === null || source === this.#current) return;
      this.#current = source;
      changed();
    };
    const log = startLeashed({
      command: 'sh',
      args: ['-c', 'pmset -g batt; exec pmset -g pslog'],
      env: this.#env,
      mostLines: Number.POSITIVE_INFINITY,
      heard: (line) => become(drawnFrom(line)),
    });
    void log.ended.then(() => become('unknown'));
    return () => {
      over = true;
      void log.stop();
    };
  }
}

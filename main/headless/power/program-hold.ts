/**
 * Keeps the machine awake by a program of the system that holds it for as long as it runs. It is on a leash, so that it
 * ends with the host however that ends.
 *
 * ```
 * idle ──hold──► asked ──says that it holds──► held ──release──► idle
 *                  │ ended                       │ ended by somebody else
 *                  ├──► the next way, if there is one
 *                  └──► problem ◄────────────────┘        (until a later hold succeeds)
 * ```
 */
import type { PowerHold, PowerSource } from '../../host/options.ts';
import type { PowerSourceWatch } from '../../host/power/power-source.ts';
import { type Leashed, startLeashed } from '../../host/reach/leash.ts';

export interface HoldProgram {
  readonly command: string;
  /** One after the other is tried where the system refuses. */
  readonly ways: readonly (readonly string[])[];
  /** The line that it writes once it holds. */
  readonly heldLine: string;
  /** A sentence for the owner: it ended with this exit code (null: killed) and these last words. */
  readonly problem: (code: number | null, said: string) => string;
}

export interface ProgramHoldOptions {
  readonly program: HoldProgram;
  readonly source: PowerSourceWatch;
  readonly env: NodeJS.ProcessEnv;
}

export class ProgramHold implements PowerHold {
  readonly #options: ProgramHoldOptions;
  readonly #listeners = new Set<() => void>();
  #running: Leashed | null = null;
  #problem: string | null = null;

  constructor(options: ProgramHoldOptions) {
    this.#options = options;
  }

  hold(): void {
    this.#try(0);
  }

  release(): void {
    const running = this.#running;
    this.#running = null;
    void running?.stop();
  }

  source(): PowerSource {
    return this.#options.source.current();
  }

  problem(): string | null {
    return this.#problem;
  }

  listen(changed: () => void): () => void {
    this.#listeners.add(changed);
    const unlisten = this.#options.source.listen(changed);
    return () => {
      this.#listeners.delete(changed);
      unlisten();
    };
  }

  #try(way: number): void {
    const { program, env } = this.#options;
    let said = '';
    let held = false;
    const running = startLeashed({
      command: program.command,
      args: program.ways[way]!,
      env,
      heard: (line) => {
        if (line !== program.heldLine) said = line;
        else if (this.#running === running) {
          held = true;
          this.#become(null);
        }
      },
    });
    this.#running = running;
    void running.ended.then((code) => {
      if (this.#running !== running) return;
      this.#running = null;
      if (!held && way + 1 < program.ways.length) this.#try(way + 1);
      else this.#become(program.problem(code, said));
    });
  }

  #become(problem: string | null): void {
    if (problem === this.#problem) return;
    this.#problem = problem;
    for (const listener of [...this.#listeners]) listener();
  }
}
